"""Statistics against scipy and statsmodels, and what must hold for any numbers."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, t  # type: ignore[import-untyped]
from statsmodels.stats.contingency_tables import mcnemar  # type: ignore[import-untyped]
from statsmodels.stats.multitest import multipletests  # type: ignore[import-untyped]
from statsmodels.stats.proportion import proportion_confint  # type: ignore[import-untyped]

from tutelage import stats

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=30)
PAIRS = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60)


@given(total=st.integers(1, 5000), data=st.data())
def test_wilson_is_that_of_statsmodels(total: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, total))
    found = stats.wilson(right, total)
    assert (found.low, found.high) == pytest.approx(proportion_confint(right, total, method="wilson"), abs=1e-9)
    assert found.low <= found.share + 1e-12
    assert found.share <= found.high + 1e-12


def test_nothing_is_known_of_an_empty_total() -> None:
    assert (stats.wilson(0, 0).low, stats.wilson(0, 0).high) == (0, 1)
    with pytest.raises(ValueError, match="not a proportion"):
        stats.wilson(3, 2)


@given(PAIRS)
def test_mcnemar_is_that_of_statsmodels(pairs: list[tuple[bool, bool]]) -> None:
    table = np.zeros((2, 2))
    for first, second in pairs:
        table[int(first), int(second)] += 1
    assert stats.mcnemar(pairs) == pytest.approx(float(mcnemar(table, exact=True).pvalue))
    assert stats.mcnemar(pairs) == stats.mcnemar([(b, a) for a, b in pairs])


@settings(deadline=None)
@given(gained=st.integers(0, 1000), lost=st.integers(0, 1000))
def test_sign_test_is_the_binomial_one(gained: int, lost: int) -> None:
    expected = binomtest(gained, gained + lost).pvalue if gained + lost else 1.0
    assert stats.sign_test(gained, lost) == pytest.approx(expected, abs=1e-9)


@settings(deadline=None)  # the first call of statsmodels loads what it needs
@given(SHARES)
def test_corrections_are_those_of_statsmodels(ps: list[float]) -> None:
    holm, fdr = stats.holm(ps), stats.benjamini_hochberg(ps)
    assert holm == pytest.approx(multipletests(ps, method="holm")[1])
    assert fdr == pytest.approx(multipletests(ps, method="fdr_bh")[1])
    assert all(p <= mild + 1e-12 <= strict + 2e-12 for p, mild, strict in zip(ps, fdr, holm, strict=True))


def test_nothing_to_correct() -> None:
    assert stats.holm([]) == stats.benjamini_hochberg([]) == []
    assert stats.holm([0.03]) == stats.benjamini_hochberg([0.03]) == [0.03]


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 9, 10, 30, 31, 200, 2001])
def test_quantile_of_t_is_that_of_scipy(freedom: int) -> None:
    assert stats.t_quantile(freedom) == pytest.approx(t.ppf(0.975, freedom), rel=1e-9)


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=12))
def test_interval_over_seeds_is_that_of_scipy(values: list[float]) -> None:
    found = stats.mean_interval(values)
    half = t.ppf(0.975, len(values) - 1) * np.std(values, ddof=1) / sqrt(len(values))
    assert found.low is not None
    assert found.high is not None
    assert found.value == pytest.approx(np.mean(values), abs=1e-9)
    assert (found.high - found.low) / 2 == pytest.approx(half, abs=1e-6)


def test_one_seed_has_no_interval() -> None:
    assert (stats.mean_interval([0.4]).value, stats.mean_interval([0.4]).low) == (0.4, None)
    with pytest.raises(ValueError, match="no values"):
        stats.mean_interval([])


@pytest.mark.parametrize(("questions", "discordant"), [(200, 0.3), (800, 0.1), (5000, 0.2), (20000, 0.02)])
def test_the_smallest_difference_is_found_in_four_of_five_cases(questions: int, discordant: float) -> None:
    """Power of the exact test, summed over all tables. It is somewhat conservative, the formula is not."""
    difference = stats.smallest_difference(questions, discordant)
    assert difference is not None
    assert 0 < difference <= discordant
    share = (discordant + difference) / (2 * discordant)
    low, high = (int(binom.ppf(q, questions, discordant)) for q in (1e-4, 1 - 1e-4))
    power = 0.0
    for total in range(low, high + 1):
        # The exact test rejects from the critical count on, on either side.
        critical = int(binom.ppf(0.025, total, 0.5)) - (binom.cdf(binom.ppf(0.025, total, 0.5), total, 0.5) > 0.025)
        rejected = binom.cdf(critical, total, share) + binom.sf(total - critical - 1, total, share)
        power += binom.pmf(total, questions, discordant) * rejected
    assert 0.75 < power < 0.83


@given(questions=st.integers(1, 10000), discordant=st.floats(0, 1))
def test_more_questions_find_smaller_differences(questions: int, discordant: float) -> None:
    few, many = (stats.smallest_difference(count, discordant) for count in (questions, 4 * questions))
    assert few is None or (many is not None and many < few <= discordant)


def test_too_few_questions_find_nothing() -> None:
    assert stats.smallest_difference(0, 0.5) is None
    assert stats.smallest_difference(100, 0) is None
    assert stats.smallest_difference(10, 0.2) is None
    with pytest.raises(ValueError, match="cannot be"):
        stats.smallest_difference(10, 1.5)


def test_the_bootstrap_over_seeds_is_wider_than_that_over_questions() -> None:
    one = stats.bootstrap_difference([[(True, False)] * 60 + [(False, True)] * 60])
    apart = stats.bootstrap_difference([[(True, False)] * 60, [(False, True)] * 60])
    assert one.value == apart.value == 0
    assert one.low is not None
    assert apart.low is not None
    assert apart.low == -1 < one.low < 0
    assert abs(one.low + 1.96 * sqrt(1 / 120)) < 0.03
