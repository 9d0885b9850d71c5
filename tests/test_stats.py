"""Statistics against scipy and statsmodels, by their properties, and at the edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats as scipy_stats
from statsmodels.stats.contingency_tables import mcnemar as statsmodels_mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from tutelage import stats

Numbers = NDArray[np.float64]
COUNTS = st.integers(0, 1500)
SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@given(COUNTS, COUNTS)
def test_wilson_is_that_of_statsmodels(right: int, wrong: int) -> None:
    if right + wrong == 0:
        return
    found = stats.wilson(right, right + wrong)
    low, high = proportion_confint(right, right + wrong, method="wilson")
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


@given(COUNTS, COUNTS)
def test_exact_mcnemar_is_that_of_statsmodels_and_scipy(gained: int, lost: int) -> None:
    theirs = statsmodels_mcnemar([[5, gained], [lost, 7]], exact=True).pvalue
    assert stats.mcnemar(gained, lost) == pytest.approx(theirs, rel=1e-9, abs=1e-15)
    assert stats.mcnemar(gained, lost) == stats.mcnemar(lost, gained) == stats.sign_test(gained, lost)
    if gained + lost:
        theirs = scipy_stats.binomtest(gained, gained + lost).pvalue
        assert stats.sign_test(gained, lost) == pytest.approx(theirs, rel=1e-9, abs=1e-15)


@given(st.integers(0, 1500), st.integers(0, 1500))
def test_mid_p_takes_one_observed_split_off(gained: int, lost: int) -> None:
    if gained + lost == 0:
        assert stats.mcnemar(0, 0, mid_p=True) == 1
        return
    law = scipy_stats.binom(gained + lost, 0.5)
    fewer = min(gained, lost)
    expected = 2 * law.cdf(fewer) - law.pmf(fewer)
    assert stats.mcnemar(gained, lost, mid_p=True) == pytest.approx(expected, abs=1e-9)
    assert stats.mcnemar(gained, lost, mid_p=True) <= stats.mcnemar(gained, lost)


def test_counts_below_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="not counts"):
        stats.mcnemar(-1, 3)


@settings(max_examples=40)
@given(SHARES)
def test_corrections_are_those_of_statsmodels(p_values: list[float]) -> None:
    assert stats.holm(p_values) == pytest.approx(list(multipletests(p_values, method="holm")[1]))
    assert all(adjusted >= p for adjusted, p in zip(stats.holm(p_values), p_values, strict=True))


def test_corrections_of_nothing_and_of_no_p_value() -> None:
    assert stats.holm([]) == []
    with pytest.raises(ValueError, match="between 0 and 1"):
        stats.holm([float("nan")])


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=12))
def test_interval_over_seeds_is_that_of_scipy(values: list[float]) -> None:
    found = stats.mean_over_seeds(values)
    sem = scipy_stats.sem(values)
    if sem > 0:
        low, high = scipy_stats.t.interval(0.95, len(values) - 1, loc=np.mean(values), scale=sem)
        assert (found.low, found.high) == pytest.approx((low, high), rel=1e-6, abs=1e-6)
    assert found.seeds == len(values)


def test_one_seed_has_no_interval_and_none_no_mean() -> None:
    assert stats.mean_over_seeds([0.5]) == (0.5, None, None, 1)
    with pytest.raises(ValueError, match="at least one seed"):
        stats.mean_over_seeds([])


def outcomes(seed: int, questions: int, seeds: int = 1) -> tuple[Numbers, Numbers]:
    source = np.random.default_rng(seed)
    first = source.random((seeds, questions)) < 0.4
    return first.astype(float), (first | (source.random((seeds, questions)) < 0.2)).astype(float)


def test_bootstrap_of_questions_is_that_of_scipy() -> None:
    first, second = (scores[0] for scores in outcomes(1, 300))
    found = stats.bootstrap_paired(first, second, seed=3)
    assert found is not None
    assert found.ratio is not None
    theirs = {
        "difference": lambda a, b, axis: (b - a).mean(axis),
        "ratio": lambda a, b, axis: b.mean(axis) / a.mean(axis),
    }
    for name, statistic in theirs.items():
        interval = scipy_stats.bootstrap(
            (first, second), statistic, paired=True, vectorized=True, method="percentile", n_resamples=5000, rng=5
        ).confidence_interval
        ours = getattr(found, name)
        assert (ours.low, ours.high) == pytest.approx(tuple(interval), abs=0.02 if name == "ratio" else 0.005)
        assert ours.low < ours.value < ours.high


def test_counting_kinds_gives_what_drawing_questions_gives_for_any_scores() -> None:
    source = np.random.default_rng(0)
    first, second = source.random(200), source.random(200) + 0.3
    found = stats.bootstrap_paired(first, second, seed=1)
    assert found is not None
    spread = (found.difference.high - found.difference.low) / (2 * stats.Z95)
    assert spread == pytest.approx(np.std(second - first) / np.sqrt(200), rel=0.05)


def test_seeds_that_differ_widen_the_interval() -> None:
    first = np.zeros((4, 100)) + 0.5
    second = first + np.array([[0.0], [0.1], [0.2], [0.3]])
    found = stats.bootstrap_paired(first, second)
    assert found is not None
    assert found.difference.value == pytest.approx(0.15)
    assert found.difference.low < 0.08
    alone = stats.bootstrap_paired(first[0], second[3])
    assert alone is not None
    assert alone.difference.high - alone.difference.low < 1e-9
    nested = stats.bootstrap_nested([(list(a), list(b)) for a, b in zip(first, second, strict=True)])
    assert nested is not None
    assert nested.difference.low == pytest.approx(found.difference.low, abs=0.02)


def test_questions_shared_by_all_seeds_weigh_more_than_questions_of_each_seed() -> None:
    column = np.array([0.0, 1.0] * 20)
    first, second = np.zeros((5, 40)), np.tile(column, (5, 1))
    crossed = stats.bootstrap_paired(first, second)
    nested = stats.bootstrap_nested([(list(a), list(b)) for a, b in zip(first, second, strict=True)])
    assert crossed is not None
    assert nested is not None
    wide, narrow = (found.difference.high - found.difference.low for found in (crossed, nested))
    assert wide / narrow == pytest.approx(np.sqrt(5), rel=0.15)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60), st.integers(0, 5))
def test_the_other_way_round_the_difference_changes_its_sign(marks: list[tuple[bool, bool]], seed: int) -> None:
    first, second = zip(*marks, strict=True)
    one = stats.bootstrap_paired(first, second, seed=seed, draws=200)
    other = stats.bootstrap_paired(second, first, seed=seed, draws=200)
    assert one is not None
    assert other is not None
    assert one.difference.value == pytest.approx(-other.difference.value)
    assert one.difference.low <= one.difference.high
    assert one == stats.bootstrap_paired(first, second, seed=seed, draws=200)


def test_edges_of_the_bootstrap() -> None:
    assert stats.bootstrap_paired([], []) is None
    assert stats.bootstrap_nested([]) is None
    assert stats.bootstrap_nested([([], [])]) is None
    right = stats.bootstrap_paired([1, 1, 1], [1, 1, 1])
    assert right is not None
    assert right.ratio is not None
    assert (right.difference.low, right.difference.high, right.ratio.high) == (0, 0, 1)
    one = stats.bootstrap_paired([0], [1])
    assert one is not None
    assert (one.difference.low, one.difference.high) == (1, 1)
    assert one.ratio is None
    with pytest.raises(ValueError, match="cannot be paired"):
        stats.bootstrap_paired([1, 0], [1])


@pytest.mark.parametrize("mid_p", [False, True])
@pytest.mark.parametrize(("total", "discordance"), [(60, 0.5), (200, 0.3), (264, 0.2), (1000, 0.1), (2000, 0.5)])
def test_smallest_difference_is_found_in_four_of_five_simulated_exams(
    total: int, discordance: float, mid_p: bool
) -> None:
    difference = stats.smallest_difference(total, discordance, mid_p=mid_p)
    assert difference is not None
    source = np.random.default_rng(7)
    gained, lost = (discordance + difference) / 2, (discordance - difference) / 2
    drawn = source.multinomial(total, [gained, lost, 1 - discordance], size=6000)
    splits, counts = np.unique(drawn[:, :2], axis=0, return_counts=True)
    found = sum(
        count for (g, x), count in zip(splits.tolist(), counts, strict=True) if stats.mcnemar(g, x, mid_p=mid_p) < 0.05
    )
    assert found / 6000 == pytest.approx(0.8, abs=0.02)


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 200), st.floats(0, 0.2))
def test_so_many_questions_make_sure_of_a_gain_and_a_fifth_fewer_do_not(
    gained: int, lost: int, same: int, at_least: float
) -> None:
    total = gained + lost + same
    gain = (gained - lost) / total
    needed = stats.questions_needed(gained, lost, total, at_least)
    if gain <= at_least:
        assert needed is None
        return
    assert needed is not None

    def sure(number: int) -> bool:
        more, fewer = gained * number // total, -(-lost * number // total)
        spread = np.sqrt(((gained + lost) / total - gain**2) / number)
        return stats.mcnemar(more, fewer) < stats.LEVEL and gain - stats.Z95 * spread >= at_least - 1e-9

    assert sure(needed)
    assert needed == total or not sure(max(total, needed * 4 // 5) - 1)


def test_smallest_difference_at_the_edges() -> None:
    assert stats.smallest_difference(0, 0.5) is None
    assert stats.smallest_difference(100, 0.0) is None
    assert stats.smallest_difference(5, 0.4) is None
    few, many = stats.smallest_difference(100, 0.4), stats.smallest_difference(10_000, 0.4)
    assert few is not None
    assert many is not None
    assert many == pytest.approx(few / 10, rel=0.1)
    with pytest.raises(ValueError, match="are not possible"):
        stats.smallest_difference(10, 1.5)
