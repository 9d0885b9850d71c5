"""Near-duplicates and benchmarks: the index finds what comparing everything with everything finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutelage.config import ChecksConfig
from tutelage.course import near_duplicates
from tutelage.course.filter import read_benchmarks
from tutelage.course.near_duplicates import Benchmark, NearDuplicates, jaccard, masked, shingles

WORDS = st.lists(st.sampled_from(["a", "b", "c", "7"]), min_size=1, max_size=9).map(" ".join)


@given(st.lists(WORDS, max_size=25), WORDS, st.sampled_from([0.3, 0.5, 0.8, 1.0]))
def test_index_is_exact(earlier: list[str], question: str, threshold: float) -> None:
    index = NearDuplicates(threshold)
    for one in earlier:
        index.add(one)
    numbers = [token for token in near_duplicates.tokens(question) if token == "7"]
    near = [
        one
        for one in earlier
        if [token for token in near_duplicates.tokens(one) if token == "7"] == numbers
        and jaccard(shingles(one), shingles(question)) >= threshold
    ]
    assert index.find(question) == (near[0] if near else None)


def test_other_numbers_make_another_exercise() -> None:
    index = NearDuplicates(0.6)
    index.add("Anna has 12 apples and gives 5 to her brother. How many apples has Anna left?")
    assert index.find("Anna has 12 apples and gives 5 to her sister. How many apples has Anna left?")
    assert index.find("Anna has 13 apples and gives 5 to her brother. How many apples has Anna left?") is None
    assert NearDuplicates(0).find("x") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Find three quarters of 20.", "What is 3/4 of 20?"),
        ("Find half of 18.", "What is one half of 18?"),
        ("What is the sum of 3/4 and 5/8?", "Add the fractions 3/4 and 5/8, and write the sum in lowest terms."),
        ("Find 15% of 80.", "Calculate 15 percent of 80."),
    ],
)
def test_short_questions_in_other_words(one: str, other: str) -> None:
    found = near_duplicates.figures(one, "15")
    assert found == near_duplicates.figures(other, "15") is not None
    assert found != near_duplicates.figures(other, "16")


def test_stories_and_facts_are_told_apart_by_their_words() -> None:
    assert near_duplicates.figures("Name the capital of Kenya.", "Nairobi") is None
    story = "Ivan has 20 dice. Jerry has twice as many dice as Ivan. How many dice do they have altogether?"
    assert near_duplicates.figures(story, "60") is None
    assert near_duplicates.figures("What is 5/8 + 3/4?", "11/8") != near_duplicates.figures(
        "What is 3/4 + 5/8?", "11/8"
    )


def test_same_question_with_other_numbers_has_the_same_form() -> None:
    assert masked("What is 3.5 + 12?") == masked("what is 7 + 1 ?")
    assert masked("What is 3 + 12?") != masked("What is 3 - 12?")


def test_benchmark_shares_words_in_a_row_or_a_form() -> None:
    said = "Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May."
    benchmark = Benchmark.of("b", [said], 13)
    assert benchmark.holds("Once more: natalia sold clips to 48 of her friends in April, and then she sang.")
    assert not benchmark.holds(said.replace("48", "52").replace("half", "twice"))
    assert benchmark.holds_form(said.replace("48", "52"))


def test_benchmark_files(tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text('{"question": "What is 1 + 1?"}\n\n{"problem": "What is 2 + 2?"}\n')
    (benchmark,) = read_benchmarks(ChecksConfig(benchmarks=(path,)))
    assert benchmark.holds("what is 2 + 2 ?")
    assert not benchmark.holds("What is 3 + 3?")
    for text, says in (("nonsense", r"line 1: this is not JSON"), ('{"q": 1}', "no question found")):
        path.write_text(text)
        with pytest.raises(ValueError, match=says):
            read_benchmarks(ChecksConfig(benchmarks=(path,)))
    with pytest.raises(ValueError, match="cannot read benchmark"):
        read_benchmarks(ChecksConfig(benchmarks=(tmp_path / "none.jsonl",)))
