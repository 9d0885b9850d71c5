"""Decide from the categories of a round what changes in the training set. Pure.

- Flagged as an error: checked again before anything is dropped (`verdicts`); what turns out right is kept.
- Mastered: seen less often (`easy_weight`), and pairs of mastered skills are composed into exercises that need both.
  Mastered is what the student would say itself, or, with `mastery: relative`, the paper's category easy.
- New exercises go to the skills that the recipe's target chooses (`targets`), by default those in need.
- Hard and ambiguous: kept as they are. Constructed errors are no longer needed, and are removed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from math import floor, isfinite
from numbers import Real

from tutelage.adaptation import targets
from tutelage.adaptation.findings import Findings
from tutelage.config import TARGETS, AdaptConfig
from tutelage.records import (
    Action,
    Category,
    Change,
    Classified,
    ComposedRequest,
    SimilarRequest,
    SkillGraph,
    content_id,
)
from tutelage.seeds import derive, rng

PARENTS = 3
"""Hard examples in a request for similar ones."""
DIFFICULTIES = 3
"""How many levels of difficulty there are."""


def decide_changes(
    graph: SkillGraph,
    findings: Findings,
    combinable: Iterable[tuple[str, str]],
    config: AdaptConfig,
    *,
    new: int,
    seed: int,
) -> list[Change]:
    """All changes after a round. `combinable` are the pairs of skills, lower first, that the teacher can combine in an
    exercise; `new` is the total number of exercises to ask for."""
    composed = _ask_composed(findings, combinable, round(new * config.composed_share), config, seed)
    rest = new - len(composed)
    return [
        *_decide_examples(findings, config),
        *_ask_for_more(graph, findings, rest, config, seed),
        *composed,
    ]


def split_shares(need: Mapping[str, float], total: int, cap: float) -> dict[str, int]:
    """Split `total` in proportion to `need`, with no part above `cap * total` as long as others can take more.

    By largest remainders; ties go to the first in the mapping. Needs of zero or less get nothing.
    """
    most = max(1, floor(cap * total))
    open_needs = {key: value for key, value in need.items() if value > 0}
    result: dict[str, int] = dict.fromkeys(open_needs, 0)
    left = total
    while left > 0 and open_needs:
        scale = left / sum(open_needs.values())
        full = [key for key, value in open_needs.items() if value * scale >= most]
        if not full:
            parts = {key: value * scale for key, value in open_needs.items()}
            result |= {key: floor(part) for key, part in parts.items()}
            rest = left - sum(floor(part) for part in parts.values())
            by_remainder = sorted(parts, key=lambda key: floor(parts[key]) - parts[key])
            for key in by_remainder[:rest]:
                result[key] += 1
            break
        for key in full[: max(1, left // most)]:
            result[key] = min(most, left)
            left -= result[key]
            del open_needs[key]
    return {key: count for key, count in result.items() if count}


def _decide_examples(findings: Findings, config: AdaptConfig) -> list[Change]:
    changes = []
    mastered = findings.mastered()
    for item in findings.categories:
        weight = None
        if item.constructed:
            action, reason = Action.RETIRE, "a constructed error: measured, now taken out"
        elif item.category is Category.ERROR and (
            config.drop == "none" or findings.verdicts.get(item.example, False) is None
        ):
            continue  # where nobody can check it, its loss alone is no reason to drop it
        elif item.category is Category.ERROR and config.drop == "flagged":
            action, reason = Action.DROP, f"loss {item.mean:.2f} like an error's; not checked"
        elif item.category is Category.ERROR and not findings.verdicts.get(item.example, False):
            action, reason = Action.DROP, f"loss {item.mean:.2f} like an error's, and the check agrees"
        elif item.category is Category.ERROR:
            action, reason = Action.RESTORE, f"loss {item.mean:.2f} like an error's, but checked: right"
        elif config.easy_weight < 1 and _is_easy(item, findings, mastered, config):
            easy = "easy" if config.mastery == "relative" else "mastered"
            action, weight, reason = Action.WEIGHT, config.easy_weight, f"{easy}: loss {item.mean:.2f}"
        else:
            continue
        changes.append(
            Change(
                round=findings.round,
                action=action,
                skill=item.skill,
                example=item.example,
                weight=weight,
                reason=reason,
            )
        )
    return changes


def _is_easy(item: Classified, findings: Findings, mastered: frozenset[str], config: AdaptConfig) -> bool:
    """Whether an example that is no error needs to be seen less often."""
    if config.mastery == "relative":
        return item.category is Category.EASY
    return item.skill in mastered and findings.is_known(item.example)


def _ask_for_more(graph: SkillGraph, findings: Findings, total: int, config: AdaptConfig, seed: int) -> list[Change]:
    target = targets.find_target(config.target)
    with TARGETS.using(config.target):
        due = target.due(findings)
        if fault := _fault_of_due(due, {skill.id for skill in graph.skills}):
            raise TARGETS.misused(config.target, fault)
        reasons = {skill: target.reason.format(figure) for skill, figure in due.items()}
    difficulties: dict[str, set[int]] = {}
    hardest: dict[str, list[tuple[float, str]]] = {}
    for item in findings.good():
        known = difficulties.setdefault(item.skill, set())
        if len(known) < DIFFICULTIES:  # only then: an exercise may have to be read from its file
            known.add(findings.exercises[item.example].difficulty)
        so_far = hardest.setdefault(item.skill, [])
        so_far.append((-item.mean, item.example))
        so_far.sort()
        del so_far[PARENTS:]
    ordered = {skill.id: due[skill.id] for skill in graph.skills if skill.id in due}
    every = {level for known in difficulties.values() for level in known} or {1}
    changes = []
    for skill, count in split_shares(ordered, total, config.max_skill_share).items():
        request = SimilarRequest(
            id=content_id("req", str(seed), str(findings.round), "similar", skill),
            skill=skill,
            number=count,
            difficulties=tuple(sorted(difficulties.get(skill, every))),
            examples=tuple(findings.exercises[example] for _, example in hardest.get(skill, [])),
            seed=derive(seed, "similar", findings.round, skill),
        )
        added = Change(round=findings.round, action=Action.ADD, skill=skill, request=request, reason=reasons[skill])
        changes.append(added)
    return changes


def _fault_of_due(due: object, skills: Collection[str]) -> str:
    """What is wrong with what a target says is due."""
    if not isinstance(due, Mapping):
        return f"gives a {type(due).__name__}: a number for each skill is needed, as a dict"
    for skill, figure in due.items():
        if skill not in skills:
            return f"names a skill that is not in the graph: {skill!r}"
        if not isinstance(figure, Real) or not isfinite(figure):
            return f"gives the skill '{skill}' {figure!r}: a finite number is needed"
    return ""


def _ask_composed(
    findings: Findings, combinable: Iterable[tuple[str, str]], total: int, config: AdaptConfig, seed: int
) -> list[Change]:
    """One composed exercise for each of some pairs, drawn at random, of skills that are both mastered (or, by
    `mastery: relative`, have easy examples)."""
    mastered = findings.mastered()
    easiest: dict[str, tuple[float, str]] = {}
    for item in findings.good():
        if _is_easy(item, findings, mastered, config):
            found = (item.mean, item.example)
            easiest[item.skill] = min(found, easiest.get(item.skill, found))
    pairs = [pair for pair in combinable if pair[0] in easiest and pair[1] in easiest]
    rng(seed, "pairs", findings.round).shuffle(pairs)
    changes = []
    for lower, upper in pairs[:total]:
        request = ComposedRequest(
            id=content_id("req", str(seed), str(findings.round), "composed", lower, upper),
            lower=lower,
            skill=upper,
            examples=tuple(findings.exercises[easiest[skill][1]] for skill in (lower, upper)),
            seed=derive(seed, "composed", findings.round, lower, upper),
        )
        known = "easy" if config.mastery == "relative" else "mastered"
        reason = f"'{lower}' and '{upper}' are both {known}: now together"
        changes.append(Change(round=findings.round, action=Action.ADD, skill=upper, request=request, reason=reason))
    return changes
