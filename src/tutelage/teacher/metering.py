"""A teacher whose answers are counted by role: what writing, solving and judging each take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tutelage.config import Role
from tutelage.records import Charge, Reply, Request
from tutelage.teacher.protocol import DraftChecks, Teacher, answers


class Spent(NamedTuple):
    """What the answers of one role took."""

    calls: int = 0
    tokens: int = 0
    usd: float = 0.0


class Metered:
    """Passes requests on to a teacher, and counts in `spent` what they take."""

    def __init__(self, teacher: Teacher) -> None:
        self.teacher = teacher
        self.spent: dict[Role, Spent] = {}

    @property
    def checks(self) -> DraftChecks:
        """The teacher's."""
        return getattr(self.teacher, "checks", DraftChecks())

    def answer(self, requests: Sequence[Request]) -> Iterator[Reply | Charge]:
        """See `Teacher.answer`. A call is one charge, or a reply that costs something itself."""
        roles = {request.id: request.role for request in requests}
        replies = answers(self.teacher, requests)
        try:
            for reply in replies:
                if isinstance(reply, Charge) or reply.tokens:
                    role = roles[reply.request]
                    before = self.spent.get(role, Spent())
                    self.spent[role] = Spent(before.calls + 1, before.tokens + reply.tokens, before.usd + reply.usd)
                yield reply
        finally:
            # A teacher with calls in flight waits for them when nobody listens any longer.
            if close := getattr(replies, "close", None):
                close()

    def combinations(self, skills: Sequence[str]) -> Iterable[tuple[str, str]]:
        """The teacher's."""
        return self.teacher.combinations(skills)
