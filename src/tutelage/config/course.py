"""The skill graph and the course."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator

from tutelage.config.base import Section

FormName = Literal[
    "computation", "question", "case", "word problem", "boundary", "reverse", "find the error", "choice", "explain"
]
"""The forms that questions of a language model can have; what each is like: `tutelage.teacher.language.variety`."""


class DecomposeConfig(Section):
    """How the teacher splits skills into sub-skills (the paper's section on skill graphs)."""

    enabled: bool = False
    """`true` asks the teacher for sub-skills and merges them with the syllabus."""
    topics: tuple[str, ...] = ()
    """Where to begin: ids or names of skills, names of units, or any other topic; empty: every skill of the
    syllabus."""
    max_breadth: int = Field(default=8, ge=1)
    """At most this many sub-skills of one skill are accepted; the most confident ones."""
    max_depth: int = Field(default=2, ge=1)
    """1 splits the topics only, 2 splits their sub-skills too, and so on."""
    max_skills: int = Field(default=5000, ge=1)
    """No more topics are asked about when the graph has this many skills."""
    min_confidence: float = Field(default=0.0, ge=0, le=1)
    """Proposals with less confidence are recorded but not used."""
    elementary: tuple[str, ...] = ()
    """Ids or names of skills that are never split."""


class ArrangeConfig(Section):
    """How a teacher that is a language model names, splits and joins the skills that the headings of documents gave."""

    enabled: bool = False
    """`true` asks it, a few pages at a time, which skills the documents teach and what each of them needs. A
    prerequisite counts only with a sentence that stands in the documents. Not for a syllabus of one's own, which stays
    as it is."""
    max_skills: int = Field(default=12, ge=1, le=30)
    """At most this many skills of one request, which shows about three pages."""


class GraphConfig(Section):
    """How syllabi, and a teacher's proposals, become one graph."""

    headings: Literal["units", "skills"] = "units"
    """Headings of outlines, trees and tables of contents: `units` only group the skills under them; `skills` makes each
    a skill that needs what is directly under it."""
    previous: bool = False
    """Let every skill of an outline, a tree or a table of contents need the one before it under the same heading: a
    guess, and marked as one."""
    similarity: float = Field(default=0.9, ge=0.5, le=1)
    """Names of different sources that differ in the spelling of one word are merged from this similarity on; 1 merges
    equal names only."""
    near: float = Field(default=0.85, ge=0.5, le=1)
    """Names from this similarity on that were not merged are listed for a person."""
    cycles: Literal["auto", "error", "drop", "group"] = "auto"
    """Cycles of prerequisites: `error` refuses them, `drop` takes out the least trusted edge, `group` keeps the skills
    as a group that is taught together, `auto` is `drop` but refuses a cycle of the syllabus's own edges."""
    decompose: DecomposeConfig = DecomposeConfig()
    arrange: ArrangeConfig = ArrangeConfig()

    @property
    def by_teacher(self) -> bool:
        """Whether the teacher has a say in which skills there are."""
        return self.decompose.enabled or self.arrange.enabled


LEAST_TRIAL = 5
"""Items with which a checker that makes no mistake is told from chance (p = 1/32)."""


class ChecksConfig(Section):
    """How drafts are checked beyond their form. The teacher sets the defaults of what is left empty: answers of the
    embedded teacher's generators are recomputed and vary by construction; a language model is checked more."""

    formal: bool = True
    """Recompute the answer of a draft that carries a formal statement."""
    solutions: int | None = Field(default=None, ge=0, le=16)
    """Independent solutions that the teacher writes for every draft; default 2 for a language model, 0 for the
    embedded teacher."""
    agreement: float = Field(default=1.0, gt=0, le=1)
    """Share of the independent solutions that must reach the draft's answer."""
    judge: bool | None = None
    """Have the teacher judge each draft against the textbook section, for subjects whose answers cannot be computed;
    default no."""
    sections: bool | None = None
    """Check the sections of the textbook against what is known about their skills (`description`, passages), refuse
    what repeats the prompt or has not the length asked for, and ask for exercises only where there is a section;
    default yes for a language model, no for the embedded teacher."""
    trial: int | None = Field(default=None, ge=0, le=100)
    """Items on which solver and judge are tried before their word counts, each with a right and a wrong answer: who
    cannot tell them apart is not used; 5 or more, as with fewer even the best could be chance, or 0: no trial;
    default 10 for a language model, 0 for the embedded teacher."""
    near_duplicates: float | None = Field(default=None, ge=0, le=1)
    """A question with the same numbers whose three-word sequences overlap this much (Jaccard) with an earlier one or
    with an exam question is rejected, and so is a short one with the numbers and the answer of another one of its
    skill; 0: only exact repetitions; default 0.8 for a language model, 0 for the embedded teacher."""
    benchmarks: tuple[Path, ...] = ()
    """Files with questions of benchmarks, relative to the recipe: a draft that overlaps with one is rejected."""
    ngram: int = Field(default=13, ge=3)
    """Words in a row that a draft must not share with a benchmark question."""

    @field_validator("trial")
    @classmethod
    def _says_something(cls, trial: int | None) -> int | None:
        if trial and trial < LEAST_TRIAL:
            raise ValueError(
                f"with {trial} even who passes all might do so by chance: write at least {LEAST_TRIAL}, or 0"
            )
        return trial


class CourseConfig(Section):
    """How much the teacher writes."""

    rewrites: int = Field(default=0, ge=0, le=32)
    """With documents and a language model: so many rewrites of the passages of every skill, as an explanation, as
    questions and answers, as a summary and as a case in turn. A program checks that nothing in them is new; what is not
    faithful is asked for again and then left out. They are read with the passages."""
    exercises_per_skill: int = Field(default=40, ge=1)
    """Accepted exercises per skill in the first training set."""
    language: str = Field(default="", pattern=r"^([a-z]{2,3})?$")
    """Language that a language model writes in, as an ISO 639-1 code such as `de`: it is asked for, drafts in another
    one are refused, and answers are read with its decimal comma and its dates. Default: none is asked for or
    checked."""
    difficulties: tuple[Annotated[int, Field(ge=1, le=3)], ...] = Field(default=(1, 2, 3), min_length=1)
    """Difficulties of exercises and exam questions, mixed evenly."""
    forms: tuple[FormName, ...] = ()
    """Forms that a language model's questions take in turn; empty: those that suit the skill: a computation only one
    that deals with quantities, a case and a boundary only one of which rules or facts are given. `explain`, an open
    question with a rubric that the teacher writes and a judge marks, is asked for only if it is named. The embedded
    teacher has forms of its own."""
    settings: tuple[Annotated[str, Field(min_length=1, max_length=100)], ...] | None = None
    """Settings that a language model's questions take in turn, such as `in the claims department`; default: everyday
    ones, each only where it fits, and none for a skill whose description states rules; `[]`: none."""
    misconceptions_per_skill: int = Field(default=4, ge=0)
    """Constructed errors per skill, by which errors are recognised. With 0 only the rule `mixture` finds any."""
    exam_questions_per_skill: int = Field(default=8, ge=1)
    """Held-out questions per skill."""
    held_out_forms: float = Field(default=0.25, ge=0, le=0.5)
    """Share of the forms of question of each skill that are kept out of lessons and exercises; half of the exam's
    questions have them. Drawn at random by the run's seed. For a teacher that has forms, such as the embedded one; 0:
    none."""
    notation: Literal["plain", "latex"] = "plain"
    """How the embedded teacher writes mathematics in lessons, questions, solutions and answers: `plain` as in
    `15x^2/4`, `latex` as in `$\\frac{15 x^{2}}{4}$`. Answers are graded alike in both. Units and names of skills stay
    words. For a language model, change its prompts instead."""
    also: tuple[Path, ...] = ()
    """Files with exercises of your own, or of another run (`exercises.jsonl`), relative to the recipe: they are
    added to the first training set. Exam questions among them are left out, and counted."""
    max_drafts: float = Field(default=4.0, ge=1.0)
    """At most this many drafts per accepted exercise are asked for; after that, the run reports how many are
    missing."""
    checks: ChecksConfig = ChecksConfig()
    """How drafts are checked."""
    executor: Literal["local", "ray"] = "local"
    """Where the teacher is called and drafts are checked: `local` in this process, `ray` on the nodes of a Ray cluster
    (the extra `ray`). The results are the same."""
    ray_address: str = ""
    """Address of a running cluster, `host:port`, or `auto` for the one that this machine belongs to; default:
    `$RAY_ADDRESS`, then a cluster that the run starts on this machine."""

    @field_validator("ray_address")
    @classmethod
    def _no_client(cls, address: str) -> str:
        if address.startswith("ray://"):
            raise ValueError("start the command on a node of the cluster and write 'auto': Ray Client is not supported")
        return address


class CorruptionConfig(Section):
    """Makes the training set worse in a known way, for experiments only. The exam does not change."""

    errors: float = Field(default=0.0, ge=0, lt=1)
    """Share of every skill's exercises that are replaced by wrong ones, not marked as such."""
    kind: Literal["misconceptions", "random"] = "misconceptions"
    """Wrong by a misconception that the teacher knows, or by a random change of the result."""
    skew: float = Field(default=0.0, ge=0)
    """How unevenly exercises are spread: of n exercises the skill of rank r in a random order keeps n / r^skew, at
    least two."""

    holes: float = Field(default=0.0, ge=0, lt=1)
    """Share of the skills, drawn at random, that keep their lesson and lose all their exercises."""

    @property
    def enabled(self) -> bool:
        """Whether anything is changed."""
        return bool(self.errors or self.skew or self.holes)
