"""A recipe either loads or says in one line what to do."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from tutelage.config import Recipe, differences, load_recipe, parse_recipe
from tutelage.config.explaining import MOST
from tutelage.config.loading import SMALLEST

MINIMAL = {"name": "x", "syllabus": "s.yaml"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"studnet": {}}, "unknown key 'studnet', did you mean 'student'?"),
        ({"practice": {"epoch": 3}}, "unknown key 'practice.epoch', did you mean 'epochs'?"),
        ({"seed": "many"}, "'seed': input should be a valid integer"),
        ({"seed": -1}, "'seed': input should be greater than or equal to 0"),
        ({"seed": 2**63}, "'seed': input should be less than or equal to 9223372036854775807"),
        pytest.param({"seed": 16**200_000}, "'seed': input should be less than", id="digits"),
        pytest.param({"report_to": 16**200_000}, "'report_to': write a list", id="digits where a list is wanted"),
        pytest.param(
            {"practice": {"epochs": [16**9_000]}}, "'practice.epochs': a whole number is at most", id="digits in a list"
        ),
        pytest.param({"forgetting": {"texts": [[16**9_000]]}}, "'forgetting.texts", id="digits in a list of lists"),
        ({"name": "../up"}, "'name': name of the run, of letters, digits"),
        ({"epochs": 3}, "unknown key 'epochs', did you mean 'reading.epochs' or 'practice.epochs'?"),
        ({"teacher": {"api_key": "x"}}, "unknown key 'teacher.api_key', did you mean 'key_variable'?"),
        ({"practice": None}, "'practice' is empty: indent its keys below it, or leave it out"),
        ({"practice": [3]}, "'practice': write keys with values, such as {"),
        ({"review": True}, "'review': write keys with values, such as {after: …} (got true)"),
        ({"review": {"after": False}}, "'review.after': write a list, such as [false] (got false)"),
        ({"review": {"after": [None]}}, "'review.after.0': input should be 'graph' or 'course' (got nothing)"),
        ({"name": date(2026, 1, 2)}, "(got 2026-01-02)"),
        ({"name": [True, {"a": None}, "b"]}, "(got [true, {'a': nothing}, 'b'])"),
        ({"seed": float("inf")}, "(got .inf)"),
        ({"syllabus": {"units": []}}, "'syllabus': write the path of a syllabus file, or a list of paths"),
        ({"exam": {"zzz": 1}}, "unknown key 'exam.zzz', known keys: "),
        ({"reading": {"order": "sideways"}}, "'reading.order'"),
        ({"practice": {"epochs": []}}, "'practice.epochs'"),
        ({"teacher": {"timeout": float("inf")}}, "'teacher.timeout': input should be a finite number"),
        ({"teacher": {"prices": {"input": float("nan"), "output": 1}}}, "'teacher.prices.input'"),
        ({"teacher": {"max_tokens": 2**70}}, "'teacher.max_tokens': input should be less than or equal to 1000000"),
        ({"teacher": {"key_header": "api-key: x\n"}}, "'teacher.key_header': name of the header"),
        ({"teacher": {"base_url": "http://host:99999/v1"}}, "'teacher.base_url': this is no address"),
    ],
)
def test_bad_key_or_value_is_named(change: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=r"^r\.yaml: ") as error:
        parse_recipe(MINIMAL | change, "r.yaml")
    assert says in str(error.value)


def test_many_faults_are_not_told_at_once() -> None:
    with pytest.raises(ValueError, match=r"and 3 faults of other kinds$"):
        parse_recipe(MINIMAL | {f"nonsense-{i}": i for i in range(MOST + 3)})


def test_a_great_many_faults_take_no_longer(tmp_path: Path) -> None:
    start = time.process_time()
    faults: list[dict[str, object]] = [
        {f"nonsense-{i}": i for i in range(20_000)},
        {"teacher": {f"nonsense-{i}": i for i in range(20_000)}},
        {"forgetting": {"texts": [[]] * 20_000}},
        {"n" * 2_000_000: 1},
    ]
    for data in faults:
        with pytest.raises(ValueError, match=r"nonsense-0'.* faults of other kinds|more like it|unknown key") as error:
            parse_recipe(MINIMAL | data)
        assert len(str(error.value)) < 2000
    assert time.process_time() - start < 8
    path = tmp_path / "r.yaml"
    path.write_text("name: x\nsyllabus: s.yaml\n" + "".join(f"nonsense{i}: 1\n" for i in range(200_000)))
    with pytest.raises(ValueError, match="larger than 1 MiB; is this a recipe file"):
        load_recipe(path)


def laughs(separator: str, begin: str, end: str) -> str:
    """Anchors that each hold nine times what the one before holds."""
    lines = [f"    a0: &a0 {begin}k: 1{end}"]
    for number in range(1, 9):
        parts = separator.join(f"k{i}: *a{number - 1}" if begin == "{" else f"*a{number - 1}" for i in range(9))
        lines.append(f"    a{number}: &a{number} {begin}{parts}{end}")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        (laughs(", ", "[", "]"), "line 10: aliases expand to more than 100,000 values"),
        (laughs(", ", "{", "}"), "line 10: aliases expand to more than 100,000 values"),
        (
            "    m0: &m0 {a: 1, b: 2}\n"
            + "\n".join(
                f"    m{n}: &m{n}\n      <<: [{', '.join([f'*m{n - 1}'] * 9)}]\n      c: 1" for n in range(1, 9)
            ),
            "aliases expand to more than 100,000 values",
        ),
        ("    a: &a {b: *a}", "line 5: an alias refers to itself"),
        ("    a: &a [1, [2, {b: [*a]}]]", "line 5: an alias refers to itself"),
        ('    a: "x\\0"', "line 5: a text holds a NUL character"),
        (f"    a: [1, {':'.join(['59'] * 100_000)}]", "line 5: a number of 299,999 characters: put a text in quotes"),
        (f"    a: 0x{'f' * 100_000}", "line 5: a number of 100,002 characters"),
        (f"    a: .{'9' * 100_000}", "line 5: a number of 100,001 characters"),
        ("    a: &a [1, 2]\n    b: [*a, *a, {c: *a}]", ""),
    ],
)
def test_aliases_do_not_grow_without_end(extra: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text("name: x\nsyllabus: s.yaml\nteacher: {}\n".replace("{}", f"\n  extra:\n{extra}"))
    if not says:
        assert load_recipe(path).teacher.extra["b"][2] == {"c": [1, 2]}
        return
    with pytest.raises(ValueError, match=says) as error:
        load_recipe(path)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("key", ["run_dir", "syllabus", "seed"])
def test_a_nul_character_is_told_by_its_line(key: str, tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(f'name: x\n{key}: "a\\0b"\n')
    with pytest.raises(ValueError, match=r"line 2: a text holds a NUL character"):
        load_recipe(path)


def test_a_key_in_place_of_the_variables_name_is_not_shown() -> None:
    teacher = {"kind": "openai", "model": "m", "key_variable": "sk-secret"}
    with pytest.raises(ValueError, match=r"'teacher\.key_variable': name of the environment variable") as error:
        parse_recipe(MINIMAL | {"teacher": teacher})
    assert "secret" not in str(error.value)


def test_missing_key_is_named() -> None:
    with pytest.raises(ValueError, match="'syllabus' is missing"):
        parse_recipe({"name": "x"})


@pytest.mark.parametrize("text", ["a: [", "- 1\n- 2", "", "\x00", "!!python/object/apply:os.system [ls]", "&a [*a]"])
def test_unreadable_file_is_a_value_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"r\.yaml"):
        load_recipe(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name: x\npractice:\n\trounds: 3", "line 3: this is not valid YAML .*: indent with spaces, not with tabs"),
        ("name: x\n  seed: 3", "line 2: this is not valid YAML .*: look for wrong indentation"),
        ("name: x\nseed: 3\nseed: 4", "line 3: the key 'seed' appears twice"),
        ("name: x\nsyllabus: s.yaml".encode("utf-16"), "not UTF-8 text: save it as UTF-8"),
        ("", r"a recipe has keys with values. A complete one: \{name"),
    ],
)
def test_what_stands_in_a_file_by_mistake_is_told(tmp_path: Path, text: str | bytes, says: str) -> None:
    path = tmp_path / "r.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ValueError, match=rf"r\.yaml.*{says}"):
        load_recipe(path)


def test_what_other_systems_write_is_read(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_bytes(
        b"\xef\xbb\xbfname: x\r\nsyllabus: s.yaml\r\nreading: &r {epochs: 2}\r\npractice: {<<: *r, epochs: [3]}"
    )
    recipe = load_recipe(path)
    assert (recipe.name, recipe.reading.epochs, recipe.practice.epochs) == ("x", 2, (3,))
    path.write_text(SMALLEST)
    assert load_recipe(path).name == "fractions"


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
