"""An exam that the user wrote, as the exam of a run: questions of a file, each of a skill of the graph or of none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from tutelage.config import Recipe
from tutelage.errors import ExamError
from tutelage.exams import local
from tutelage.exams.choice_questions import ALL
from tutelage.grading.identity import fold
from tutelage.graph.names import form
from tutelage.progress import Progress, counted
from tutelage.records import NO_SKILL, Exercise, Origin, SkillGraph
from tutelage.storage.rowfiles import one_line, read_rows

SKILL = "skill"
"""Column with a skill's id or name."""


def read_own_exam(recipe: Recipe, graph: SkillGraph, progress: Progress) -> tuple[Exercise, ...]:
    """The questions of a recipe's own exam, in the file's order; none if it has no such file.

    Every row must be usable: an exam that silently lost questions would measure something else. A skill that is not in
    the graph is an error, too; but where the teacher splits skills, so that it may still become one, its questions
    count as those without a skill, which is said. Raises `ExamError`, naming the line.
    """
    path = recipe.exam.questions
    if path is None:
        return ()
    if not path.is_file():
        raise ExamError(f"no exam at {path}: check 'exam.questions'")
    found = local.read_exam(path, _column(path))
    if found.rejected:
        first, more = found.rejected[0], len(found.rejected) - 1
        rest = f" ({counted(more, 'more row')} like that)" if more else ""
        raise ExamError(f"{path} line {first.line}: {first.reason}{rest}")
    known = _Skills(graph)
    lines: dict[str, int] = {}
    for line, question in zip(found.lines, found.questions, strict=True):
        if question.skill.strip() not in ("", ALL) and not known.find(question.skill):
            lines.setdefault(question.skill, line)
    if unknown := list(lines):
        where, why = f" line {lines[unknown[0]]}", known.explain(unknown)
        if not recipe.graph.by_teacher:
            raise ExamError(f"{path}{where}: {why}")
        progress.say(f"  {path.name}{where}: {why}")
    if again := len(found.questions) - len({(*map(fold, (one.question, *one.choices)),) for one in found.questions}):
        progress.say(f"  {path.name}: {counted(again, 'question')} asked before in it, which count again: remove them")
    return tuple(_of_graph(question, known) for question in found.questions)


def _column(path: Path) -> str:
    """The column of the skill as the file writes it. Raises `ExamError` if it does so in more than one way."""
    rows = (row for _, row in read_rows(path) if isinstance(row, Mapping))
    names = list(dict.fromkeys(str(name) for row in rows for name in row if str(name).strip().lower() == SKILL))
    if len(names) > 1:
        raise ExamError(f"{path} has columns '{names[0]}' and '{names[1]}': write '{SKILL}' in every row")
    return names[0] if names else SKILL


class _Skills:
    """The skills of a graph, by what a person may call them."""

    def __init__(self, graph: SkillGraph) -> None:
        self.ids = {skill.id for skill in graph.skills}
        named = [(name, skill.id) for skill in reversed(graph.skills) for name in (*skill.aliases, skill.name)]
        self.forms = {form(name): id_ for name, id_ in named}
        self.written = {form(name): name for name, _ in named} | {id_: id_ for id_ in self.ids}
        """What is compared -> as it is written."""

    def find(self, given: str) -> str:
        """The id of the skill with this id, name or alias; empty if there is none."""
        return given if given in self.ids else self.forms.get(form(given), "")

    def explain(self, unknown: Sequence[str]) -> str:
        """What to do about names that are no skill's."""
        names = ", ".join(f"'{one_line(name)[:60]}'" for name in unknown[:3]) + (" …" if len(unknown) > 3 else "")
        near = get_close_matches(form(unknown[0]), self.written, n=1)
        hint = f"did you mean '{self.written[near[0]]}'? " if near else ""
        return f"no skill of the graph is called {names}: {hint}use an id or a name, or leave the skill empty"


def _of_graph(question: Exercise, known: _Skills) -> Exercise:
    """The question as one of the exam: of the graph's skill, or of none."""
    skill = "" if question.skill.strip() in ("", ALL) else known.find(question.skill)
    return question.model_copy(
        update={"skill": skill or NO_SKILL, "skills": (skill,) if skill else (), "origin": Origin.EXAM}
    )
