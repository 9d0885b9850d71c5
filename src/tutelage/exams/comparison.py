"""Compare two runs, or two groups of runs with several seeds each, on the same exam questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path

from tutelage import stats
from tutelage.errors import ExamError
from tutelage.progress import WIDTH, counted, cut, points, rounded, wrap
from tutelage.records import Comparison, ComparisonRow, Estimate, Evaluation, Score
from tutelage.stats import FEW_QUESTIONS, LEVEL
from tutelage.storage import open_run, stages, store

MOST_ROWS = 20
"""Skills in a printed table."""
INTERVAL_ALONE = "The interval leaves 0 out, but with so few changes it is too narrow: the test decides."

Scores = dict[str, Score]
Pair = tuple[Scores, Scores]


def compare(first: str | Path | Sequence[str | Path], second: str | Path | Sequence[str | Path]) -> Comparison:
    """Compare the last evaluations of two finished runs question by question, overall and per skill.

    Each side is a run folder, `RUN:EVALUATION` (such as `runs/calculus:base`), a folder with one evaluation, or a
    list of them: one for each seed, paired in this order. Raises `ExamError` if a pair had different questions.
    """
    sides = [[side] if isinstance(side, str | Path) else list(side) for side in (first, second)]
    if not sides[0] or len(sides[0]) != len(sides[1]):
        raise ExamError(
            f"{len(sides[0])} and {len(sides[1])} runs cannot be paired: name equally many runs on either side, in the "
            "same order of seeds"
        )
    pairs = [(read_scores(str(a)), read_scores(str(b))) for a, b in zip(*sides, strict=True)]
    for (before, after), a, b in zip(pairs, *sides, strict=True):
        _check_same(before, after, str(a), str(b))
    return compare_pairs(pairs, *([_full_name(str(side)) for side in names] for names in sides))


def _full_name(name: str) -> str:
    """With the evaluation, even where only a run was named: one that is not finished will have later ones."""
    folder = evaluation_folder(name)
    return f"{folder.parent.parent}:{folder.name}" if folder.parent.name == stages.EXAM else name


def read_scores(name: str) -> Scores:
    """The scores of one evaluation by question; `name` as for `compare`."""
    folder = evaluation_folder(name)
    try:
        scores = store.read_bundle(folder, Evaluation).scores
    except FileNotFoundError:
        raise ExamError(f"{folder} has no evaluation of an exam: there is no scores.jsonl") from None
    return {score.question: score for score in scores}


def evaluation_folder(name: str) -> Path:
    """The folder of an evaluation: of the run's last one, if only a run is named."""
    path, evaluation = Path(name), ""
    if not path.exists() and ":" in name:
        run, _, evaluation = name.rpartition(":")
        path = Path(run)
    if not path.is_dir():
        raise ExamError(f"no run at {path}: name a run folder, or RUN:EVALUATION such as {path}:base")
    if (path / store.CONFIG).is_file():
        open_run.check_run(path, open_run.recipe_of(path))
    exams = path / stages.EXAM
    if not evaluation and (path / store.MANIFEST).is_file() and not exams.is_dir():
        return path
    done = stages.sorted_states([folder.name for folder in exams.glob("*") if store.read_manifest(folder) is not None])
    if not done:
        raise ExamError(f"{path} has no finished exam: run its recipe first")
    if evaluation and evaluation not in done:
        raise ExamError(f"{path} has no evaluation '{evaluation}'; it has {', '.join(done)}")
    return exams / (evaluation or done[-1])


def _check_same(first: Scores, second: Scores, a: str, b: str) -> None:
    shared = len(first.keys() & second.keys())
    if not first or not second:
        raise ExamError(f"the exam of {b if first else a} has no questions: there is nothing to compare")
    if shared < max(len(first), len(second)):
        raise ExamError(
            f"{a} and {b} took different exams: {shared} questions are shared, of {len(first)} and {len(second)}. "
            "Compare runs with the same course and seed, or evaluate both on one file of questions"
        )


def compare_pairs(pairs: Sequence[Pair], first: Sequence[str], second: Sequence[str]) -> Comparison:
    """The comparison of pairs of evaluations, each pair with the same questions."""
    same = all(pair[0].keys() == pairs[0][0].keys() for pair in pairs)
    overall = _row("", pairs, same)
    rows = [row for skill in _skills(pairs) if (row := _row(skill, _of_skill(pairs, skill), same)) is not None]
    assert overall is not None  # every pair has questions
    corrected = stats.holm([row.p for row in rows])
    skills = tuple(row.model_copy(update={"corrected": p}) for row, p in zip(rows, corrected, strict=True))
    return Comparison(
        first=tuple(first),
        second=tuple(second),
        same_exam=same,
        all=overall,
        skills=skills,
        seeds=_over_seeds(pairs),
        sentence=conclusion(overall, len(pairs)),
    )


def _skills(pairs: Sequence[Pair]) -> list[str]:
    """Skills that every pair has questions of, in the order of the exam."""
    found = [dict.fromkeys(score.skill for score in before.values()) for before, _ in pairs]
    return [skill for skill in found[0] if all(skill in others for others in found[1:])]


def _of_skill(pairs: Sequence[Pair], skill: str) -> list[Pair]:
    def only(marks: Mapping[str, Score]) -> Scores:
        return {question: score for question, score in marks.items() if score.skill == skill}

    return [(only(before), only(after)) for before, after in pairs]


def _row(skill: str, pairs: Sequence[Pair], same: bool) -> ComparisonRow | None:
    order = list(pairs[0][0])
    both = [
        ([float(before[q].correct) for q in questions], [float(after[q].correct) for q in questions])
        for before, after in pairs
        for questions in [order if same else list(before)]
    ]
    found = stats.bootstrap_paired([a for a, _ in both], [b for _, b in both]) if same else stats.bootstrap_nested(both)
    if found is None:
        return None
    marks = [mark for a, b in both for mark in zip(a, b, strict=True)]
    gained, lost = marks.count((0.0, 1.0)), marks.count((1.0, 0.0))
    p = stats.mcnemar(gained, lost) if len(pairs) == 1 else found.p
    return ComparisonRow(
        skill=skill,
        questions=len(marks),
        first=sum(sum(a) / len(a) for a, _ in both) / len(both),
        second=sum(sum(b) / len(b) for _, b in both) / len(both),
        difference=shown_difference(found.difference, len(marks)),
        ratio=Estimate(**found.ratio._asdict()) if found.ratio else None,
        gained=gained,
        lost=lost,
        p=p,
        corrected=p,
        smallest=stats.smallest_difference(len(marks), (gained + lost) / len(marks)) if len(pairs) == 1 else None,
    )


def shown_difference(found: stats.Range, questions: int) -> Estimate:
    """A bootstrap's difference, without its interval where that would claim more than the questions say: of few of
    them, or of no width because all changed alike."""
    if questions < FEW_QUESTIONS or found.low == found.high:
        return Estimate(value=found.value, low=None, high=None)
    return Estimate(**found._asdict())


def _over_seeds(pairs: Sequence[Pair]) -> Estimate | None:
    if len(pairs) == 1:
        return None
    differences = [sum(after[q].correct - before[q].correct for q in before) / len(before) for before, after in pairs]
    mean = stats.mean_over_seeds(differences)
    return Estimate(value=mean.value, low=mean.low, high=mean.high)


def conclusion(row: ComparisonRow, seeds: int) -> str:
    """What may be concluded from a comparison."""
    size = f"{row.questions} questions" + (f" in {seeds} pairs of runs" if seeds > 1 else "")
    size_of = f"{points(abs(row.difference.value)).lstrip('+')} points"
    if row.p < LEVEL:
        better = "more" if row.difference.value > 0 else "fewer"
        limits = "this exam and these seeds" if seeds > 1 else "this exam; another seed of the training may differ"
        return (
            f"The second answers {size_of} {better} right than the first, beyond chance ({p_value(row.p)}) on {limits}."
        )
    smallest = (
        f" A true difference of {points(row.smallest).lstrip('+')} points would be found four times out of five."
        if row.smallest is not None
        else ""
    )
    low, high = row.difference.low, row.difference.high
    apart = "" if low is None or high is None or low <= 0 <= high else f" {INTERVAL_ALONE}"
    return f"No difference can be detected at this size ({size}, {p_value(row.p)}).{apart}{smallest}"


def p_value(p: float) -> str:
    """Such as `p = 0.031` or `p < 0.001`."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def comparison_text(found: Comparison) -> str:
    """The comparison in 80 columns."""
    lines = [f"first:  {', '.join(found.first)}", f"second: {', '.join(found.second)}"]
    lines = [part for line in lines for part in wrap(line, WIDTH, subsequent_indent="        ")]
    lines += ["", f"{'Skill':<24} {'n':>5} {'first':>6} {'second':>6} {'diff.':>7} {'95 % interval':^18} {'p':>7}"]
    shown = _shown(found.skills)
    lines += [line for row in shown for line in _lines(row.skill, row)]
    if rest := len(found.skills) - len(shown):
        lines += [f"… and {counted(rest, 'skill')} without a difference, or with a smaller one (--json has all)"]
    lines += _lines("all", found.all)
    lines += ["", *wrap(f"{_changes(found)} {found.sentence}", WIDTH)]
    if found.seeds and found.seeds.low is not None and found.seeds.high is not None:
        lines += wrap(
            f"Over {counted(len(found.first), 'seed')}: "
            f"mean difference {points(found.seeds.value)}, Student's t interval "
            f"{points(found.seeds.low)} to {points(found.seeds.high)}.",
            WIDTH,
        )
    last = f"p of skills: after Holm's correction.{_too_few(found)} Shares and differences in percent."
    lines += wrap(last, WIDTH)
    return "\n".join(lines)


def _too_few(found: Comparison) -> str:
    """How many questions a skill would need, where not even one that went from none right to all could pass."""
    tests = len(found.skills)
    if (
        len(found.first) > 1
        or not tests
        or any(stats.mcnemar(row.questions, 0) * tests < LEVEL for row in found.skills)
    ):
        return ""
    needed = next(number for number in count(1) if stats.mcnemar(number, 0) * tests < LEVEL)
    return f" With so few questions none of {tests} skills can pass; it takes {needed} questions a skill."


def _shown(rows: Sequence[ComparisonRow]) -> list[ComparisonRow]:
    """All skills if they are few, otherwise those that differ most, in their order."""
    if len(rows) <= MOST_ROWS:
        return list(rows)
    most = sorted((row for row in rows if row.difference.value), key=lambda row: -abs(row.difference.value))[:MOST_ROWS]
    return [row for row in rows if row in most]


def _lines(name: str, row: ComparisonRow) -> list[str]:
    """A row of the table; a name that is too long for its column stands above its figures."""
    low, high = row.difference.low, row.difference.high
    interval = "–" if low is None or high is None else f"{points(low)} to {points(high)}"
    p = "< 0.001" if row.corrected < 0.001 else f"{row.corrected:.3f}"
    first, second = (rounded(100 * share, 1) for share in (row.first, row.second))
    figures = f"{row.questions:>5} {first:>6.1f} {second:>6.1f} {points(row.difference.value):>7} {interval:^18} {p:>7}"
    return [f"{name:<24} {figures}"] if len(name) <= 24 else [cut(name, WIDTH), f"{'':<24} {figures}"]


def _changes(found: Comparison) -> str:
    ratio = ""
    if found.all.ratio and found.all.ratio.low is not None and found.all.ratio.high is not None:
        its = found.all.ratio
        ratio = f"; {its.value:.2f} times as many are right ({its.low:.2f} to {its.high:.2f})"
    return f"{found.all.gained} went from wrong to right, {found.all.lost} from right to wrong{ratio}."
