"""A review under way: the items of a draft, what was decided about them, and new decisions, kept at once.

The page and the table are two views of it; several of them, in several processes, may be open at the same time.
"""

from __future__ import annotations

import getpass
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from tutelage.config import Recipe, ReviewedStage
from tutelage.course.verification import Verdict
from tutelage.errors import Outdated, ReviewError, SyllabusError
from tutelage.records import Course, Exercise, Lesson, Passage, ReviewAction, ReviewDecision, SkillGraph
from tutelage.review.applying import apply_to_graph
from tutelage.review.checking import ADVICE, Basis, EditChecker, rules_of
from tutelage.review.fields import (
    MAY_BE_EMPTY,
    PARTS,
    Draft,
    Kind,
    draft_of_lesson,
    draft_of_rewrite,
    edited_exercise,
    edited_lesson,
)
from tutelage.review.items import Item, items_of_course, items_of_graph
from tutelage.storage import open_run, stages
from tutelage.storage.reviews import DECISIONS, Standing, add_decisions, awaiting, is_finished, read_decisions, standing
from tutelage.storage.store import result_digest


class Choice(NamedTuple):
    """What a person wants to be done about an item."""

    key: str
    action: ReviewAction
    changes: Mapping[str, str] = {}
    reason: str = ""
    insist: bool = False


class Review:
    """The review of one stage of a run: of the first that waits for it, or else of the last that was drafted.

    Raises `RunError` if there is no run, `ReviewError` if there is nothing in it to review.
    """

    def __init__(self, run: Path, stage: str = "", by: str = "") -> None:
        self.run, self.recipe = run, open_run.recipe_of(run)
        self.by = by or _login()
        self.stage: ReviewedStage = self._choose(self.recipe, stage)
        draft = stages.DRAFTS[self.stage].read(run)
        self.digest = result_digest(run / stages.DRAFTS[self.stage].name)
        documents = stages.DOCUMENTS.read(run) if stages.DOCUMENTS.done(run) else None
        self.passages: Mapping[str, Passage] = documents.by_id if documents else {}
        self.graph: SkillGraph = draft if isinstance(draft, SkillGraph) else stages.GRAPH.read(run)
        self.course: Course | None = draft if isinstance(draft, Course) else None
        found = (
            items_of_course(self.course, self.graph, self.passages)
            if self.course
            else items_of_graph(self.graph, self.passages)
        )
        self.items: dict[str, Item] = {item.draft.key: item for item in found}
        self.lock = threading.RLock()
        self._read: tuple[int, tuple[ReviewDecision, ...]] = (-1, ())

    def _choose(self, recipe: Recipe, wanted: str) -> ReviewedStage:
        after = sorted(recipe.review.after, key=list(stages.DRAFTS).index)
        if not after:
            raise ReviewError(f"the recipe of {self.run} asks for no review: add 'review: {{after: [course]}}' to it")
        if wanted and wanted not in after:
            raise ReviewError(f"the recipe of {self.run} asks for no review of '{wanted}': choose {' or '.join(after)}")
        drafted = [one for one in after if stages.DRAFTS[one].done(self.run) and wanted in ("", one)]
        waiting = awaiting(self.run, recipe)
        if not drafted:
            first = f"the {waiting} waits for your review: tutelage review {self.run}" if waiting else "run its recipe"
            raise ReviewError(f"the {wanted or after[0]} of {self.run} is not drafted yet: {first}")
        return next((one for one in drafted if one == waiting), drafted[-1])

    def decisions(self) -> Standing:
        """The decisions that count, of this text of each item."""
        found = standing(self.log(), self.stage)
        return {
            key: one for key, one in found.items() if key in self.items and self.items[key].draft.version == one.version
        }

    @property
    def undecided(self) -> dict[str, Item]:
        """The items that are open."""
        decided = self.decisions()
        return {key: item for key, item in self.items.items() if key not in decided}

    def log(self) -> tuple[ReviewDecision, ...]:
        """All decisions about this stage, in the order in which they were made."""
        path = self.run / DECISIONS
        size = path.stat().st_size if path.exists() else 0  # the file only grows
        if self._read[0] != size:
            self._read = (size, tuple(one for one in read_decisions(self.run) if one.stage == self.stage))
        return self._read[1]

    @property
    def finished(self) -> bool:
        """Whether this draft's review was ended."""
        return is_finished(self.log(), self.stage, self.digest)

    @property
    def applied(self) -> bool:
        """Whether the run has gone on already: a decision makes it do later stages again."""
        return (stages.GRAPH if self.stage == stages.GRAPH.name else stages.COURSE).done(self.run)

    def fault(self, choice: Choice) -> Verdict:
        """What the checks that need no teacher say against an edit."""
        item = self.items.get(choice.key)
        if item is None:
            return Verdict("no such item")
        if unknown := choice.changes.keys() - item.draft.fields.keys():
            return Verdict(f"no field '{min(unknown)}'")
        if choice.action is not ReviewAction.EDIT:
            return Verdict()
        changes = {name: text for name, text in choice.changes.items() if text != item.draft.fields[name]}
        if not changes:
            return Verdict("nothing is changed")
        try:
            verdict = self._fault(item.draft, changes, insist=choice.insist)
            return verdict._replace(detail=verdict.detail or ADVICE.get(verdict.reason, ""))
        except ValueError as error:
            return Verdict(" ".join(str(error).split())[:300])

    def _fault(self, draft: Draft, changes: Mapping[str, str], *, insist: bool) -> Verdict:
        if empty := [name for name, text in changes.items() if not text.strip() and name not in MAY_BE_EMPTY]:
            return Verdict(f"'{empty[0]}' is empty")
        if self.course is None:
            return self._fault_in_graph(draft, changes)
        before = self._originals[draft.key]
        if draft.kind is Kind.SECTION:
            assert isinstance(before, Lesson)
            return self.checker.section(before, edited_lesson(before, changes), insist=insist)
        if draft.kind is Kind.REWRITE:
            assert isinstance(before, Lesson)
            return self.checker.rewrite(before, changes["text"], insist=insist)
        assert isinstance(before, Exercise)
        edited = edited_exercise(before, changes)
        verdict = self.checker.exercise(draft.kind, before, edited, insist=insist)
        if not verdict.reason:
            self.checker.put_back(draft.kind, before, edited)
        return verdict

    def _fault_in_graph(self, draft: Draft, changes: Mapping[str, str]) -> Verdict:
        """The graph with this edit and all that was decided must be one."""
        trial = ReviewDecision(
            stage="graph", item=draft.key, version=draft.version, action=ReviewAction.EDIT, changes=dict(changes)
        )
        try:
            apply_to_graph(self.graph, {**self.decisions(), draft.key: trial})
        except SyllabusError as error:
            return Verdict(str(error))
        return Verdict()

    def decide(self, choice: Choice, seen: int | None = None) -> Verdict:
        """Keep a decision, unless a check speaks against an edit: then why. `seen` is how many decisions there were
        when the person last looked; raises `Outdated` if one about this item has been added since, and without `seen`
        if the item is decided."""
        with self.lock:
            if seen is None and choice.key in self.decisions():
                raise Outdated(f"{choice.key} is decided already: to decide again, say seen=len(review.log())")
            if seen is not None and any(one.item == choice.key for one in self.log()[seen:]):
                raise Outdated("somebody has decided about this item in the meantime: look at it again")
            verdict = self.fault(choice)
            if not verdict.reason:
                add_decisions(self.run, [self._decision(choice)])
            return verdict

    def decide_all(self, choices: list[Choice]) -> None:
        """Keep several decisions, which have been checked."""
        with self.lock:
            add_decisions(self.run, [self._decision(choice) for choice in choices])

    def finish(self) -> None:
        """End the review: what is open stays as it was drafted. Raises `SyllabusError` if what was decided is no
        graph."""
        if self.course is None:
            apply_to_graph(self.graph, self.decisions())
        end = ReviewDecision(
            stage=self.stage,
            item=self.digest,
            action=ReviewAction.FINISH,
            by=self.by,
            at=_now(),
        )
        add_decisions(self.run, [end])

    def _decision(self, choice: Choice) -> ReviewDecision:
        draft = self.items[choice.key].draft
        edits = choice.action is ReviewAction.EDIT
        changes = {name: text for name, text in choice.changes.items() if edits and text != draft.fields[name]}
        return ReviewDecision(
            stage=self.stage,
            item=choice.key,
            version=draft.version,
            action=choice.action,
            changes=changes,
            insist=choice.insist and edits,
            reason=choice.reason.strip()[:2000],
            by=self.by,
            at=_now(),
        )

    @cached_property
    def checker(self) -> EditChecker:
        """Made when the first edit comes: it indexes all questions."""
        assert self.course is not None
        rules = rules_of(self.recipe, self.graph, self.course, self.passages)
        return EditChecker(Basis(self.graph, self.course, rules, self.passages, self.recipe.course.language))

    @cached_property
    def _originals(self) -> dict[str, Lesson | Exercise]:
        """The records of a course, by the keys of their items; of a rewrite, the section that it belongs to."""
        assert self.course is not None
        found: dict[str, Lesson | Exercise] = {}
        for lesson in self.course.lessons:
            found[draft_of_lesson(lesson).key] = lesson
            found |= {draft_of_rewrite(lesson, text).key: lesson for text in lesson.rewrites}
        for kind, part in PARTS.items():
            found |= {f"{kind}:{exercise.id}": exercise for exercise in getattr(self.course, part)}
        return found


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _login() -> str:
    try:
        return getpass.getuser()[:100]
    except (OSError, KeyError, ImportError):
        return "somebody"
