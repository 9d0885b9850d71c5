"""*In short*: every sentence and every piece of advice rests on the run's own figures."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from test_report import make_run
from tutelage import stats
from tutelage.cli import app
from tutelage.config import ERROR_RULES
from tutelage.dynamics.rules import find_rule
from tutelage.exams.gate import facts_of
from tutelage.exams.general_text import ForgettingSummary
from tutelage.exams.new_forms import FormRow, FormShare
from tutelage.records import (
    NO_MORE,
    Account,
    Estimate,
    Evaluation,
    GateRecord,
    Interval,
    Origin,
    RequestKind,
    RunRecord,
)
from tutelage.report import advice, formats, in_short
from tutelage.report.evidence import Arms, Data, Evidence, gather
from tutelage.report.exam import PairedMarks
from tutelage.report.figures import draw_bar
from tutelage.report.page import render
from tutelage.report.practice import Shares
from tutelage.report.terminal import run_text
from tutelage.stats import Range, wilson


@pytest.fixture(scope="module")
def run() -> RunRecord:
    return make_run(rounds=3, per_skill=30)


@pytest.fixture(scope="module")
def evidence(run: RunRecord) -> Evidence:
    return gather(run)._replace(has_no_more={Origin.COURSE: False, Origin.EXAM: False})


def with_recipe(evidence: Evidence, **sections: dict[str, Any]) -> Evidence:
    return evidence._replace(recipe={**evidence.recipe, **sections})


def without_errors(evidence: Evidence, rule: str) -> Evidence:
    return with_recipe(evidence, course={"misconceptions_per_skill": 0}, dynamics={"rule": rule})


@pytest.fixture(autouse=True)
def rule_that_needs_no_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = replace(find_rule("mixture"), name="needs-none")
    monkeypatch.setitem(ERROR_RULES._registered, mine.name, mine)


def with_forms(evidence: Evidence, new: Interval, old: Interval, p: float = 0.001) -> Evidence:
    row = FormRow("", FormShare(wilson(1, 20), old, p), FormShare(wilson(1, 20), new, p))
    return evidence._replace(exam=evidence.exam._replace(forms=(row,)))


def text(parts: tuple[Any, ...]) -> str:
    return "".join(map(str, parts))


# --- figures ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "digits", "shown"),
    [
        (0.125, 0, "13 %"),
        (0.875, 0, "88 %"),
        (0.615, 0, "62 %"),
        (0.4315, 1, "43.2 %"),
        (0, 1, "0.0 %"),
        (1, 0, "100 %"),
    ],
)
def test_halves_are_rounded_up(share: float, digits: int, shown: str) -> None:
    assert formats.percent(share, digits) == shown


def test_a_change_is_rounded_alike_in_both_directions(run: RunRecord) -> None:
    assert [formats.points(change, 0) for change in (0.125, -0.125, -0.004)] == ["+13", "-13", "+0"]
    assert formats.points(-0.1225) == "-12.3"
    bar = draw_bar(Shares(1, (1, 7, 0, 0), 8), 1040, 26)
    assert [block.label for block in bar if block.examples] == ["13 %", "88 %"]


def test_page_and_terminal_write_the_same_figures(run: RunRecord) -> None:
    final = wilson(sum(score.correct for score in run.evaluations["final"].scores), 64)
    page, terminal = render(run).replace("\u00a0", " "), run_text(run)
    for shown in (formats.percent(final.share, 1), formats.bounds(final, 1)):
        assert shown in page
        assert shown in terminal
    block = terminal.partition("\n\n")[0].splitlines()
    assert block[0] == "In short"
    assert max(map(len, block)) <= 80
    for statement in in_short.in_short(gather(run)).statements:
        assert statement.text in " ".join(" ".join(line[in_short.TOPIC :] for line in block[1:]).split())


# --- what is said -----------------------------------------------------------------------------------


def test_new_forms_come_first_with_their_interval(evidence: Evidence) -> None:
    new, old = wilson(14, 80), wilson(55, 80)
    said = text(in_short.learnt(with_forms(evidence, new, old)))
    assert said.index("17.5 % of 80 questions (95 % interval 10.7 to 27.3) right, base 5.0 %") < said.index(
        "68.8 % of 80"
    )
    assert "a gain beyond chance (p = 0.001)" in said
    assert "Chance alone" in text(in_short.learnt(with_forms(evidence, new, old, p=0.2)))


def test_without_held_out_forms_it_says_so(run: RunRecord, evidence: Evidence) -> None:
    assert "No form of question was held out" in text(in_short.learnt(evidence))
    said = text(in_short.learnt(evidence._replace(holds_out="Of each fact one wording was held out.")))
    assert "Of each fact one wording was held out." in said
    assert "No form" not in said
    swapped = dict(zip(run.evaluations, reversed(run.evaluations.values()), strict=True))
    assert "a loss beyond chance" in text(in_short.learnt(gather(run.model_copy(update={"evaluations": swapped}))))
    same = {"base": run.evaluations["base"], "final": run.evaluations["base"]}
    assert "Chance alone" in text(in_short.learnt(gather(run.model_copy(update={"evaluations": same}))))


def test_an_unfinished_run_claims_nothing(run: RunRecord) -> None:
    base = {"base": run.evaluations["base"]}
    found = in_short.in_short(gather(run.model_copy(update={"evaluations": base, "kept": None})))
    assert "Only the base student was examined" in found.statements[0].text
    assert {"Where not", "Gate"}.isdisjoint(statement.topic for statement in found.statements)
    assert found.advice == ()
    nothing = gather(run.model_copy(update={"evaluations": {"base": Evaluation(scores=())}, "rounds": ()}))
    assert "There was no exam" in text(in_short.learnt(nothing))


def test_weakest_and_fallen_skills_are_named_and_led_to(evidence: Evidence) -> None:
    rows = [
        row._replace(base=wilson(4, 8), final=wilson(right, 8), change=(right - 4) / 8)
        for row, right in zip(evidence.skills, (8, 1, 3, 8, 6, 5, 7, 8), strict=True)
    ]
    parts = in_short.weak_skills(evidence._replace(skills=tuple(rows)))
    links = [part.id for part in parts if isinstance(part, in_short.SkillLink)]
    assert links == [f"skill-{n}" for n in (1, 2, 5, 4, 6, 1, 2)]
    assert "operation number 1 50 → 13 %" in text(parts)
    assert "Fell: operation number 1 50 → 13 %, operation number 2 50 → 38 %." in text(parts)
    assert "With 8 questions a skill, each figure is only a hint" in text(parts)


def test_suspects_that_nothing_could_check_are_counted(evidence: Evidence) -> None:
    found = CLEAN._replace(suspected=9, dropped=2, found_right=3)
    said = text(in_short.data(evidence._replace(data=found)))
    assert "9 exercises suspected of an error: 2 dropped, 3 found right and kept, 4 kept unchecked." in said
    said = text(in_short.data(evidence._replace(data=found._replace(dropped=6))))
    assert "6 dropped, 3 found right and kept." in said


@pytest.mark.parametrize(
    ("totals", "says"),
    [
        ((1, 2, 2), "With 1 to 2 questions a skill, each figure is only a hint."),
        ((1, 1, 1), "With 1 question a skill, each figure is only a hint."),
        ((1, 30, 30), "Some skills have no more than 1 question: their figures are only a hint."),
    ],
)
def test_few_questions_a_skill_are_counted_for_all_of_them(
    totals: tuple[int, ...], says: str, evidence: Evidence
) -> None:
    rows = [row._replace(final=wilson(0, total)) for row, total in zip(evidence.skills, totals, strict=False)]
    assert text(in_short.weak_skills(evidence._replace(skills=tuple(rows)))).endswith(says)


def test_adaptation_is_judged_by_the_control_alone(run: RunRecord, evidence: Evidence) -> None:
    assert "Nobody knows" in text(in_short.adaptation(evidence))
    assert "never changed" in text(in_short.adaptation(evidence._replace(adapted=False)))
    control = run.model_copy(update={"evaluations": {**run.evaluations, "control": run.evaluations["base"]}})
    found = gather(control)
    final = sum(score.correct for score in run.evaluations["final"].scores)
    base = sum(score.correct for score in run.evaluations["base"].scores)
    assert found.arms is not None
    assert found.arms.difference.value == pytest.approx((final - base) / 64)
    assert "better than static training beyond chance" in text(in_short.adaptation(found))
    equal = found._replace(arms=Arms(0.5, 0.5, Range(0.0, -0.1, 0.1), 1.0))
    assert "no difference can be detected" in text(in_short.adaptation(equal))


def test_data_and_cost_are_those_of_the_run(run: RunRecord, evidence: Evidence) -> None:
    changes = [change for round_ in run.rounds if round_.adapted for change in round_.adapted.changes]
    dropped = sum(change.action == "drop" for change in changes)
    assert dropped
    assert f"{dropped} dropped" in text(in_short.data(evidence))
    assert "tokens trained on" in text(in_short.cost(evidence))
    assert "Forgetting was not measured" in text(in_short.cost(evidence))
    assert text(in_short.verdict(evidence)).startswith("Not passed: missing 10.6 %, wanted at most 10.0 %")


# --- advice -----------------------------------------------------------------------------------------

Change = Callable[[Evidence], Evidence]
FORGOT = ForgettingSummary(10, 60.0, 80.0, Estimate(value=1.3, low=1.2, high=1.4), None, None, None)
CLEAN = Data(0, 0, 0, 100, 0, 100, 0, 0, 0, 0, 0, 0)


def paired(gained: int, lost: int) -> PairedMarks:
    return PairedMarks(gained, lost, 40, stats.mcnemar(gained, lost))


def arms(difference: float, p: float) -> Arms:
    return Arms(0.5, 0.5 + difference, Range(difference, difference - 0.1, difference + 0.1), p)


def unsure(evidence: Evidence, gained: int, lost: int, both: int) -> Evidence:
    """Where the gate is not sure of the gain."""
    exam = evidence.exam._replace(paired=PairedMarks(gained, lost, both, stats.mcnemar(gained, lost)))
    gate = evidence.gate.model_copy(update={"verdicts": ()})
    return with_recipe(evidence._replace(exam=exam, gate=gate), gate={"exam_gain": {"at_least": 0.05}})


def unlearnt(evidence: Evidence) -> Evidence:
    return evidence._replace(exam=evidence.exam._replace(paired=evidence.exam.paired._replace(p=0.4)))


CASES: list[tuple[advice.Rule, Change, str]] = [
    (advice.leaked, lambda e: e._replace(data=CLEAN._replace(leaked=2)), "seed: 2"),
    (
        advice.leaked,
        lambda e: with_recipe(e._replace(data=CLEAN._replace(leaked=1)), course={"also": ["mine.jsonl"]}),
        "course.also: [the same files without them; 'tutelage leakage' lists them]",
    ),
    (
        advice.leaked,
        lambda e: with_recipe(e._replace(data=CLEAN._replace(leaked=1)), exam={"questions": "mine.jsonl"}),
        "exam.questions: [the same file without them; 'tutelage leakage' lists them]",
    ),
    (advice.learnt_nothing, unlearnt, "course.exercises_per_skill: 80"),
    # Of a teacher that has no more, more cannot be asked for.
    (
        advice.learnt_nothing,
        lambda e: unlearnt(e)._replace(recipe=dict(e.recipe) | {"documents": ["a"]}, has_no_more={Origin.COURSE: True}),
        "documents: [more of them]",
    ),
    (
        advice.learnt_nothing,
        lambda e: unlearnt(e)._replace(has_no_more={Origin.COURSE: True}),
        "syllabus: one with more skills",
    ),
    # Who only reads does not practise.
    (advice.learnt_nothing, lambda e: unlearnt(e)._replace(rounds=0), "reading.epochs: 2"),
    (
        advice.forgot,
        lambda e: with_recipe(e._replace(forgetting=FORGOT, rounds=0), reading={"learning_rate": 0.0001}),
        "reading.learning_rate: 5e-05",
    ),
    (
        advice.few_questions,
        lambda e: with_forms(e, wilson(7, 15), wilson(10, 15))._replace(has_no_more={Origin.EXAM: True}),
        "exam.questions: [a file with questions of your own]",
    ),
    (
        advice.few_questions,
        lambda e: with_recipe(with_forms(e, wilson(7, 15), wilson(10, 15)), exam={"questions": "mine.jsonl"}),
        "exam.questions: [a file with more of them]",
    ),
    (
        advice.templates_learnt,
        lambda e: with_recipe(with_forms(e, wilson(14, 80), wilson(55, 80)), course={"exercises_per_skill": 24}),
        "course.exercises_per_skill: 48",
    ),
    (
        advice.templates_learnt,
        lambda e: with_recipe(with_forms(e, wilson(14, 80), wilson(55, 80)), course={"difficulties": [1]}),
        "course.difficulties: [1, 2, 3]",
    ),
    (
        advice.forgot,
        lambda e: with_recipe(e._replace(forgetting=FORGOT), practice={"learning_rate": 0.001}),
        "practice.learning_rate: 0.0005",
    ),
    (advice.no_control, lambda e: e._replace(arms=None, adapted=True), "practice.control: true"),
    (advice.control_wins, lambda e: e._replace(arms=arms(-0.2, 0.01)), "adapt.enabled: false"),
    (
        advice.few_questions,
        lambda e: with_recipe(with_forms(e, wilson(7, 15), wilson(10, 15)), course={"exam_questions_per_skill": 10}),
        "course.exam_questions_per_skill: 51",
    ),
    (
        advice.few_questions,
        lambda e: with_recipe(unsure(e, 5, 1, 24), course={"exam_questions_per_skill": 8}),
        "course.exam_questions_per_skill: 21",
    ),
    (
        advice.few_questions,
        lambda e: with_recipe(unsure(e, 5, 1, 24), exam={"questions": "mine.jsonl"}),
        "exam.questions: [a file with 63 of them]",
    ),
    (
        advice.still_learning,
        lambda e: e._replace(last_round=paired(11, 1), rounds=2),
        "practice.rounds: 3",
    ),
    (advice.overdone, lambda e: e._replace(after_kept=paired(1, 11), kept="round-1"), "practice.rounds: 1"),
    (advice.replies_cut_off, lambda e: e._replace(unanswered=wilson(5, 20)), "exam.max_new_tokens: 192"),
    (advice.course_incomplete, lambda e: e._replace(data=CLEAN._replace(missing=5, used_up=5)), "course.max_drafts: 8"),
    (advice.too_long, lambda e: e._replace(data=CLEAN._replace(left_out=3)), "practice.max_length: 1024"),
    (
        advice.nothing_to_recognise_errors_by,
        lambda e: with_recipe(e, course={"misconceptions_per_skill": 0}),
        "course.misconceptions_per_skill: 4",
    ),
]


@pytest.mark.parametrize(("rule", "change", "line"), CASES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_rule_names_the_line_to_change(rule: advice.Rule, change: Change, line: str, evidence: Evidence) -> None:
    found = rule(change(evidence))
    assert found is not None
    assert found.line == line


def test_a_gain_that_takes_too_many_questions_to_be_sure_of_is_said_to(evidence: Evidence) -> None:
    found = advice.learnt_nothing(unsure(evidence, 9, 7, 24))
    assert found is not None
    assert re.search(r"it would take about [\d,]+ questions to be sure of one so small, which is too many", found.why)
    fewer = advice.learnt_nothing(unsure(evidence, 5, 1, 24))
    assert fewer is not None
    assert "too many" not in fewer.why


QUIET: list[tuple[advice.Rule, Change]] = [
    (advice.leaked, lambda e: e._replace(data=CLEAN)),
    (advice.learnt_nothing, lambda e: e),
    (advice.templates_learnt, lambda e: with_forms(e, wilson(50, 80), wilson(55, 80))),
    (advice.templates_learnt, lambda e: e),
    (advice.forgot, lambda e: e),
    (advice.forgot, lambda e: e._replace(forgetting=FORGOT._replace(ratio=Estimate(value=1.1, low=1.05, high=1.2)))),
    (advice.forgot, lambda e: e._replace(forgetting=FORGOT._replace(ratio=Estimate(value=1.3, low=0.9, high=1.9)))),
    (advice.no_control, lambda e: e._replace(arms=arms(0.1, 0.2))),
    (advice.no_control, lambda e: e._replace(adapted=False)),
    (advice.control_wins, lambda e: e._replace(arms=arms(-0.2, 0.2))),
    (advice.control_wins, lambda e: e._replace(arms=arms(0.2, 0.01))),
    (advice.few_questions, lambda e: with_forms(e, wilson(70, 160), wilson(70, 160))),
    (advice.few_questions, lambda e: unsure(e, 9, 7, 24)),
    (advice.still_learning, lambda e: e._replace(last_round=PairedMarks(1, 0, 6, stats.mcnemar(1, 0)))),
    (advice.still_learning, lambda e: e._replace(last_round=paired(1, 11))),
    (advice.still_learning, lambda e: e._replace(last_round=None)),
    (advice.still_learning, lambda e: e._replace(last_round=paired(11, 1), forgetting=FORGOT)),
    (advice.overdone, lambda e: e._replace(after_kept=paired(0, 3), kept="round-1")),
    (advice.overdone, lambda e: e._replace(after_kept=None, kept="round-2")),
    (advice.overdone, lambda e: e._replace(after_kept=paired(1, 11), kept="reading")),
    (advice.replies_cut_off, lambda e: e._replace(unanswered=wilson(2, 20))),
    (advice.course_incomplete, lambda e: e._replace(data=CLEAN._replace(missing=5, used_up=1))),
    (advice.course_incomplete, lambda e: e._replace(data=CLEAN._replace(nothing_new=50))),
    (advice.course_incomplete, lambda e: e._replace(data=CLEAN._replace(missing=5, left_out_by_person=4))),
    (advice.too_long, lambda e: e._replace(data=CLEAN)),
    (advice.nothing_to_recognise_errors_by, lambda e: e),
    (advice.nothing_to_recognise_errors_by, lambda e: without_errors(e, "mixture")),
    (advice.nothing_to_recognise_errors_by, lambda e: without_errors(e, "needs-none")),
    (advice.nothing_to_recognise_errors_by, lambda e: without_errors(e, "of-a-package-that-is-gone")),
]


@pytest.mark.parametrize(("rule", "change"), QUIET)
def test_a_rule_is_silent_where_nothing_is_wrong(rule: advice.Rule, change: Change, evidence: Evidence) -> None:
    assert rule(change(evidence)) is None


def test_every_rule_is_tested_both_ways() -> None:
    assert {rule for rule, _, _ in CASES} == {rule for rule, _ in QUIET} == set(advice.RULES)


def test_every_line_is_one_of_a_recipe() -> None:
    from tutelage.config import Recipe

    for _, _, line in CASES:
        fields: Any = Recipe.model_fields
        for part in line.partition(":")[0].split("."):
            field = fields[part]
            fields = getattr(field.annotation, "model_fields", {})


def test_what_more_attempts_may_bring_is_counted_apart(run: RunRecord) -> None:
    def account(**values: Any) -> Account:
        given = {"skill": "a", "kind": RequestKind.EXERCISES, "origin": Origin.COURSE, "asked": 5, "accepted": 2}
        return Account.model_validate(given | values)

    spent = account(drafts=20, rejected={"wrong answer": 18})
    accounts = (
        spent,
        account(drafts=9, rejected={"wrong answer": 7}, failures={"no answer": 2}),  # attempts are left
        account(drafts=18, rejected={"duplicate": 16}, failures={NO_MORE: 2}),  # the teacher has no more
        account(origin=Origin.EXAM, asked=3, drafts=2),
        account(origin=Origin.EXAM, asked=4, drafts=2),
    )
    course = run.course.model_copy(update={"accounts": accounts})
    quiet = tuple(round_.model_copy(update={"adapted": None}) for round_ in run.rounds)
    found = gather(run.model_copy(update={"course": course, "rounds": quiet}))
    assert found.data.used_up == spent.missing == 3
    assert found.has_no_more == {Origin.COURSE: True, Origin.EXAM: True}
    for most, named in ((7, 7), (8, 0)):
        changed = {"course": course, "recipe": {"course": {"exam_questions_per_skill": most}}}
        assert facts_of(run.model_copy(update=changed)).per_skill == named, "the gate names it only where it acts"
    assert not course.has_no_more(Origin.EXAM, 7), "of a skill, all together"
    assert course.has_no_more(Origin.EXAM, 8)
    assert not course.has_no_more(Origin.PROBE, 8), "where none were asked for, nothing is known"


def test_two_rules_on_one_line_give_one_advice(evidence: Evidence) -> None:
    both = with_forms(evidence, wilson(2, 80), wilson(55, 80))
    both = both._replace(exam=both.exam._replace(paired=both.exam.paired._replace(p=0.5)))
    lines = [item.line for item in advice.advise(both)]
    assert lines.count("course.exercises_per_skill: 80") == 1
    assert len(lines) <= advice.MOST


def test_a_gate_that_fails_says_what_failed(evidence: Evidence) -> None:
    from tutelage.records import GateVerdict

    failed = GateVerdict(
        condition="perplexity", wanted="at most 1.15 times", found="1.30 times", outcome="not passed", why=""
    )
    gate = GateRecord(run="", outcome="not passed", verdicts=(failed,), conditions={})
    said = text(in_short.verdict(evidence._replace(gate=gate)))
    unknown = failed.model_copy(update={"found": "", "outcome": "cannot tell", "why": "resume it"})
    waiting = GateRecord(run="", outcome="cannot tell", verdicts=(unknown,), conditions={})
    assert text(in_short.verdict(evidence._replace(gate=waiting))) == "Cannot tell (perplexity): resume it."
    passed = GateRecord(run="", outcome="passed", verdicts=(), conditions={})
    assert text(in_short.verdict(evidence._replace(gate=passed))) == "Passed."
    assert said == "Not passed: perplexity 1.30 times, wanted at most 1.15 times."


def test_the_command_writes_the_page_again_and_says_it_in_short(finished_run: Path, tmp_path: Path) -> None:
    out = tmp_path / "again.html"
    before = (finished_run / "report.html").read_bytes()
    result = CliRunner().invoke(app, ["report", str(finished_run), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert out.read_bytes() == before
    assert result.output.startswith("In short\n")
    assert result.output.endswith(f"Report: {out}\n")


def test_an_unfinished_run_gets_a_page_of_another_name_and_stays_unfinished(
    finished_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(finished_run, tmp_path / "run")
    (tmp_path / "run" / "report.html").unlink()
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["report", "run"])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "run" / "report-so-far.html").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert not (tmp_path / "run" / "report.html").exists()
