"""The second witness of an audit: what its student answers once it has practised.

A student that has read each example a few times repeats what other examples confirm sooner than what is wrong. Students
that had practised only the other half of the data, and could repeat nothing, told less and took longer (docs/LOG.md).
"""

from __future__ import annotations

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
from tutelage.progress import Progress, counted
from tutelage.records import Checker, Evaluation, Exercise, Score, Turn
from tutelage.seeds import derive
from tutelage.storage.directories import SettingsDirectory
from tutelage.storage.stages import Stage
from tutelage.student.loading import Student, load_tokenizer, prepare_student
from tutelage.tools.conversations import Conversation

TEMPERATURE = 0.7
MOST_WORDS = 5
"""An answer in words that has more of them can hardly be checked by comparing it."""
LONGER = 2
"""A reply has at most so many times the tokens of the example's own answer …"""
FEWEST_TOKENS = 32
"""… and at least so many."""


class Asked(NamedTuple):
    """An example that a student is asked about."""

    key: Exercise
    """Its question with its own answer, as replies are marked."""
    prompt: tuple[Turn, ...]
    """What it says before its last answer."""
    answer: str
    """That answer, as it is trained on."""


def ask(
    work: SettingsDirectory,
    conversations: Sequence[Conversation],
    known: Mapping[str, Exercise],
    *,
    samples: int,
    config: StudentConfig,
    seed: int,
    practised: Callable[[], Path],
    progress: Progress,
) -> dict[str, Agreement]:
    """What `samples` replies say to each of `known` (see `keys`) among the conversations, by its id.

    `practised` gives the folder with what the student has learnt; it is not called if all has been answered before.
    """
    asked = _asked(conversations, known)

    def carry_out(folder: Path) -> Evaluation:
        source = prepare_student(config, progress)
        tokenizer = load_tokenizer(config, source)
        tokens = [len(tokenizer(each.answer)["input_ids"]) for each in asked]
        with asking.loaded_student(AnswerConfig().backend, config, source, practised(), progress) as learner:
            assert isinstance(learner, Student)
            return asking.evaluate_with(
                _sampling(learner, asked, tokens, samples, seed),
                [each.key for each in asked],
                [each.key.messages[:-1] for each in asked],
                AnswerConfig().batch_size,
                mark=asking.mark,
                samples=samples,
                evaluation="answers",
                label="answers",
                folder=folder,
                progress=progress,
            )

    replies: dict[str, list[Score]] = {}
    for score in work.stage(Stage(f"answers-{samples}", Evaluation), carry_out).scores:
        replies.setdefault(score.question, []).append(score)
    return {each.key.id: agreement(each.key, replies[each.key.id]) for each in asked if each.key.id in replies}


def keys(data: Path, conversations: Sequence[Conversation]) -> dict[str, Exercise]:
    """The question of each example with the short answer that it gives, by id: the one that its text marks, else the
    one in its row. Examples without one that replies can be compared with are left out. Raises `DataError` if
    there is none with one."""
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
    if not made:
        raise DataError(
            f"{data}: --answers needs examples with a short answer to compare (after 'Answer:' or '####', in "
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


def _asked(conversations: Sequence[Conversation], known: Mapping[str, Exercise]) -> list[Asked]:
    return [
        Asked(known[each.id], each.turns[:-1], each.turns[-1].content) for each in conversations if each.id in known
    ]


def cost_text(examples: int, known: Mapping[str, Exercise], samples: int) -> str:
    """What answers will take, for before the training."""
    out = examples - len(known)
    asked = counted(len(known), "example")
    return f"  answers: {samples * len(known):,} replies after the training, {samples} to each of {asked}" + (
        f"; {counted(out, 'example')} without a short answer to compare: not asked" if out else ""
    )


def _sampling(
    learner: Student, asked: Sequence[Asked], tokens: Sequence[int], samples: int, seed: int
) -> asking.AnswerBatch:
    def answer(batch: list[int]) -> Iterator[tuple[int, str]]:
        from tutelage.student import generation  # imports torch: not before it is needed

        requests = []
        for item in batch:
            number, sample = divmod(item, samples)
            longest = max(FEWEST_TOKENS, LONGER * tokens[number])
            turns = [turn.turn() for turn in asked[number].prompt]
            drawn = derive(seed, "answers", asked[number].key.id, sample)
            requests.append(generation.GenerationRequest(turns, longest, TEMPERATURE, drawn))
        yield from zip(batch, (reply.text for reply in generation.sample(learner, requests)), strict=True)

    return answer
