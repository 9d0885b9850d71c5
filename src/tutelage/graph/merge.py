"""Merge what several sources say: the same skill under two names becomes one, and every decision is recorded.

Two skills are the same if they have the same id, the same normalised name, a name and its acronym, or names that differ
in the spelling of one long word. Two skills of one human syllabus are never merged: whoever wrote both meant both.
Other skills with similar names are listed for a person to look at.

The result does not depend on the order of the input, and merging it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from tutelage.errors import SyllabusError
from tutelage.graph import names
from tutelage.graph.decisions import Merge, NearMiss
from tutelage.graph.trust import RANK, join_duplicates
from tutelage.records import Edge, Skill

SIMILARITY = 0.9
"""Default of the least similarity of two names that differ in spelling."""
NEAR = 0.85
"""Default of the least similarity of a near miss."""

MergeReason = Literal["id", "name", "acronym", "spelling"]
_SimilarPair = tuple[float, str, str]
"""Similarity of two different normalised names, and the names."""


class MergedGraph(NamedTuple):
    """The merged graph, not yet checked for cycles, and every decision."""

    skills: list[Skill]
    edges: list[Edge]
    merges: list[Merge]
    near_misses: list[NearMiss]
    folded: list[Edge]
    """Edges whose two ends were merged into one skill."""


class _Link(NamedTuple):
    """A reason to merge two skills."""

    how: MergeReason
    score: float
    one: Skill
    other: Skill


def merge(
    skills: Iterable[Skill], edges: Iterable[Edge], *, similarity: float = SIMILARITY, near: float = NEAR
) -> MergedGraph:
    """Merge skills and edges of all sources.

    The name, the id and the position in the syllabus come from the most trusted source; all other names become aliases.
    Raises `ValueError` if one syllabus has the same id twice.
    """
    current = sorted(skills, key=_content)
    forms = {name: names.forms([name]) for skill in current for name in _names(skill)}
    similar = _similar(current, forms, min(near, similarity))
    merges: list[Merge] = []
    renamed: dict[str, str] = {}
    while True:
        clusters = _Clusters(current)
        for link in _links(current, forms, similar, similarity):
            clusters.join(link)
        if not clusters.merges:
            break
        merges += clusters.merges
        gone = [merge.merged for merge in clusters.merges]
        renamed = {old: clusters.merged_id(new) for old, new in [*renamed.items(), *zip(gone, gone, strict=True)]}
        current = sorted((_combine(members) for members in clusters.members()), key=_content)
    current.sort(key=lambda skill: (skill.position, *_content(skill)))
    numbered = [s if s.position == i else s.model_copy(update={"position": i}) for i, s in enumerate(current)]
    moved = [_move(edge, renamed) for edge in edges]
    return MergedGraph(
        skills=numbered,
        edges=sorted(join_duplicates(edge for edge, folded in moved if not folded), key=_ends),
        merges=merges,
        near_misses=_near_misses(numbered, forms, similar, near),
        folded=sorted(join_duplicates(edge for edge, folded in moved if folded), key=_ends),
    )


def near_misses(skills: Sequence[Skill], near: float = NEAR) -> list[NearMiss]:
    """Skills of one graph that may be the same."""
    forms = {name: names.forms([name]) for skill in skills for name in _names(skill)}
    similar = _similar(skills, forms, near)
    return _near_misses(skills, forms, similar, near)


def _similar(skills: Sequence[Skill], forms: Mapping[str, Sequence[str]], at_least: float) -> list[_SimilarPair]:
    """Similar names; none if all skills are of one syllabus, where they are never the same skill."""
    syllabi = {_syllabi(skill) for skill in skills}
    if len(syllabi) == 1 and frozenset() not in syllabi:
        return []
    return names.similar_pairs((text for found in forms.values() for text in found), at_least)


def _content(skill: Skill) -> tuple[object, ...]:
    """An order of skills that does not depend on the order of the input; the most trusted come first."""
    rest = skill.description, skill.unit, skill.aliases, skill.origins, skill.group, skill.level
    return RANK[skill.source], skill.position, skill.id, skill.name, *rest


def _ends(edge: Edge) -> tuple[str, str]:
    return edge.skill, edge.prerequisite


class _Clusters:
    """Union-find over skills that refuses to put two skills of one syllabus together."""

    def __init__(self, skills: Sequence[Skill]) -> None:
        self.skills = skills
        self.index = {id(skill): index for index, skill in enumerate(skills)}
        self.parent = list(range(len(skills)))
        self.syllabi = [_syllabi(skill) for skill in skills]
        self.merges: list[Merge] = []

    def root(self, index: int) -> int:
        while self.parent[index] != index:
            self.parent[index] = self.parent[self.parent[index]]
            index = self.parent[index]
        return index

    def join(self, link: _Link) -> None:
        low, high = sorted((self.root(self.index[id(link.one)]), self.root(self.index[id(link.other)])))
        if low == high:
            return
        if self.syllabi[low] & self.syllabi[high]:
            if link.how == "id":
                raise SyllabusError(f"one syllabus has the skill '{link.one.id}' twice: ids are unique")
            return
        self.parent[high] = low
        self.syllabi[low] |= self.syllabi[high]
        kept, gone = self.skills[low], self.skills[high]
        self.merges.append(
            Merge(kept=kept.id, merged=gone.id, names=(kept.name, gone.name), how=link.how, score=link.score)
        )

    def members(self) -> Iterable[list[Skill]]:
        """The skills of every cluster, the most trusted first."""
        found: dict[int, list[Skill]] = {}
        for index, skill in enumerate(self.skills):
            found.setdefault(self.root(index), []).append(skill)
        return found.values()

    def merged_id(self, skill_id: str) -> str:
        """The id that a skill has after this pass."""
        return self.skills[self.root(self._first[skill_id])].id

    @cached_property
    def _first(self) -> dict[str, int]:
        """Id -> the first skill that has it."""
        return {skill.id: index for index, skill in reversed(list(enumerate(self.skills)))}


def _syllabi(skill: Skill) -> frozenset[str]:
    """The human syllabi that name a skill."""
    return frozenset(skill.origins or ("",)) if skill.source == "syllabus" else frozenset()


def _names(skill: Skill) -> tuple[str, ...]:
    return (skill.name, *skill.aliases)


def _links(
    skills: Sequence[Skill], forms: Mapping[str, Sequence[str]], similar: Sequence[_SimilarPair], similarity: float
) -> Iterator[_Link]:
    """All reasons to merge, the strongest kind first."""
    first: dict[str, Skill] = {}
    for skill in skills:
        if first.setdefault(skill.id, skill) is not skill:
            yield _Link("id", 1.0, first[skill.id], skill)
    by_form = _by_form(skills, forms)
    for _, same in sorted(by_form.items()):
        for other in same[1:]:
            yield _Link("name", 1.0, same[0], other)
    yield from _acronyms(skills, by_form)
    for score, text, variant in similar:
        if score >= similarity and names.differ_in_spelling(text, variant):
            yield _Link("spelling", score, by_form[text][0], by_form[variant][0])


def _by_form(skills: Sequence[Skill], forms: Mapping[str, Sequence[str]]) -> dict[str, list[Skill]]:
    """Normalised name -> the skills that have it."""
    found: dict[str, list[Skill]] = {}
    for skill in skills:
        for text in dict.fromkeys(text for name in _names(skill) for text in forms[name]):
            found.setdefault(text, []).append(skill)
    return found


def _acronyms(skills: Sequence[Skill], by_form: Mapping[str, Sequence[Skill]]) -> Iterator[_Link]:
    """Names in capitals whose letters are the initials of exactly one other name."""
    short = [(name, skill) for skill in skills for name in _names(skill) if names.is_acronym(name)]
    wanted = {name for name, _ in short}
    full: dict[str, set[str]] = {}
    for name in sorted({name for skill in skills for name in _names(skill)} if wanted else ()):
        for letters in names.initials(names.split_acronym(name)[0]) & wanted:
            full.setdefault(letters, set()).add(names.form(name))
    for name, skill in short:
        if len(full.get(name, ())) == 1:
            yield _Link("acronym", 1.0, by_form[next(iter(full[name]))][0], skill)


def _combine(members: Sequence[Skill]) -> Skill:
    """One skill from several, the most trusted first."""
    if len(members) == 1:
        return members[0]
    first = members[0]
    every_name = {name for skill in members for name in _names(skill)}
    equals = [skill for skill in members if skill.source == first.source]
    return first.model_copy(
        update={
            "aliases": tuple(sorted(every_name - {first.name})),
            "description": next((skill.description for skill in members if skill.description), ""),
            "unit": next((skill.unit for skill in members if skill.unit), ""),
            "passages": tuple(dict.fromkeys(one for skill in members for one in skill.passages)),
            "group": next((skill.group for skill in members if skill.group), ""),
            "origins": tuple(sorted({origin for skill in equals for origin in skill.origins})),
        }
    )


def _move(edge: Edge, renamed: Mapping[str, str]) -> tuple[Edge, bool]:
    """The edge between the skills that its ends were merged into, and whether that is the same skill for both."""
    low, high = renamed.get(edge.prerequisite, edge.prerequisite), renamed.get(edge.skill, edge.skill)
    if (low, high) == (edge.prerequisite, edge.skill):
        return edge, False
    if low == high and edge.prerequisite != edge.skill:
        return edge, True
    return edge.model_copy(update={"prerequisite": low, "skill": high}), False


def _near_misses(
    skills: Sequence[Skill], forms: Mapping[str, Sequence[str]], similar: Sequence[_SimilarPair], near: float
) -> list[NearMiss]:
    """Similar skills that were not merged: the same name twice, and similar names of different sources."""
    by_form = _by_form(skills, forms)
    found: dict[tuple[str, str], NearMiss] = {}

    def add(one: Skill, other: Skill, score: float, why: str) -> None:
        low, high = sorted((one, other), key=lambda skill: skill.position)
        if low is not high:
            miss = NearMiss(skills=(low.id, high.id), names=(low.name, high.name), score=round(score, 3), why=why)
            found.setdefault((low.id, high.id), miss)

    for _, same in sorted(by_form.items()):
        for other in same[1:]:
            add(same[0], other, 1.0, "the same name twice in one syllabus")
    for score, text, variant in similar:
        one, other = by_form[text][0], by_form[variant][0]
        if score >= near and not _syllabi(one) & _syllabi(other):
            add(one, other, score, "the same words in another order" if score == 1 else "similar names")
    return list(found.values())
