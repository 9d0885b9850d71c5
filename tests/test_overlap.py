"""Near-duplicates and benchmarks: the index finds what comparing everything with everything finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutelage import overlap
from tutelage.config import ChecksConfig
from tutelage.course.desk import read_benchmarks
from tutelage.overlap import Benchmark, NearDuplicates, jaccard, masked, shingles

WORDS = st.lists(st.sampled_from(["a", "b", "c", "7"]), min_size=1, max_size=9).map(" ".join)


@given(st.lists(WORDS, max_size=25), WORDS, st.sampled_from([0.3, 0.5, 0.8, 1.0]))
def test_index_is_exact(earlier: list[str], question: str, threshold: float) -> None:
    index = NearDuplicates(threshold)
    for one in earlier:
        index.add(one)
    numbers = [token for token in overlap.tokens(question) if token == "7"]
    near = [
        one
        for one in earlier
        if [token for token in overlap.tokens(one) if token == "7"] == numbers
        and jaccard(shingles(one), shingles(question)) >= threshold
    ]
    assert index.find(question) == (near[0] if near else None)


def test_other_numbers_make_another_exercise() -> None:
    index = NearDuplicates(0.6)
    index.add("Anna has 12 apples and gives 5 to her brother. How many apples has Anna left?")
    assert index.find("Anna has 12 apples and gives 5 to her sister. How many apples has Anna left?")
    assert index.find("Anna has 13 apples and gives 5 to her brother. How many apples has Anna left?") is None
    assert NearDuplicates(0).find("x") is None


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
    for text, says in (("nonsense", r"line 1: this is not a JSON object"), ('{"q": 1}', "no question found")):
        path.write_text(text)
        with pytest.raises(ValueError, match=says):
            read_benchmarks(ChecksConfig(benchmarks=(path,)))
    with pytest.raises(ValueError, match="cannot read benchmark"):
        read_benchmarks(ChecksConfig(benchmarks=(tmp_path / "none.jsonl",)))
