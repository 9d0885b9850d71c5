"""The writing of the course in the report: what was requested, accepted and rejected; and leakage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from tutelage.exams import leakage
from tutelage.grading.identity import question_key
from tutelage.records import Account, Exercise, Interval, Rejected, RequestKind, RunRecord

KINDS = {
    "lesson": "Textbook sections",
    "rewrite": "Rewrites of passages",
    "course": "Course exercises",
    "misconceptions": "Constructed errors",
    "exam": "Exam questions",
    "development": "Development exam",
    "probe": "Probe questions",
    "similar": "Similar exercises",
    "composed": "Composed exercises",
    "solve": "Trial of the solver",
    "judge": "Trial of the judge",
}
PER_REASON = 2
MAX_REJECTED = 12
MAX_TEXT = 700
"""Characters of a rejected text that are shown."""
SHORTEST_KEY = 10
"""A shorter question is searched in the textbook with its spaces only."""


class AccountRow(NamedTuple):
    """Accounts, summed. `asked = accepted + missing + nothing_new`, `drafts = accepted + sum(rejected)`."""

    kind: str
    skill: str
    asked: int
    accepted: int
    missing: int
    nothing_new: int
    """See `Account.nothing_new`."""
    drafts: int
    rejected: dict[str, int]
    failures: dict[str, int]
    noted: dict[str, int]
    tokens: int
    usd: float

    @property
    def failed(self) -> int:
        """Drafts that were requested and never arrived."""
        return sum(self.failures.values())

    @property
    def cost(self) -> str:
        """Tokens, and dollars where the recipe has prices."""
        return f"{self.tokens:,} tokens" + (f", ${self.usd:.4f}" if self.usd else "") if self.tokens else ""

    @property
    def balanced(self) -> bool:
        """Whether every draft was either accepted, or rejected with a reason."""
        return self.drafts == self.accepted + sum(self.rejected.values())


class CopiedQuestion(NamedTuple):
    """An exam question that is also in the student's training text."""

    question: str
    where: str


def row_kind(account: Account | Rejected) -> str:
    """Which of `KINDS` an account or a refused draft belongs to."""
    if account.kind is RequestKind.EXERCISES:
        return account.origin.value
    return account.kind.value


def rows_by_kind(accounts: Iterable[Account]) -> tuple[AccountRow, ...]:
    """One row for every kind that was requested."""
    groups: dict[str, list[Account]] = {kind: [] for kind in KINDS}
    for account in accounts:
        groups[row_kind(account)].append(account)
    return tuple(_total(KINDS[kind], "", group) for kind, group in groups.items() if group)


def rows_by_skill(run: RunRecord, accounts: Iterable[Account]) -> tuple[AccountRow, ...]:
    """One row for every skill and kind, in teaching order."""
    names = {skill.id: skill.name for skill in run.graph.skills}
    order = [*names, *(account.skill for account in accounts if account.skill not in names)]
    groups: dict[tuple[str, str], list[Account]] = {(skill, kind): [] for skill in order for kind in KINDS}
    for account in accounts:
        groups[account.skill, row_kind(account)].append(account)
    return tuple(_total(KINDS[kind], names.get(s, s), group) for (s, kind), group in groups.items() if group)


def rows_with_missing(accounts: Iterable[Account]) -> tuple[AccountRow, ...]:
    """One row for every kind and skill, by its id, of which less was written than was asked for."""
    groups: dict[tuple[str, str], list[Account]] = {}
    for account in accounts:
        groups.setdefault((account.skill, row_kind(account)), []).append(account)
    rows = (_total(KINDS[kind], skill, group) for (skill, kind), group in groups.items())
    return tuple(row for row in rows if row.missing)


def account_total(accounts: Iterable[Account]) -> AccountRow:
    """Everything in one row."""
    return _total("All", "", list(accounts))


def _total(kind: str, skill: str, accounts: Sequence[Account]) -> AccountRow:
    rejected: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    noted: Counter[str] = Counter()
    for account in accounts:
        rejected.update(account.rejected)
        failures.update(account.failures)
        noted.update(account.noted)
    return AccountRow(
        kind=kind,
        skill=skill,
        asked=sum(account.asked for account in accounts),
        accepted=sum(account.accepted for account in accounts),
        missing=sum(account.missing for account in accounts),
        nothing_new=sum(account.nothing_new for account in accounts),
        drafts=sum(account.drafts for account in accounts),
        rejected=dict(rejected),
        failures=dict(failures),
        noted=dict(noted),
        tokens=sum(account.tokens for account in accounts),
        usd=sum(account.usd for account in accounts),
    )


def rejected_examples(run: RunRecord) -> tuple[Rejected, ...]:
    """A few rejected drafts for every reason, their texts shortened."""
    later = [item for round_ in run.rounds if round_.adapted for item in round_.adapted.rejected]
    shown: list[Rejected] = []
    seen: Counter[str] = Counter()
    for item in (*run.course.rejected, *later):
        seen[item.reason] += 1
        if seen[item.reason] <= PER_REASON and len(shown) < MAX_REJECTED:
            text = item.text if len(item.text) <= MAX_TEXT else item.text[:MAX_TEXT] + " …"
            shown.append(item.model_copy(update={"text": text}))
    return tuple(shown)


class LeakageRow(NamedTuple):
    """How many questions of an exam or a benchmark have parts in the training text."""

    name: str
    questions: int
    repeated: int
    overlap: int
    numbers: int


def leakage_rows(run: RunRecord) -> tuple[LeakageRow, ...]:
    """One row for the exam and for each benchmark."""
    return tuple(
        LeakageRow(
            record.name,
            record.questions,
            *(sum(touched.kind == kind for touched in record.touched) for kind in leakage.BY_SEVERITY),
        )
        for record in run.leakage
    )


def clean_scores(run: RunRecord) -> list[tuple[str, Interval]]:
    """The last evaluation's score with and without the questions that have parts in the training text."""
    if not run.leakage or not run.evaluations:
        return []
    names = ("All questions", "Without repeated and overlapping", "Without those with other numbers too")
    found = leakage.scores_without_leaks(list(run.evaluations.values())[-1].scores, run.leakage[0])
    return list(zip(names, found, strict=True))


def find_copies(run: RunRecord) -> tuple[CopiedQuestion, ...]:
    """Exam questions that are in a training set or in the textbook: there should be none.

    The training sets of all rounds, the constructed errors and all exercises written later count. Two questions are
    the same if their `question_key` is.
    """
    origins: dict[str, str] = {}
    seen: set[str] = set()
    for where, exercise in _trained_on(run):
        if exercise.id not in seen:
            seen.add(exercise.id)
            origins.setdefault(question_key(exercise.question), where)
    lessons = run.course.lessons
    plain_pages = Passages([_plain(lesson.text) for lesson in lessons])
    key_pages = Passages([question_key(lesson.text) for lesson in lessons])
    found = []
    for exercise in run.course.exam:
        plain, key = _plain(exercise.question), question_key(exercise.question)
        sections = [at for at in plain_pages.holding(plain) if _has_words(plain_pages.texts[at], plain)]
        sections += [at for at in key_pages.holding(key) if _has_key(key_pages.texts[at], key)]
        where = origins.get(key) or (f"textbook section '{lessons[min(sections)].title}'" if sections else "")
        if where:
            found.append(CopiedQuestion(exercise.question, where))
    return tuple(found)


class Passages:
    """Finds which of many texts contain a part: hashes of short pieces at every few letters give the candidates."""

    PIECE, STRIDE = 12, 6

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        ends = [max(0, len(text) - self.PIECE + 1) for text in texts]
        hashes = [
            hash(t[at : at + self.PIECE])
            for t, end in zip(texts, ends, strict=True)
            for at in range(0, end, self.STRIDE)
        ]
        owners = [number for number, end in enumerate(ends) for _ in range(0, end, self.STRIDE)]
        order = np.argsort(np.array(hashes, dtype=np.int64), kind="stable")
        self._hashes = np.array(hashes, dtype=np.int64)[order]
        self._owners = np.array(owners, dtype=np.int64)[order]

    def holding(self, part: str) -> list[int]:
        """Numbers of the texts that hold it, in order."""
        candidates: Iterable[int] = range(len(self.texts))
        if len(part) >= self.PIECE + self.STRIDE - 1:
            # Wherever the part is, one of its first pieces begins where a hashed piece of the text does.
            wanted = np.array([hash(part[at : at + self.PIECE]) for at in range(self.STRIDE)], dtype=np.int64)
            bounds = zip(
                np.searchsorted(self._hashes, wanted), np.searchsorted(self._hashes, wanted, "right"), strict=True
            )
            candidates = sorted({int(owner) for low, high in bounds for owner in self._owners[low:high]})
        return [number for number in candidates if part in self.texts[number]]


def _trained_on(run: RunRecord) -> Iterable[tuple[str, Exercise]]:
    for round_ in run.rounds:
        for item in round_.training_set:
            yield f"training set of round {round_.number}", item.exercise
        for exercise in round_.adapted.exercises if round_.adapted else ():
            yield f"exercises written after round {round_.number}", exercise
    for exercise in run.course.exercises:
        yield "course exercises", exercise
    for exercise in run.course.misconceptions:
        yield "constructed errors", exercise


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .?!")


def _has_words(text: str, part: str) -> bool:
    """Whether `part` is in `text` as whole words: `2 + 3` is not in `12 + 34`."""
    return part in text and bool(part) and bool(re.search(rf"(?<![\w.^]){re.escape(part)}(?![\w^]|\.\d)", text))


def _has_key(text: str, key: str) -> bool:
    """The same for keys, which have no spaces: numbers must be whole, and a short key does not count."""
    return len(key) >= SHORTEST_KEY and key in text and bool(re.search(rf"(?<!\d){re.escape(key)}(?!\d|\.\d)", text))
