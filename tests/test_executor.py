"""The choice of an executor, and what holds of all of them; Ray itself is in `test_executor_ray.py`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tutelage.config import CourseConfig, parse_recipe
from tutelage.config.recipe import differences
from tutelage.executor import Cluster, Local, connect


def test_the_default_is_this_process_which_does_nothing_ahead_of_its_turn() -> None:
    drawn = []

    def items() -> Iterator[int]:
        for item in range(3):
            drawn.append(item)
            yield item

    executor = connect(CourseConfig())
    assert isinstance(executor, Local)
    assert not isinstance(executor, Cluster)
    results = executor.map(str, items(), chunk=2)
    assert drawn == []
    assert next(results) == "0"
    assert drawn == [0]
    assert list(results) == ["1", "2"]


def test_without_ray_the_recipe_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ValueError, match=r"pip install 'tutelage\[ray\]'"):
        connect(CourseConfig(executor="ray"))


def test_a_run_may_go_on_with_another_executor() -> None:
    old, new = (
        parse_recipe({"name": "x", "syllabus": "x.yaml", "course": course})
        for course in ({}, {"executor": "ray", "ray_address": "auto"})
    )
    assert differences(old, new) == []


def test_an_address_of_ray_client_is_refused() -> None:
    course = {"executor": "ray", "ray_address": "ray://head:10001"}
    with pytest.raises(ValueError, match="write 'auto'"):
        parse_recipe({"name": "x", "syllabus": "x.yaml", "course": course})
