"""From a request to the prompt's text: what a language model has to know about the skill and what came before."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tutelage.records import Exercise, Request, RequestKind, Skill, SkillGraph
from tutelage.seeds import rng
from tutelage.teacher.forms import Form
from tutelage.teacher.prompting import Prompts

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

    def known_skills(self, names: Iterable[str], asked: tuple[str, ...]) -> tuple[str, ...]:
        """Ids of the skills that an exercise names, those asked for included, in teaching order. Names of no skill,
        and of skills that are taught later, are passed over."""
        found = {self.by_name[_plain(name)] for name in names if _plain(name) in self.by_name}
        below = set(asked) | {skill for one in asked for skill in self._below(one)}
        return tuple(sorted((found & below) | set(asked), key=lambda skill: self.place[skill]))

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
        return "\n".join(_line(self.skills[need]) for need in sorted(self.needs[skill], key=self.place.__getitem__))

    def _taught(self, skill: str) -> str:
        """Names of what lies below the direct prerequisites, the nearest ones if there are many."""
        below = self._below(skill) - set(self.needs[skill])
        nearest = sorted(below, key=self.place.__getitem__)[-MAX_TAUGHT:]
        return ", ".join(self.skills[one].name for one in nearest)

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
