"""Answers as a witness of errors, beside margins: what a student says that has not practised an example. Pure.

Self-consistency (Wang et al., arXiv:2203.11171) held against the key: where samples agree on an answer, it is likely to
be right, and an example with another one is suspect.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tutelage.dynamics.statistics import Numbers
from tutelage.grading import is_right
from tutelage.grading.choices import chosen
from tutelage.records import Exercise, Score


class Agreement(NamedTuple):
    """What several replies to one question say, as shares of all of them. Those without an answer are in neither."""

    key: float
    """That the answer is the example's own."""
    other: float
    """The most common other answer."""
    answer: str
    """That answer, as it was first given; empty if there is none."""


def agreement(question: Exercise, replies: Sequence[Score]) -> Agreement:
    """What the marked replies to a question say. Other answers are the same if one would be right were the other the
    key. Raises `ValueError` if there is no reply."""
    if not replies:
        raise ValueError("no reply to compare")
    others = [reply.answer for reply in replies if not reply.correct]
    if question.choices:
        others = [chosen(given, question.choices) for given in others]
    groups: list[list[str]] = []
    for given in filter(None, others):
        same = next((group for group in groups if given in group or _same(given, group[0], question)), None)
        if same is None:
            groups.append([given])
        else:
            same.append(given)
    most = max(groups, key=len, default=[])
    total = len(replies)
    return Agreement(sum(reply.correct for reply in replies) / total, len(most) / total, most[0] if most else "")


def _same(given: str, first: str, question: Exercise) -> bool:
    return is_right(given, question.model_copy(update={"answer": first, "accepted": ()}))


def against(found: Sequence[Agreement]) -> Numbers:
    """How far the replies speak against each of the examples: from -1, all say what it says, to at most 1, all say the
    same other thing.

    Another answer counts only if the example's own is more often the most common one than another is. Students that can
    solve little agree on wrong answers, too; then only what they confirm says something (measured in docs/LOG.md).
    """
    key, other = (np.array([each[side] for each in found]) for side in (0, 1))
    return np.asarray(other - key if np.sum(key > other) > np.sum(other > key) else -key)


def joined(*witnesses: Numbers) -> Numbers:
    """The mean of the ranks that witnesses give the examples, from 0 to 1, the most suspect highest. Equal scores share
    a rank; where a witness has no score (NaN), it gives the rank in the middle.

    A mean of ranks needs no weights, and both witnesses to speak for the top.
    """
    return np.asarray(np.mean([_ranks(scores) for scores in witnesses], axis=0))


def _ranks(scores: Numbers) -> Numbers:
    known = np.sort(scores[~np.isnan(scores)])
    ranks = np.full(len(scores), 0.5)
    if len(known):
        places = np.searchsorted(known, scores, "left") + np.searchsorted(known, scores, "right")
        ranks = np.where(np.isnan(scores), 0.5, places / (2 * len(known)))
    return ranks
