"""Stage 1: a human syllabus becomes a skill graph.

The file is YAML: a title and units in teaching order, each with its skills; a skill names what it needs.

    title: Calculus, from whole numbers up
    units:
      - name: Whole numbers
        skills:
          - {id: integer-addition, name: addition}
          - {id: integer-multiplication, name: multiplication, needs: [integer-addition]}
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError

from tutelage import graph
from tutelage.config import Section, explain, read_yaml
from tutelage.records import SKILL_ID, Edge, Skill, SkillGraph


class SkillEntry(Section):
    """One skill in a syllabus file."""

    id: str = Field(pattern=SKILL_ID, max_length=80)
    """Lower-case words joined by hyphens."""
    name: str = Field(default="", max_length=200)
    """As it stands in running text; default: the id with spaces."""
    description: str = ""
    """One line for people and for a teacher."""
    needs: tuple[str, ...] = ()
    """Ids of the direct prerequisites."""
    why: dict[str, str] = Field(default_factory=dict)
    """Prerequisite -> why it is needed."""


class Unit(Section):
    """One heading of a syllabus."""

    name: str = Field(min_length=1)
    skills: tuple[SkillEntry, ...] = Field(min_length=1)


class Syllabus(Section):
    """A syllabus file."""

    title: str = ""
    units: tuple[Unit, ...] = Field(min_length=1)


def read_syllabus(path: str | Path) -> SkillGraph:
    """Read a syllabus file as a skill graph.

    Raises `ValueError` that names the file for anything a person can mend: no such file, broken YAML, an unknown key,
    an unknown prerequisite, a cycle.
    """
    path = Path(path)
    data = read_yaml(path, "syllabus")
    if not isinstance(data, dict):
        raise ValueError(f"{path}: a syllabus is a mapping with the key 'units', got {type(data).__name__}")
    try:
        syllabus = Syllabus.model_validate(data)
    except ValidationError as error:
        raise ValueError(f"{path}: " + "; ".join(explain(error, Syllabus))) from None
    try:
        return graph_of(syllabus)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


def graph_of(syllabus: Syllabus) -> SkillGraph:
    """The skill graph of a syllabus. Raises `ValueError` as `tutelage.graph.build` does."""
    skills: list[Skill] = []
    edges: list[Edge] = []
    for unit in syllabus.units:
        for entry in unit.skills:
            stray = set(entry.why) - set(entry.needs)
            if stray:
                raise ValueError(
                    f"skill '{entry.id}' says why it needs '{min(stray)}', but does not list it in 'needs'"
                )
            name = entry.name or entry.id.replace("-", " ")
            skills.append(
                Skill(id=entry.id, name=name, description=entry.description, unit=unit.name, position=len(skills))
            )
            edges += [Edge(prerequisite=need, skill=entry.id, reason=entry.why.get(need, "")) for need in entry.needs]
    return graph.build(skills, edges)
