"""Anyone's loss log: read, classified, written; what is wrong is named with file and line."""

from __future__ import annotations

import json
import random
from math import exp, log
from pathlib import Path
from random import Random
from statistics import fmean, pstdev
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv, parquet
from typer.testing import CliRunner

from test_cli import assert_refused, tutelage
from tutelage.cli import app
from tutelage.config import DynamicsConfig
from tutelage.dynamics import ORDER, Classification, cartography, classify, losslog, summarise
from tutelage.records import Classified, Columns, LossRecord

SKILLS = ("a", "b", "c")


def rows(seed: int = 0, *, examples: int = 60, epochs: int = 3) -> list[dict[str, Any]]:
    """Losses of three skills; every tenth example is far too high."""
    source = Random(seed)
    return [
        {
            "example": f"ex-{number}",
            "epoch": epoch,
            "loss": round(0.4 + (number % 10 == 0) + source.uniform(-0.1, 0.1), 6),
            "skill": SKILLS[number % 3],
            "margin": source.uniform(-1, 1),
            "probability_margin": source.uniform(-1, 1) - (number % 10 == 0),
            "tokens": 9,
        }
        for epoch in range(1, epochs + 1)
        for number in range(examples)
    ]


def write_jsonl(path: Path, items: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(item) + "\n" for item in items))
    return path


def records(items: list[dict[str, Any]]) -> list[LossRecord]:
    return [LossRecord(**{key: value for key, value in item.items() if key != "skill"}) for item in items]


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
def test_all_formats_give_the_same_log(tmp_path: Path, kind: str) -> None:
    items, path = rows(), tmp_path / f"log.{kind}"
    if kind == "jsonl":
        write_jsonl(path, items)
    else:
        (csv.write_csv if kind == "csv" else parquet.write_table)(pa.Table.from_pylist(items), path)
    found = losslog.read_log(path)
    own = losslog.log_of_records(records(items), {item["example"]: item["skill"] for item in items})
    assert list(found.names) == list(own.names)
    assert found.epochs == 3
    assert np.array_equal(found.example, own.example)
    assert np.array_equal(found.loss, own.loss)
    assert [found.skills[code] for code in found.skill] == [own.skills[code] for code in own.skill]
    assert found.right is not None
    assert own.right is not None
    assert np.array_equal(found.right, own.right)
    assert found.margin is not None
    assert own.margin is not None
    assert np.array_equal(found.margin, own.margin)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rule", ["midpoint", "margin", "paper", "mixture"])
def test_a_log_that_is_read_and_a_runs_records_agree(tmp_path: Path, seed: int, rule: Any) -> None:
    items = [item for item in rows(seed) if Random(f"{seed}{item}").random() > 0.1]
    skills = {item["example"]: item["skill"] for item in items}
    errors = {f"ex-{number}": skills[f"ex-{number}"] for number in (0, 20, 40, 50)}
    real = {name: skill for name, skill in skills.items() if name not in errors}
    ids = write_jsonl(tmp_path / "ids.jsonl", [{"id": name} for name in errors])
    log = write_jsonl(tmp_path / "log.jsonl", items)
    plain = records(items)
    table = pa.Table.from_pylist([item.model_dump() for item in plain])
    coded = table.set_column(1, "example", table.column("example").dictionary_encode())
    chunks = pa.concat_tables([coded.slice(0, 50), coded.slice(50)])
    for config in (DynamicsConfig(rule=rule), DynamicsConfig(rule=rule, paper_spread=True, skip_epochs=9)):
        read = cartography.map_log(log, config=config, constructed=ids)
        assert int(read.examples.seen.sum()) == len(read.records(1))
        by_name = {item.example: item for item in read.records(1)}
        assert {item.category for item in by_name.values()} >= set(ORDER) - {ORDER[3]}
        for losses in (plain, Columns(LossRecord, table), Columns(LossRecord, chunks)):
            found = classify(summarise(losslog.log_of_records(losses, real, errors), config.skip_epochs), config)
            assert {item.example: item for item in found.records(1)} == by_name
            assert [i.example for i in found.records(1)] == [name for name in [*real, *errors] if name in by_name]


def mapped(log: losslog.LossLog) -> Classification:
    config = DynamicsConfig(rule="mixture")
    return classify(summarise(log, config.skip_epochs), config)


def test_equal_losses_have_exactly_no_spread() -> None:
    items = [LossRecord(epoch=e, example="x", loss=0.1, margin=1, probability_margin=0.5, tokens=1) for e in (1, 2, 3)]
    found = summarise(losslog.log_of_records(items, {"x": "s"}), 0)
    assert (found.mean[0], found.std[0]) == (0.1, 0.0)


def test_cartographys_files_and_figures(tmp_path: Path) -> None:
    logits = {"x": [[2.0, 0.0, -1.0], [0.0, 1.0, 0.0], [3.0, 0.0, 0.0]], "7": [[0.0, 1.0, 0.0]] * 3}
    folder = tmp_path / "training_dynamics"
    folder.mkdir()
    for epoch in range(3):
        items = [{"guid": guid, f"logits_epoch_{epoch}": of[epoch], "gold": 0} for guid, of in logits.items()]
        write_jsonl(folder / f"dynamics_epoch_{epoch}.jsonl", items)
    found = losslog.read_log(tmp_path)
    p = {guid: [exp(row[0]) / sum(map(exp, row)) for row in of] for guid, of in logits.items()}
    assert found.loss[found.example == 0] == pytest.approx([-log(value) for value in p["x"]])
    cartography.write_data_map(tmp_path / "out", mapped(found))
    metrics = [json.loads(line) for line in (tmp_path / "out" / "td_metrics.jsonl").read_text().splitlines()]
    assert list(metrics[0]) == [
        "guid",
        "index",
        "threshold_closeness",
        "confidence",
        "variability",
        "correctness",
        "forgetfulness",
    ]
    for row, guid in zip(metrics, logits, strict=True):
        mean = fmean(p[guid])
        assert row["guid"] == guid
        assert row["confidence"] == pytest.approx(mean)
        assert row["variability"] == pytest.approx(pstdev(p[guid]))
        assert row["threshold_closeness"] == pytest.approx(mean * (1 - mean))
    assert [(row["correctness"], row["forgetfulness"]) for row in metrics] == [(2, 1), (0, 1000)]


def test_losses_that_are_no_numbers_are_left_out_and_counted(tmp_path: Path) -> None:
    items = rows()
    for index, value in zip((3, 4, 5), (float("nan"), float("inf"), None), strict=True):
        items[index]["loss"] = value
    found = losslog.read_log(write_jsonl(tmp_path / "log.jsonl", items))
    assert found.dropped == 3
    assert np.isfinite(found.loss).all()
    shown = cartography.data_map_text(mapped(found))
    assert "left out: 3 rows" in shown


@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
def test_an_epoch_without_losses_keeps_its_number(tmp_path: Path, suffix: str) -> None:
    rows = [("a", 1, None), ("b", 1, None), ("a", 2, 20.0), ("b", 2, 30.0), ("a", 3, 30.0), ("b", 3, 20.0)]
    path = tmp_path / f"log.{suffix}"
    if suffix == "csv":
        path.write_text("example,epoch,loss\n" + "".join(f"{e},{n},{'' if x is None else x}\n" for e, n, x in rows))
    else:
        path.write_text("".join(json.dumps({"example": e, "epoch": n, "loss": x}) + "\n" for e, n, x in rows))
    log = losslog.read_log(path)
    assert log.dropped == 2
    assert sorted(set(log.epoch.tolist())) == [2, 3]
    assert summarise(log, skip_epochs=1).mean.tolist() == [25.0, 25.0]
    assert summarise(log, skip_epochs=2).mean.tolist() == [30.0, 20.0]


def test_epochs_are_counted_from_one_and_a_late_example_is_told(tmp_path: Path) -> None:
    items = [{"example": e, "epoch": n, "loss": 1.0} for e in "ab" for n in (0, 10, 20)] + [
        {"example": "late", "epoch": 0, "loss": 2.0}
    ]
    found = losslog.read_log(write_jsonl(tmp_path / "log.jsonl", items))
    assert found.epochs == 3
    classified = mapped(found)
    assert classified.examples.seen.tolist() == [True, True, False]
    assert "no category: 1 example" in cartography.data_map_text(classified)


GOOD = '{"example":"a","epoch":1,"loss":1}\n'


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("log.jsonl", GOOD + '{"example":"b","epoch":1,"loss":"x"}\n', "log.jsonl line 2: loss 'x' is not a number"),
        ("log.jsonl", GOOD + "\n{oops\n", "log.jsonl line 3: this is not JSON"),
        ("log.jsonl", GOOD + "[1]\n", "log.jsonl line 2: an object is needed"),
        ("log.jsonl", GOOD + '{"epoch":1,"loss":2}\n', "log.jsonl line 2: no 'example'"),
        ("log.jsonl", GOOD + '{"example":"b","epoch":1.5,"loss":2}\n', "line 2: epoch 1.5 is not a whole number"),
        ("log.jsonl", GOOD + GOOD, "example 'a' has more than one loss in epoch 1"),
        ("log.jsonl", "", "Empty JSON file"),
        ("log.jsonl", '{"example":"a","epoch":1,"loss":null}\n', "it has no loss"),
        ("log.csv", "example,epoch,loss\na,1,1\nb,one,2\n", "log.csv line 3: epoch 'one' is not a whole number"),
        ("log.csv", "id,epoch,loss\na,1,1\n", "no column 'example'"),
        ("log.txt", "x", "is not a loss log"),
        ("log.parquet", "x", "cannot be read"),
        (
            "log.jsonl",
            '{"example":"a","epoch":1,"loss":1,"skill":"s"}\n{"example":"a","epoch":2,"loss":1,"skill":"t"}\n',
            "example 'a' has more than one skill",
        ),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, name: str, text: str, says: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ValueError, match=r".") as error:
        losslog.read_log(tmp_path / name)
    assert says in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def test_cartography_files_with_a_fault_are_named_with_the_line(tmp_path: Path) -> None:
    good = {"guid": 1, "logits_epoch_0": [1.0, 2.0], "gold": 0}
    for bad, says in (
        ({**good, "guid": 2, "gold": 5}, "line 2: gold 5 is not one of 2 classes"),
        ({**good, "logits_epoch_0": "x"}, "line 2: 'logits_epoch_0' is not a list of numbers"),
        ({"logits_epoch_0": [1.0], "gold": 0}, "line 2: no 'guid'"),
    ):
        write_jsonl(tmp_path / "dynamics_epoch_0.jsonl", [good, bad])
        with pytest.raises(ValueError, match=says):
            losslog.read_log(tmp_path)
    (tmp_path / "none").mkdir()
    with pytest.raises(ValueError, match="has no file dynamics_epoch_0"):
        losslog.read_log(tmp_path / "none")


def test_ids_come_as_lines_jsonl_or_csv(tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text("a\n\n b \n")
    assert losslog.read_ids(tmp_path / "ids.txt") == {"a": "", "b": ""}
    write_jsonl(tmp_path / "ids.jsonl", [{"id": "a", "skill": "s", "answer": "1"}, {"example": 2}])
    assert losslog.read_ids(tmp_path / "ids.jsonl") == {"a": "s", "2": ""}
    (tmp_path / "ids.csv").write_text("guid,skill\na,s\n")
    assert losslog.read_ids(tmp_path / "ids.csv") == {"a": "s"}
    write_jsonl(tmp_path / "ids.jsonl", [{"name": "a"}])
    with pytest.raises(ValueError, match=r"ids.jsonl line 1: no 'example', 'id' or 'guid'"):
        losslog.read_ids(tmp_path / "ids.jsonl")


def test_command_classifies_with_and_without_a_ruler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_jsonl(tmp_path / "losses.jsonl", [{k: v for k, v in r.items() if k != "skill"} for r in rows()])
    skills = {f"ex-{number}": SKILLS[number % 3] for number in range(60)}
    write_jsonl(tmp_path / "skills.jsonl", [{"id": name, "skill": skill} for name, skill in skills.items()])
    result = CliRunner().invoke(app, ["dynamics", "losses.jsonl"])
    assert result.exit_code == 0, result.output
    assert "rule mixture" in result.stdout
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    lines = (tmp_path / "losses-dynamics" / "categories.jsonl").read_text().splitlines()
    found = {c.example: c for c in map(Classified.model_validate_json, lines)}
    assert {name for name, c in found.items() if c.category == "error"} == {f"ex-{n}" for n in range(0, 60, 10)}
    (tmp_path / "wrong.txt").write_text("ex-0\nex-10\nex-20\n")
    result = CliRunner().invoke(
        app, ["dynamics", "losses.jsonl", "--constructed", "wrong.txt", "--skills", "skills.jsonl", "--out", "o"]
    )
    assert "rule midpoint" in result.stdout
    again = {c.example: c for c in map(Classified.model_validate_json, (tmp_path / "o/categories.jsonl").open())}
    assert {name for name, c in again.items() if c.constructed} == {"ex-0", "ex-10", "ex-20"}
    assert again["ex-30"].category == "error"
    assert again["ex-1"].skill == "b"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["none.jsonl"], "no loss log at none.jsonl"),
        (
            ["log.jsonl", "--rule", "magic"],
            "unknown error rule 'magic': did you mean 'margin'? Choose from midpoint, margin, paper, mixture",
        ),
        (["log.jsonl", "--rule", "midpoint"], "needs constructed errors"),
        (["log.jsonl", "--rule", "margin", "--constructed", "known.txt"], "needs a probability_margin in every row"),
        (["log.jsonl", "--constructed", "ids.txt"], "no example of ids.txt is in log.jsonl"),
    ],
)
def test_command_refuses_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "log.jsonl").write_text(GOOD)
    (tmp_path / "ids.txt").write_text("zzz\n")
    (tmp_path / "known.txt").write_text("a\n")
    if says.startswith("no loss log"):
        assert_refused(tutelage("dynamics", *arguments), says)
        return
    result = CliRunner().invoke(app, ["dynamics", *arguments])
    assert isinstance(result.exception, ValueError)
    assert says in str(result.exception)


def test_thresholds_come_from_a_recipe(tmp_path: Path) -> None:
    (tmp_path / "recipe.yaml").write_text("name: x\nsyllabus: s.yaml\ndynamics: {rule: paper, guard: 0.1}\n")
    config = cartography.choose_settings("", tmp_path / "recipe.yaml", 3, constructed=False)
    assert (config.rule, config.guard, config.skip_epochs) == ("paper", 0.1, 3)


def test_damaged_parquet_is_refused_or_read(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    rows = [{"example": f"é{n % 50}", "epoch": n // 50, "loss": n / 7, "skill": "s"} for n in range(100)]
    parquet.write_table(pa.Table.from_pylist(rows), path)
    whole, source = path.read_bytes(), random.Random(0)
    read, said = 0, []
    for _ in range(2000):
        data = bytearray(whole)
        for _ in range(source.randint(1, 4)):
            data[source.randrange(len(data))] = source.randrange(256)
        path.write_bytes(data[: source.choice([len(data), source.randrange(len(data))])])
        try:
            losslog.read_log(path)
            read += 1
        except ValueError as error:
            said.append(str(error))
    assert read
    assert all(str(path) in line for line in said)
    assert {"Couldn't deser", "Parquet magic "} <= {line.partition("(")[2][:14] for line in said}
    path.write_bytes(whole.replace("é".encode(), b"\xff\xfe"))
    with pytest.raises(ValueError, match=r"log\.parquet cannot be read .*damaged, or not a Parquet"):
        losslog.read_log(path)
