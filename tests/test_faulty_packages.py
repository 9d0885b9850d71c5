"""What packages offer may be nonsense: every fault is one line that names the thing and its package."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from conftest import install_package, make_recipe, script
from test_adapt import decided
from test_dynamics import examples_of, world
from tutelage import export, make_course
from tutelage.adaptation import stage as adaptation
from tutelage.cli import main
from tutelage.config import ERROR_RULES, TARGETS, DynamicsConfig, TeacherConfig
from tutelage.config.registry import fault_of_package
from tutelage.dynamics import classify, detector
from tutelage.errors import DocumentError, ExamError, ExportError, RecipeError, TeacherError
from tutelage.exams.results import evaluate
from tutelage.exports.forms import FORMS
from tutelage.progress import Quiet
from tutelage.records import ExercisesRequest, LessonRequest, Reply, Request
from tutelage.storage import open_run
from tutelage.syllabus import read_syllabus
from tutelage.teacher import make_teacher
from tutelage.teacher.metering import Metered
from tutelage.teacher.protocol import answers, combinations
from tutelage.teacher.roles import Roles
from tutelage.teacher.scripted import ScriptedTeacher

Install = Callable[[str, str, str], None]

RULE = """
import numpy as np
from tutelage.dynamics.rules import ErrorRule, Thresholds, mean_loss
asked = []
def thresholds(scores, config):
    return {thresholds}
RULE = ErrorRule("mine", "about", thresholds, {score}, needs_errors={needs})
"""
BLIND = "Thresholds(np.full(len(scores.mean), np.inf))"


def classified(install: Install, thresholds: str = BLIND, score: str = "mean_loss", *, needs: bool = False) -> None:
    install(ERROR_RULES.group, "RULE", RULE.format(thresholds=thresholds, score=score, needs=needs))
    losses, skills, constructed, _ = world({"a": 0.8, "b": 0.6})
    found = classify(examples_of(losses, skills, constructed), DynamicsConfig(rule="mine"))
    detector.measure_detector(found, round_=1, right=set())


@pytest.mark.parametrize(
    ("what", "fault"),
    [
        ({"thresholds": "None"}, "gives a NoneType as thresholds: Thresholds are needed"),
        ({"thresholds": "Thresholds(scores.mean * np.nan)"}, r"gives thresholds that are not a number \(NaN\); a thr"),
        ({"thresholds": "Thresholds(scores.mean[:1])"}, r"gives thresholds of the shape \(1,\): 2 numbers"),
        ({"thresholds": "Thresholds(scores.mean, scores.mean[0])"}, r"standard deviations of the shape \(\): 2 numb"),
        ({"score": "lambda examples: examples.mean * np.nan"}, r"gives (scores|thresholds) that are not a number"),
        ({"score": "lambda examples: np.append(examples.mean, 1.0)"}, r"gives scores of the shape"),
    ],
)
def test_a_rule_that_gives_no_numbers_is_refused(what: dict[str, Any], fault: str, install: Install) -> None:
    line = rf"the error rule 'mine' of the package 'outside_package' \(outside_package:RULE\) .*{fault}"
    with pytest.raises(RecipeError, match=line):
        classified(install, **what)


@pytest.mark.parametrize(
    ("thresholds", "score", "needs"),
    [
        (BLIND, "lambda examples: None", False),
        (BLIND, "lambda: 1", False),
        (f"asked.append(1) or ({BLIND} if len(asked) == 1 else None)", "mean_loss", True),
    ],
    ids=["no scores", "another signature", "nonsense only for the detector"],
)
def test_an_error_that_a_rule_leads_to_is_the_rules(thresholds: str, score: str, needs: bool, install: Install) -> None:
    with pytest.raises((TypeError, AttributeError)) as raised:
        classified(install, thresholds, score, needs=needs)
    assert "the error rule 'mine' as outside_package:RULE, failed with" in fault_of_package(raised.value)


TARGET = """
class Mine:
    reason = {reason!r}
    def due(self, findings):
        return {due}
MINE = Mine()
"""


@pytest.mark.parametrize(
    ("due", "fault"),
    [
        ("None", "gives a NoneType: a number for each skill is needed"),
        ("{'top': float('nan')}", "gives the skill 'top' nan: a finite number is needed"),
        ("{'top': float('inf')}", "gives the skill 'top' inf"),
        ("{'top': '1'}", "gives the skill 'top' '1'"),
        ("{'nowhere': 1.0}", "names a skill that is not in the graph: 'nowhere'"),
    ],
)
def test_a_target_that_gives_no_shares_of_skills_is_refused(due: str, fault: str, install: Install) -> None:
    install(TARGETS.group, "MINE", TARGET.format(reason="{}", due=due))
    with pytest.raises(RecipeError, match=rf"target 'mine' of the package 'outside_package' .*{fault}"):
        decided(target="mine", composed_share=0)


def test_a_reason_that_cannot_be_filled_in_is_the_targets_fault(install: Install) -> None:
    install(TARGETS.group, "MINE", TARGET.format(reason="{figure}", due="{'top': 1.0}"))
    with pytest.raises(KeyError) as raised:
        decided(target="mine", composed_share=0)
    assert "the adaptation target 'mine' as outside_package:MINE, failed with KeyError" in fault_of_package(
        raised.value
    )


FORMAT = """
from tutelage.documents.blocks import Block, Read
from tutelage.documents.formats import DocumentFormat
def read(data, deadline):
    {body}
FORMAT = DocumentFormat({endings}, read)
"""


def command(words: Sequence[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """The last line of a command that ends with 2."""
    monkeypatch.setattr(sys, "argv", ["tutelage", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    said = capsys.readouterr().err
    assert stopped.value.code == 2, said
    return next(line for line in reversed(said.splitlines()) if line.startswith("tutelage:"))


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("raise SystemExit(3)", "ended the program (SystemExit: 3)"),
        ("return None", "gives a NoneType: a Read is needed, of docs/a.odd"),
        ("return Read(None)", "gives a NoneType as blocks"),
        ("return Read(['text'])", "gives a str among the blocks"),
        ("return Read([Block('table', 'text')])", "gives a block of the kind 'table': choose from heading, paragraph"),
        ("return Read([Block('heading', 'text', level=None)])", "gives a block with the numbers (None, 0, 0, 0)"),
        ("return Read([Block('paragraph', None)])", "gives a block whose text is no text"),
        ("return Read([], title=None)", "gives a title or a unit that is no text"),
        ("return read()", "failed with TypeError: read() missing 2 required"),
    ],
)
def test_a_format_that_reads_nonsense_is_named(
    body: str,
    fault: str,
    install: Install,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    install("tutelage.document_formats", "FORMAT", FORMAT.format(body=body, endings="('.odd',)"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.odd").write_text("Refunds take ten days.")
    said = command(["documents", str(tmp_path / "docs")], monkeypatch, capsys)
    assert "outside_package" in said
    assert "document format 'mine'" in said
    assert fault in said


def test_a_format_without_endings_is_named(install: Install, tmp_path: Path) -> None:
    install("tutelage.document_formats", "FORMAT", FORMAT.format(body="return None", endings="None"))
    from tutelage.documents import read_documents

    with pytest.raises(DocumentError, match=r"'mine' of the package 'outside_package' .* has the endings None"):
        read_documents(tmp_path, progress=Quiet())


EXAM = """
from tutelage.exams.kinds import ExamKind, PreparedExam
from tutelage.records import Evaluation
def prepare(on, candidate, options):
    return {prepared}
KIND = ExamKind(prepare)
"""
EMPTY = "lambda work, progress: {'all': Evaluation(scores=())}"


def test_the_name_of_a_packages_exam_does_not_lead_out_of_evals(
    install: Install, tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("tutelage.exams", "KIND", EXAM.format(prepared=f"PreparedExam('../../../evil', {{}}, {EMPTY})"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    folder = Path(evaluate(tiny_student, "mine").folder)
    assert folder.resolve().is_relative_to(tmp_path / "here" / "evals")
    assert folder.name == "evil"
    assert not list(tmp_path.glob("**/evil")) or list(tmp_path.glob("**/evil")) == [folder.resolve()]


@pytest.mark.parametrize(
    ("prepared", "fault"),
    [
        ("None", "prepares a NoneType: a PreparedExam is needed"),
        (f"PreparedExam(3, {{}}, {EMPTY})", "prepares an exam of the name 3"),
        (f"PreparedExam('e', {{'a': object()}}, {EMPTY})", "prepares settings that cannot be written as JSON"),
        (f"PreparedExam('e', {{}}, {EMPTY}, notes=(None,))", "prepares rejected rows or notes"),
        ("PreparedExam('e', {}, lambda work, progress: None)", "gives a NoneType: a dict with an Evaluation"),
        ("PreparedExam('e', {}, lambda work, progress: {})", "gives no evaluation: a dict with an Evaluation"),
        ("PreparedExam('e', {}, lambda work, progress: {'all': 1.0})", "gives a int for 'all'|gives a float for 'all'"),
        ("exit(3)", r"ended the program \(SystemExit: 3\)"),
    ],
)
def test_an_exam_that_gives_nonsense_is_refused(
    prepared: str, fault: str, install: Install, tmp_path: Path, tiny_student: Path
) -> None:
    install("tutelage.exams", "KIND", EXAM.format(prepared=prepared))
    with pytest.raises(ExamError, match=rf"exam 'mine' of the package 'outside_package' .*({fault})"):
        evaluate(tiny_student, "mine", out=tmp_path / "out")


def test_an_exam_with_another_signature_is_named(install: Install, tmp_path: Path, tiny_student: Path) -> None:
    install("tutelage.exams", "KIND", EXAM.format(prepared="PreparedExam('e', {}, lambda work: None)"))
    with pytest.raises(TypeError) as raised:
        evaluate(tiny_student, "mine", out=tmp_path / "out")
    assert "the exam 'mine' as outside_package:KIND, failed with TypeError" in fault_of_package(raised.value)


FORM = """
from tutelage.exports.forms import ExportForm
FORM = ExportForm({write})
"""


@pytest.mark.parametrize(
    ("write", "fault"),
    [
        ("lambda material, folder, progress: ''", "has written nothing into its folder"),
        ("lambda material, folder, progress: folder.rmdir() or ''", "has written nothing into its folder"),
        ("lambda material, folder, progress: (folder / 'a').write_text('a')", "gives a int: advice is needed"),
        ("lambda material, folder, progress: exit(3)", r"ended the program \(SystemExit: 3\)"),
    ],
)
def test_an_export_that_writes_nothing_is_refused(
    write: str, fault: str, install: Install, tmp_path: Path, finished_run: Path
) -> None:
    install(FORMS.group, "FORM", FORM.format(write=write))
    with pytest.raises(ExportError, match=rf"export 'mine' of the package 'outside_package' .*{fault}"):
        export(finished_run, "mine", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_name_that_is_a_path_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, finished_run: Path) -> None:
    write = "lambda material, folder, progress: (folder / 'a').write_text('') or ''"
    install_package(tmp_path, "outside_package", FORM.format(write=write), FORMS.group, **{"../../evil": "FORM"})
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "outside_package", raising=False)
    with pytest.raises(ExportError, match=r"'outside_package' offers the export '../../evil' .*a name consists of"):
        export(finished_run, "../../evil")


def test_of_several_things_the_one_in_use_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "def first():\n    return int('x')\ndef second():\n    return None\n"
    install_package(tmp_path, "outside_package", code, FORMS.group, one="first", two="second")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "outside_package", raising=False)
    outside = __import__("outside_package")
    for name, call in (("one", outside.first), ("two", lambda: outside.second().nothing)):
        with pytest.raises((ValueError, AttributeError)) as raised, FORMS.using(name):
            call()
        assert f"which offers the export '{name}' as" in fault_of_package(raised.value)
    with pytest.raises(ValueError, match="invalid literal") as raised:
        outside.first()
    said = fault_of_package(raised.value)
    assert "offers the export 'one' as outside_package:first and the export 'two' as outside_package:second" in said


TEACHER = """
from tutelage.teacher import TeacherKind
class Mine:
    def combinations(self, skills):
        return []
    def answer(self{parameters}):
        return {answer}
class Kind(TeacherKind):
    def make(self, config, setup):
        return {made}
KIND = Kind()
"""


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("None", r"the teacher \(outside_package.Mine\) answers with a NoneType: an iterator of Reply is needed"),
        ("[None]", r"the teacher \(outside_package.Mine\) answers with a NoneType: a Reply or a Charge is needed"),
        ("exit(3)", r"the teacher \(outside_package.Mine\) ended the program \(SystemExit: 3\)"),
    ],
)
def test_a_teacher_that_answers_nonsense_is_named(
    answer: str, fault: str, install: Install, tmp_path: Path, tiny_student: Path
) -> None:
    install("tutelage.teachers", "KIND", TEACHER.format(parameters=", requests", answer=answer, made="Mine()"))
    recipe = make_recipe(tmp_path, tiny_student, teacher={"kind": "mine"})
    with pytest.raises(TeacherError, match=fault):
        make_course(recipe, progress=Quiet())


def test_a_teacher_of_another_signature_and_one_that_is_none_are_named(
    install: Install, tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("tutelage.teachers", "KIND", TEACHER.format(parameters="", answer="[]", made="Mine()"))
    recipe = make_recipe(tmp_path, tiny_student, teacher={"kind": "mine"})
    with pytest.raises(TypeError) as raised:
        make_course(recipe, progress=Quiet())
    assert "the teacher 'mine' as outside_package:KIND, failed with TypeError" in fault_of_package(raised.value)
    monkeypatch.setattr(sys.modules["outside_package"].Kind, "make", lambda self, config, setup: None)
    with pytest.raises(ValueError, match=r"teacher 'mine' of the package 'outside_package' .* makes no teacher"):
        make_course(recipe, progress=Quiet())


SUBJECT = """
class Subject:
    skills = {"adding": "adding"}
    def lesson(self, skill, source):
        return None
    def exercise(self, skill, difficulty, source):
        return 3
    misconception = exercise
    def composed(self, lower, upper, source):
        return None
    def distinct(self, skill, difficulty):
        return None
    def pairs(self, skills):
        return []
SUBJECT = Subject()
"""


@pytest.mark.parametrize("wrap", [lambda teacher: teacher, Roles, Metered])
def test_an_answer_to_no_request_is_refused_and_calls_in_flight_are_waited_for(wrap: Callable[[Any], Any]) -> None:
    closed = []

    class Mine(ScriptedTeacher):
        def answer(self, requests: Sequence[Request]) -> Iterator[Reply]:
            try:
                yield Reply(request="nobody's")
            finally:
                closed.append(True)

    asked = LessonRequest(id="r", skill="one-step", seed=0)
    with pytest.raises(TeacherError, match=r"Mine.* answers a request that was not made: \"nobody's\""):
        list(answers(wrap(Mine(script)), [asked]))
    assert closed == [True]


@pytest.mark.parametrize("pairs", ["one-step", [("one-step",)], [("one-step", "nowhere")], [None]])
def test_pairs_of_other_skills_are_refused(pairs: Any) -> None:
    class Mine(ScriptedTeacher):
        def combinations(self, skills: Sequence[str]) -> Any:
            return pairs

    with pytest.raises(TeacherError, match=r"Mine\) combines .*: pairs of the skills that it was asked about"):
        combinations(Mine(script), ["one-step", "leap"])


def test_a_fault_of_a_subject_is_the_subjects_though_none_of_its_code_runs(install: Install, tmp_path: Path) -> None:
    install("tutelage.subjects", "SUBJECT", SUBJECT)
    (tmp_path / "syllabus.yaml").write_text("title: S\nunits:\n  - {name: A, skills: [{id: adding, name: adding}]}\n")
    teacher = make_teacher(TeacherConfig(subject="mine"), read_syllabus(tmp_path / "syllabus.yaml"))
    request = ExercisesRequest(id="r", skill="adding", seed=0, number=1)
    with pytest.raises((AttributeError, TypeError)) as raised:
        list(teacher.answer([request]))
    assert "the subject 'mine' as outside_package:SUBJECT, failed with" in fault_of_package(raised.value)


def test_the_run_says_when_a_target_gives_no_new_exercises(monkeypatch: pytest.MonkeyPatch, finished_run: Path) -> None:
    monkeypatch.setattr(TARGETS, "_registered", {})

    class Nothing:
        reason = "{}"

        def due(self, findings: object) -> dict[str, float]:
            return {}

    TARGETS.register("nothing", Nothing())
    run, recipe, said = open_run.open_run(finished_run), open_run.recipe_of(finished_run), []

    class Noting(Quiet):
        def say(self, line: str) -> None:
            said.append(line)

    adaptation.adapt(
        run.graph,
        run.course,
        run.rounds[0],
        ScriptedTeacher(script),
        recipe.adapt.model_copy(update={"target": "nothing", "composed_share": 0.0}),
        dynamics=recipe.dynamics,
        writing=recipe.course,
        used=(),
        seed=0,
        progress=Noting(),
    )
    assert "no new exercises after round 1: the target 'nothing' gives none to any skill" in said
