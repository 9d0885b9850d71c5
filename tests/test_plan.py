"""Order, weights as presentations, packing in order, epochs that end with a step: pure functions."""

from __future__ import annotations

from collections import Counter
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutelage.student.encoding import Presentation
from tutelage.training import plan
from tutelage.training.plan import Layout, Order

IDS = [f"e{i}" for i in range(10)]
LENGTHS = {id_: 3 + i % 4 for i, id_ in enumerate(IDS)}


def epochs(order: Order, number: int, presentations: dict[str, float] | None = None) -> list[list[str]]:
    return [
        [v.example for v in group] for group in islice(plan.arrange_epochs(IDS, order, presentations, seed=7), number)
    ]


def test_given_order_is_that_of_the_data_set_in_every_epoch() -> None:
    assert epochs("given", 3) == [IDS] * 3


def test_shuffled_order_is_another_in_every_epoch_and_the_same_for_a_seed() -> None:
    first, second = epochs("shuffled", 2)
    assert sorted(first) == sorted(second) == sorted(IDS)
    assert first != second
    assert first != IDS
    assert epochs("shuffled", 2) == [first, second]


def test_explicit_orders() -> None:
    assert epochs(["e3", "e1"], 2) == [["e3", "e1"]] * 2
    assert epochs([["e3"], ["e1", "e2", "e1"]], 5) == [["e3"], ["e1", "e2", "e1"]]
    crossing = [Presentation(1, "e2"), Presentation(2, "e2", "leap")]
    assert list(plan.arrange_epochs(IDS, crossing, None, seed=0)) == [crossing]


@pytest.mark.parametrize("order", [["e1", "nobody"], [["e1"], ["nobody"]], [Presentation(1, "nobody")], [], "sorted"])
def test_order_of_unknown_examples_is_refused(order: Order) -> None:
    with pytest.raises(ValueError, match=r"nobody|empty|sorted"):
        epochs(order, 2)


@given(st.lists(st.floats(0, 3), min_size=10, max_size=10), st.integers(1, 6))
def test_presentations_follow_the_weights_to_within_one(shares: list[float], number: int) -> None:
    shown = Counter(id_ for epoch in epochs("shuffled", number, dict(zip(IDS, shares, strict=True))) for id_ in epoch)
    for id_, share in zip(IDS, shares, strict=True):
        assert abs(shown[id_] - share * number) <= 1 + 1e-6


def test_second_presentation_of_an_epoch_stands_in_a_second_pass() -> None:
    assert epochs("given", 1, dict.fromkeys(IDS, 1.0) | {"e0": 2.0, "e1": 0.0}) == [
        [i for i in IDS if i != "e1"] + ["e0"]
    ]


def test_presentations_with_an_explicit_order_are_refused() -> None:
    with pytest.raises(ValueError, match="leave presentations_column out"):
        epochs(["e1"], 1, dict.fromkeys(IDS, 1.0))


@given(st.lists(st.integers(1, 12), max_size=40), st.integers(12, 30))
def test_packing_keeps_the_order_and_the_capacity(lengths: list[int], capacity: int) -> None:
    rows = plan.ConsecutiveRanges(plan.pack(lengths, capacity))
    assert [i for row in rows for i in row] == list(range(len(lengths)))
    assert all(sum(lengths[i] for i in row) <= capacity for row in rows)
    for row, after in pairwise(rows):
        assert sum(lengths[i] for i in row) + lengths[after.start] > capacity, "the next one would have fitted"


def test_spans_follow_one_another() -> None:
    spans = plan.ConsecutiveRanges([2, 0, 1])
    assert list(spans) == [range(2), range(0), range(2, 3)]
    assert (spans[-1], spans[1:]) == (range(2, 3), [range(0), range(2, 3)])
    spans.extend([3])
    assert spans[3] == range(3, 6)
    with pytest.raises(IndexError):
        spans[4]


def test_epochs_end_with_a_step_and_rows_fill_the_last_batches() -> None:
    made = plan.plan_rows(plan.arrange_epochs(IDS, "given", None, 0), LENGTHS, Layout(step=4, last=2), number=2)
    assert [len(row) for row in made.rows] == [1] * 10 + [0] * 2 + [1] * 10
    assert made.ends == [3, 6]
    assert [v.example for v in made.presentations] == IDS * 2
    many = plan.plan_rows(plan.arrange_epochs(IDS[:3], "given", None, 0), LENGTHS, Layout(step=8, last=4), number=1)
    assert [len(row) for row in many.rows] == [1, 1, 1, 0]


def test_presentations_run_across_epoch_ends() -> None:
    order = [Presentation(epoch, id_) for epoch in (1, 2) for id_ in IDS]
    made = plan.plan_rows(plan.arrange_epochs(IDS, order, None, 0), LENGTHS, Layout(step=4, last=1), number=None)
    assert [len(row) for row in made.rows] == [1] * 20
    assert made.ends == [5]


def test_steps_say_how_many_epochs_are_laid_out() -> None:
    made = plan.plan_rows(
        plan.arrange_epochs(IDS, "given", None, 0), LENGTHS, Layout(step=4, last=1), number=1, steps=7
    )
    assert made.ends == [3, 6, 9]
    with pytest.raises(ValueError, match="only 3 steps"):
        plan.plan_rows(plan.arrange_epochs(IDS, [IDS], None, 0), LENGTHS, Layout(step=4, last=1), number=None, steps=7)


def test_what_was_left_out_is_skipped_and_nothing_left_is_an_error() -> None:
    made = plan.plan_rows(plan.arrange_epochs(IDS, "given", None, 0), {"e4": 3}, Layout(step=1, last=1), number=2)
    assert made.presentations == [Presentation(1, "e4"), Presentation(2, "e4")]
    for steps in (-1, 5):
        with pytest.raises(ValueError, match="nothing to train on"):
            plan.plan_rows(
                plan.arrange_epochs(IDS, "given", None, 0), {}, Layout(step=1, last=1), number=2, steps=steps
            )


def test_ids_must_be_there_and_unique() -> None:
    assert plan.check_ids([1, 2, 30], "id") == ["1", "2", "30"]
    with pytest.raises(ValueError, match=r"2 ids in column 'key' .*'a', 'b'; .*running number"):
        plan.check_ids(["a", "b", "a", "b", "b"], "key")
    with pytest.raises(ValueError, match="belong to more than one"):
        plan.check_ids([1, "1"], "id")
    with pytest.raises(ValueError, match="2 examples have no id in column 'id', the first in row 1"):
        plan.check_ids(["a", None, ""], "id")


@pytest.mark.parametrize("wrong", [None, -1.0, float("nan"), float("inf")])
def test_weights_are_numbers_from_zero_on(wrong: float | None) -> None:
    assert plan.check_weights([0, 1.5], "w") == [0.0, 1.5]
    with pytest.raises(ValueError, match=r"column 'w' has .* in row 1"):
        plan.check_weights([1.0, wrong], "w")
