"""A recipe either loads or says in one line what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutelage.config import Recipe, differences, load_recipe, parse_recipe

MINIMAL = {"name": "x", "syllabus": "s.yaml"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"studnet": {}}, "unknown key 'studnet', did you mean 'student'?"),
        ({"practice": {"epoch": 3}}, "unknown key 'practice.epoch', did you mean 'epochs'?"),
        ({"seed": "many"}, "'seed': input should be a valid integer"),
        ({"seed": -1}, "'seed': input should be greater than or equal to 0"),
        ({"name": "../up"}, "'name'"),
        ({"reading": {"order": "sideways"}}, "'reading.order'"),
        ({"practice": {"epochs": []}}, "'practice.epochs'"),
    ],
)
def test_bad_key_or_value_is_named(change: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=r"^r\.yaml: ") as error:
        parse_recipe(MINIMAL | change, "r.yaml")
    assert says in str(error.value)


def test_missing_key_is_named() -> None:
    with pytest.raises(ValueError, match="'syllabus' is missing"):
        parse_recipe({"name": "x"})


@pytest.mark.parametrize("text", ["a: [", "- 1\n- 2", "", "\x00", "!!python/object/apply:os.system [ls]", "&a [*a]"])
def test_unreadable_file_is_a_value_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"r\.yaml"):
        load_recipe(path)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no recipe at"):
        load_recipe(tmp_path / "none.yaml")
    with pytest.raises(ValueError, match="is a folder"):
        load_recipe(tmp_path)


def test_syllabus_is_relative_to_the_recipe(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("name: x\nsyllabus: s.yaml\n")
    assert load_recipe(tmp_path / "r.yaml").syllabus == tmp_path / "s.yaml"


def test_differences_name_keys_with_old_and_new() -> None:
    old = Recipe.model_validate(MINIMAL)
    new = Recipe.model_validate(MINIMAL | {"seed": 3, "practice": {"rounds": 4}})
    assert differences(old, new) == ["practice.rounds: 2 -> 4", "seed: 0 -> 3"]
    assert differences(old, old) == []


def test_last_number_of_epochs_holds_for_later_rounds() -> None:
    practice = Recipe.model_validate(MINIMAL | {"practice": {"epochs": [3, 1]}}).practice
    assert [practice.epochs_of(round_) for round_ in (1, 2, 3)] == [3, 1, 1]
