"""From a request to the prompt's text: what a language model has to know about the skill and what came before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tutelage.records import Exercise, Request, RequestKind, Skill, SkillGraph
from tutelage.seeds import rng
from tutelage.teacher.language.forms import Form
from tutelage.teacher.language.prompting import Prompts

DIFFICULTIES = {
    1: "easy (one step, small numbers)",
    2: "medium (two or three steps)",
    3: "hard (several steps, or numbers and words that need care)",
}
SETTINGS = (
    *(
        "at home",
        "at school",
        "in a shop",
        "on a journey",
        "in a garden",
        "in a workshop",
        "in an office",
        "at a harbour",
    ),
    *(
        "in a kitchen",
        "on a farm",
        "in a library",
        "at a sports ground",
        "in a laboratory",
        "in a hospital",
        "in a museum",
    ),
    *("on a building site", "in a theatre", "in a town hall", "in a bank", "in the mountains", "no setting at all"),
)
"""Where exercises may play: asked for the same thing again and again, a model writes the same thing."""
MAX_TAUGHT = 40
MAX_EXAMPLES = 5


class Asking:
    """Fills in the prompts for the skills of one graph."""

    def __init__(self, graph: SkillGraph, prompts: Prompts) -> None:
        self.prompts = prompts
        self.skills = {skill.id: skill for skill in graph.skills}
        self.by_name = {_plain(skill.name): skill.id for skill in graph.skills}
        self.needs: dict[str, list[str]] = {skill: [] for skill in self.skills}
        place = {skill.id: index for index, skill in enumerate(graph.skills)}
        self.place = place
        for edge in graph.edges:
            self.needs[edge.skill].append(edge.prerequisite)

    def prompt(self, request: Request, index: int, number: int, difficulty: int, form: type[Form]) -> str:
        """The text of part `index` of a request. Raises `KeyError` for an unknown skill."""
        values = self._values(request) | {"form": form.example}
        if request.kind in (RequestKind.EXERCISES, RequestKind.SIMILAR, RequestKind.MISCONCEPTIONS):
            values["difficulty"] = DIFFICULTIES[difficulty]
        if "avoid" in values:
            values |= {"number": str(number), "variation": variation(request.seed, index)}
        return self.prompts.render(request.kind.value, **values)

    def usable(self, asked: Sequence[str]) -> tuple[str, ...]:
        """Names of the skills that the steps of an exercise may use: those asked for, what they need, and the nearest
        of what lies below; in teaching order."""
        direct = {need for skill in asked for need in self.needs[skill]}.union(asked)
        below = {deeper for skill in asked for deeper in self._below(skill)} - direct
        return tuple(map(self.name, self.ordered(direct.union(self.ordered(below)[-MAX_TAUGHT:]))))

    def name(self, skill: str) -> str:
        """The name of a skill; empty for the empty id."""
        return self.skills[skill].name if skill else ""

    def named(self, name: str, asked: Iterable[str]) -> str:
        """The id of the skill with this name; empty for the name of no skill, or of one that is taught later."""
        skill = self.by_name.get(_plain(name), "")
        return skill if any(skill == one or skill in self._below(one) for one in asked) else ""

    def ordered(self, skills: Iterable[str]) -> tuple[str, ...]:
        """Ids of skills in teaching order."""
        return tuple(sorted(skills, key=self.place.__getitem__))

    def _values(self, request: Request) -> dict[str, str]:
        match request.kind:
            case RequestKind.DECOMPOSE:
                return {"topic": request.topic, "number": str(request.number), "context": request.context}
            case RequestKind.SOLVE:
                return {"question": request.parents[0].question}
            case RequestKind.JUDGE:
                exercise = request.parents[0]
                return {"question": exercise.question, "solution": exercise.solution, "section": request.context}
        skill = self.skills[request.skills[-1]]
        values = {"skill": skill.name, "description": skill.description}
        if request.kind is RequestKind.COMPOSED:
            lower = self.skills[request.skills[0]]
            values |= {"lower": lower.name, "lower_description": lower.description}
        else:
            values["prerequisites"] = self._prerequisites(skill.id)
        if request.kind in (RequestKind.LESSON, RequestKind.EXERCISES):
            values["taught"] = self._taught(skill.id)
        if request.kind in (RequestKind.SIMILAR, RequestKind.COMPOSED):
            values["examples"] = _examples(request.parents)
        if request.kind is not RequestKind.LESSON:
            values["avoid"] = request.context
        return values

    def _prerequisites(self, skill: str) -> str:
        return "\n".join(_line(self.skills[need]) for need in self.ordered(self.needs[skill]))

    def _taught(self, skill: str) -> str:
        """Names of what lies below the direct prerequisites, the nearest ones if there are many."""
        below = self._below(skill) - set(self.needs[skill])
        return ", ".join(self.skills[one].name for one in self.ordered(below)[-MAX_TAUGHT:])

    def _below(self, skill: str) -> set[str]:
        found: set[str] = set()
        ahead = list(self.needs[skill])
        while ahead:
            one = ahead.pop()
            if one not in found:
                found.add(one)
                ahead += self.needs[one]
        return found


def variation(seed: int, index: int) -> str:
    """A line that differs from call to call, so that the answers do."""
    source = rng(seed, "variation", index)
    first, second = source.sample(SETTINGS, 2)
    numbers = ", ".join(str(source.randrange(2, 100)) for _ in range(3))
    return (
        f"This is set {index + 1} of several; let it differ from the others. Where a setting helps: {first}, or "
        f"{second}. Where numbers are needed, start from ones like {numbers}."
    )


def _examples(exercises: Iterable[Exercise]) -> str:
    shown = [f"Question: {one.question}\nSolution: {one.solution}" for one in list(exercises)[:MAX_EXAMPLES]]
    return "\n\n".join(shown)


def _line(skill: Skill) -> str:
    return f"- {skill.name}" + (f": {skill.description}" if skill.description else "")


def _plain(name: str) -> str:
    return re.sub(r"\W+", " ", name).strip().lower()
