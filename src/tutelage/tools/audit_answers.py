"""The second witness of an audit: what a student answers that has not practised an example.

The examples are divided into two halves. One student practises each half, as the audit's own did the whole, and answers
the questions of the other half several times. A student that has practised an example repeats its answer, also a wrong
one; so it is not asked about it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tutelage.config import AnswerConfig, StudentConfig
from tutelage.dynamics.answers import Agreement, agreement
from tutelage.errors import DataError, ExamError
from tutelage.exams import asking
from tutelage.exams.choice_questions import ALL, exercise_of
from tutelage.exams.local import checker_for, read_exam
from tutelage.grading import is_right
from tutelage.grading.extract import MAX_ANSWER_CHARS, readable, stated, trim
from tutelage.progress import Progress, counted, duration
from tutelage.records import Checker, Evaluation, Exercise, Score, Turn
from tutelage.seeds import derive, rng
from tutelage.storage import store
from tutelage.storage.directories import SettingsDirectory
from tutelage.storage.stages import STUDENT, Stage
from tutelage.student.loading import Student, load_tokenizer, prepare_student
from tutelage.tools.conversations import Conversation

TRAINING = "training"
"""The stage of an audit in which its student practises the whole."""
TEMPERATURE = 0.7
MOST_WORDS = 5
"""An answer in words that has more of them can hardly be checked by comparing it."""
LONGER = 2
"""A reply has at most so many times the tokens of the example's own answer …"""
FEWEST_TOKENS = 32
"""… and at least so many."""


class Asked(NamedTuple):
    """An example that students are asked about."""

    key: Exercise
    """Its question with its own answer, as replies are marked."""
    prompt: tuple[Turn, ...]
    """What it says before its last answer."""
    tokens: int
    """Those of its last answer."""


def ask(
    work: SettingsDirectory,
    conversations: Sequence[Conversation],
    known: Mapping[str, Exercise],
    *,
    samples: int,
    student: StudentConfig,
    seed: int,
    practise: Callable[[int, Sequence[Conversation]], Path],
    progress: Progress,
) -> dict[str, Agreement]:
    """What `samples` replies say to each of `known` (see `keys`), by its id.

    `conversations` are all that were trained on. `practise(number, those of one half)` trains a student and returns the
    folder of the stage, with the student in it; it is deleted when its answers are kept.
    """
    parts = halves(conversations, seed)
    stages = [Stage(f"answers-{samples}/half-{number}", Evaluation) for number in (1, 2)]
    source = prepare_student(student, progress)
    tokenizer = load_tokenizer(student, source)
    asked = _asked(conversations, known, lambda text: len(tokenizer(text)["input_ids"]))
    if not all(stage.done(work.path) for stage in stages):
        progress.say(_cost_text(work.path, conversations, asked, samples))
    found: dict[str, Agreement] = {}
    for number, stage in enumerate(stages, start=1):
        questions = [asked[each.id] for each in parts[2 - number] if each.id in asked]

        def carry_out(folder: Path, number: int = number, questions: Sequence[Asked] = questions) -> Evaluation:
            trained = practise(number, parts[number - 1])
            with asking.loaded_student(AnswerConfig().backend, student, source, trained / STUDENT, progress) as learner:
                assert isinstance(learner, Student)
                replies = asking.evaluate_with(
                    _sampling(learner, questions, samples, seed),
                    [each.key for each in questions],
                    [each.key.messages[:-1] for each in questions],
                    AnswerConfig().batch_size,
                    mark=asking.mark,
                    samples=samples,
                    evaluation="answers",
                    label=f"answers, half {number}",
                    folder=folder,
                    progress=progress,
                )
            shutil.rmtree(trained, ignore_errors=True)
            return replies

        replies: dict[str, list[Score]] = {}
        for score in work.stage(stage, carry_out).scores:
            replies.setdefault(score.question, []).append(score)
        found |= {name: agreement(asked[name].key, given) for name, given in replies.items() if name in asked}
    return found


def halves(conversations: Sequence[Conversation], seed: int) -> tuple[list[Conversation], list[Conversation]]:
    """Two halves, of every group, with all examples of one question in one of them."""
    groups: dict[str, list[str]] = {}
    of_question: dict[str, list[Conversation]] = {}
    for each in conversations:
        question = _question(each)
        if question not in of_question:
            groups.setdefault(each.skill, []).append(question)
        of_question.setdefault(question, []).append(each)
    parts: tuple[list[Conversation], list[Conversation]] = ([], [])
    count = 0
    for skill, questions in sorted(groups.items()):
        rng(seed, "halves", skill).shuffle(questions)
        for question in questions:
            parts[count % 2].extend(of_question[question])
            count += 1
    return parts


def keys(data: Path, conversations: Sequence[Conversation]) -> dict[str, Exercise]:
    """The question of each example with the short answer that it gives, by id: the one that its text marks, else the
    one in its row. Examples without one that replies can be compared with are left out. Raises `DataError` if there are
    no two questions with one."""
    of_line: dict[int, Exercise] = {}
    with suppress(ExamError):  # no row has the form of an exam's: there are only the texts
        found = read_exam(data)
        of_line.update(zip(found.lines, found.questions, strict=True))
    made: dict[str, Exercise] = {}
    for each in conversations:
        if each.calls or [turn.role for turn in each.turns[-2:]] != ["user", "assistant"]:
            continue
        text, row = each.turns[-1].content, of_line.get(each.line)
        marked = trim(stated(readable(text)))
        if row is None or (marked and not is_right(marked, row)):
            row = _exercise(_question(each), marked or text.strip(), MOST_WORDS if marked else 1)
        if row is not None and not row.checker.open and _is_short(row.answer, row.checker, MOST_WORDS):
            made[each.id] = row.model_copy(update={"id": each.id, "skill": each.skill})
    if len({question.question for question in made.values()}) < 2:
        raise DataError(
            f"{data}: --answers needs two questions with a short answer to compare (after 'Answer:' or '####', in "
            "\\boxed{…}, or in a column of its own): leave it out"
        )
    return made


def _exercise(question: str, answer: str, words: int) -> Exercise | None:
    """A question with an answer of at most so many words."""
    if not 0 < len(answer) <= MAX_ANSWER_CHARS:
        return None
    checker = checker_for(answer)
    return exercise_of(question, "", answer, ALL, checker) if _is_short(answer, checker, words) else None


def _is_short(answer: str, checker: Checker, words: int) -> bool:
    return checker is not Checker.TEXT or len(answer.split()) <= words


def _question(conversation: Conversation) -> str:
    return next(turn.content.strip() for turn in reversed(conversation.turns) if turn.role == "user")


def _asked(
    conversations: Sequence[Conversation], known: Mapping[str, Exercise], tokens: Callable[[str], int]
) -> dict[str, Asked]:
    asked = {}
    for each in conversations:
        if each.id in known:
            *before, answer = each.turns
            asked[each.id] = Asked(known[each.id], tuple(before), tokens(answer.content))
    return asked


def _cost_text(work: Path, conversations: Sequence[Conversation], asked: Mapping[str, Asked], samples: int) -> str:
    """What is about to be done, by what the audit's own training took."""
    took = (store.read_manifest(work / TRAINING) or {}).get("seconds", 0.0)
    out = len(conversations) - len(asked)
    tokens = samples * sum(each.tokens for each in asked.values())
    return (
        f"  answers: two students practise half of the {counted(len(conversations), 'example')} each, which takes as "
        f"long as the training before ({duration(took)}), and give {counted(samples, 'reply', 'replies')} to each of "
        f"{counted(len(asked), 'question')} of the other half, about {tokens:,} tokens"
        + (f"; {counted(out, 'example')} without a short answer to compare are not asked about" if out else "")
    )


def _sampling(learner: Student, asked: Sequence[Asked], samples: int, seed: int) -> asking.AnswerBatch:
    def answer(batch: list[int]) -> Iterator[tuple[int, str]]:
        from tutelage.student import generation  # imports torch: not before it is needed

        requests = []
        for item in batch:
            question, sample = asked[item // samples], item % samples
            longest = max(FEWEST_TOKENS, LONGER * question.tokens)
            turns = [turn.turn() for turn in question.prompt]
            drawn = derive(seed, "answers", question.key.id, sample)
            requests.append(generation.GenerationRequest(turns, longest, TEMPERATURE, drawn))
        yield from zip(batch, (reply.text for reply in generation.sample(learner, requests)), strict=True)

    return answer
