"""Watching a run: the report of what is there, and nothing else, to nobody else; metrics where they are wanted."""

from __future__ import annotations

import http.client
import json
import platform
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest

import tutelage
from conftest import make_recipe, script
from tutelage.cli.ending import page_about
from tutelage.errors import ReviewNeeded, RunError, TutelageError
from tutelage.progress import Quiet
from tutelage.report.watch import GrowingReport, make_server
from tutelage.storage import open_run
from tutelage.storage.directories import WorkDirectory
from tutelage.storage.stages import COURSE, stages_done
from tutelage.storage.under_way import FILE, UnderWay, read_under_way, under_way
from tutelage.teacher.scripted import ScriptedTeacher


@contextmanager
def watched(run: Path) -> Iterator[int]:
    with make_server(run, 0) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield listening.server_address[1]
        finally:
            listening.shutdown()
            thread.join()


def get(port: int, path: str, host: str = "", method: str = "GET") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{port}")
    connection.endheaders()
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def state(port: int) -> dict[str, str]:
    status, text = get(port, "/state")
    assert status == 200
    return dict(json.loads(text))


def test_finished_run_shows_its_own_report(finished_run: Path) -> None:
    with watched(finished_run) as port:
        assert get(port, "/report") == (200, (finished_run / "report.html").read_text())
        status, frame = get(port, "/")
        assert status == 200
        assert 'src="/report"' in frame
        assert state(port)["version"] in frame
        assert state(port)["line"] == "tiny: finished"


def test_report_grows_with_the_stages(finished_run: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    shutil.copy(finished_run / "config.yaml", run)
    stages = [stage.name for stage in stages_done(finished_run, open_run.recipe_of(finished_run))]
    assert len(stages) == 17
    with watched(run) as port:
        assert "Nothing to show yet" in get(port, "/report")[1]
        versions = [state(port)["version"]]
        for stage in stages:
            shutil.copytree(finished_run / stage, run / stage, ignore=shutil.ignore_patterns("change"))
            versions.append(state(port)["version"])
            assert state(port)["line"].startswith("tiny: not at work; ")
            status, page = get(port, "/report")
            assert status == 200
            assert ("Nothing to show yet" in page) == (stage == "graph")
        assert len(set(versions)) == len(versions)
        assert "leap" in page
        (run / "round-2" / "checkpoints").mkdir()
        (run / "round-2" / "checkpoints" / "manifest.json").write_text("{}")
        assert state(port)["version"] == versions[-1]


def test_the_line_says_how_far_the_run_is(finished_run: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    shutil.copytree(finished_run, run)
    for name in ("report.html", "leakage/manifest.json", "forgetting/final/manifest.json", "exam/final/manifest.json"):
        (run / name).unlink()
    process = psutil.Process()
    now = UnderWay(
        host=platform.node(),
        process=process.pid,
        began=process.create_time(),
        at=1060.0,
        stage="Round 1",
        number=7,
        of=16,
        label="practice, round 1",
        done=1500,
        total=4500,
        unit="presentations",
        since=1000.0,
        note="loss 0.83",
    )
    page = GrowingReport(run)

    def line(**changes: object) -> str:
        (run / FILE).write_text(now.model_copy(update=changes).model_dump_json())
        return page.line()

    assert line().startswith(
        "tiny: at work on Round 1 (stage 7 of 16): practice, round 1, 1,500 of 4,500 presentations (33 %), "
        "about 2.0 min left, loss 0.83; last score: development, round-2, "
    )
    assert line(total=0).startswith("tiny: at work on Round 1 (stage 7 of 16); last score")
    assert line(ended="waits for your review").startswith("tiny: waits for your review, in Round 1 (stage 7 of 16); ")
    # Another process has its number by now.
    assert line(began=1.0).startswith("tiny: interrupted, in Round 1 (stage 7 of 16); ")
    assert line(host="elsewhere").startswith("tiny: interrupted")
    assert line(host="elsewhere", at=time.time()).startswith("tiny: at work")
    (run / FILE).write_text("{")
    assert page.line().startswith("tiny: not at work; last score")


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (KeyboardInterrupt(), "interrupted, in Course (stage 2 of 17)"),
        (ReviewNeeded("look"), "waits for your review, in Course (stage 2 of 17)"),
        (RunError("no\nspace"), "stopped (no space), in Course (stage 2 of 17)"),
        (ZeroDivisionError(), "stopped by ZeroDivisionError, in Course (stage 2 of 17)"),
    ],
)
def test_a_run_says_why_it_stopped(finished_run: Path, tmp_path: Path, error: BaseException, says: str) -> None:
    recipe = open_run.recipe_of(finished_run)

    def work(directory: WorkDirectory) -> None:
        with under_way(directory, recipe, Quiet()) as progress:
            directory.announce(COURSE)
            with progress.bar("textbook", 4, "accepted") as bar:
                bar.advance(1, "3 to check")
                now = read_under_way(tmp_path)
                assert now
                assert now.text().startswith("at work on Course (stage 2 of 17): textbook, 0 of 4")
                raise error

    with WorkDirectory(tmp_path) as directory:
        with pytest.raises(type(error)):
            work(directory)
        now = read_under_way(tmp_path)
        assert now
        assert (now.text(), now.done, now.note) == (says, 1, "3 to check")
        with under_way(directory, recipe, Quiet()):
            pass
        assert read_under_way(tmp_path) is None


def test_nothing_else_is_served(finished_run: Path) -> None:
    with watched(finished_run) as port:
        for path in (
            "/config.yaml",
            "/../config.yaml",
            "/report/../config.yaml",
            "/report?x",
            "/%2e%2e/etc/passwd",
        ):
            assert get(port, path) == (404, "only the report is served")
        assert get(port, "/report", method="POST")[0] == 501


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1.evil.example"])
def test_another_hosts_name_is_refused(finished_run: Path, host: str) -> None:
    with watched(finished_run) as port:
        assert get(port, "/report", host) == (403, "only for this machine")
        assert get(port, "/report", f"localhost:{port}")[0] == 200


def test_only_loopback_is_listened_to_and_a_taken_port_is_told(finished_run: Path, tmp_path: Path) -> None:
    with make_server(finished_run, 0) as listening:
        address, port = listening.server_address[:2]
        assert address == "127.0.0.1"
        with pytest.raises(TutelageError, match="choose another with --port") as taken:
            make_server(finished_run, port)
    assert [page_about(taken.value, [command]) for command in ("watch", "review")] == ["try-it.md", "review.md"]
    with pytest.raises(ValueError, match="holds no run"):
        make_server(tmp_path)


def test_metrics_go_to_tensorboard_and_change_nothing(finished_run: Path, tiny_student: Path, tmp_path: Path) -> None:
    events = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    recipe = make_recipe(tmp_path, tiny_student, report_to=["tensorboard"])
    record = tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())
    before = tutelage.open_run(finished_run)
    assert record.reading == before.reading
    assert record.evaluations == before.evaluations
    for stage, trained in (("reading", record.reading), ("round-1", record.rounds[0].trained)):
        assert trained is not None
        found = events.EventAccumulator(str(Path(record.folder) / "tensorboard" / stage))
        found.Reload()
        assert {"train/loss", "train/learning_rate"} <= set(found.Tags()["scalars"])
        assert [event.step for event in found.Scalars("train/loss")] == list(range(1, trained.order[-1].step + 1))


def test_missing_tracker_is_told_before_any_work(
    tiny_student: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tutelage.training import schedule

    recipe = make_recipe(tmp_path, tiny_student, report_to=["wandb"])
    monkeypatch.setattr(schedule, "find_spec", lambda name: None if name == "wandb" else find_spec(name))
    with pytest.raises(ValueError, match="report_to needs wandb: pip install wandb"):
        tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())
    assert not (tmp_path / "run").exists()
    bad = make_recipe(tmp_path, tiny_student, report_to=["mlflow"])
    with pytest.raises(ValueError, match=r"'report_to\.0'"):
        tutelage.load_recipe(bad)
