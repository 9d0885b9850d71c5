"""Records of what was read, decided and found while a skill graph was made: written next to the graph, one per line."""

from __future__ import annotations

from typing import Literal

from tutelage.records import Edge, Interval, Proposal, Record, Skill

Severity = Literal["error", "warning", "note"]
PairSet = Literal["direct", "closure", "judged", "judged-closure"]
DecompositionOutcome = Literal["decomposed", "elementary", "holistic", "failed", "bound", "arranged"]


class SourceGraph(Record):
    """What one source says about skills and prerequisites; nothing in it has been checked."""

    name: str
    """Name of the source, e.g. of the syllabus file."""
    path: str = ""
    """The file or folder; empty for what is read from documents."""
    title: str = ""
    skills: tuple[Skill, ...]
    edges: tuple[Edge, ...]
    goals: tuple[str, ...] = ()
    """Ids of the skills that everything is learnt for."""
    notes: tuple[str, ...] = ()
    """What was left out or changed while reading, as sentences."""


class Merge(Record):
    """Two names were found to be one skill."""

    kept: str
    """Id that stays."""
    merged: str
    """Id that goes; its name becomes an alias."""
    names: tuple[str, str]
    """Names of both, the kept one first."""
    how: Literal["id", "name", "acronym", "spelling"]
    score: float = 1.0
    """Similarity of the normalised names, 0 to 1."""


class NearMiss(Record):
    """Two skills that may be one: a person should look."""

    skills: tuple[str, str]
    names: tuple[str, str]
    score: float
    """Similarity of the normalised names, 0 to 1."""
    why: str


class CycleDecision(Record):
    """What was done about an edge, or skills, that formed a cycle."""

    action: Literal["drop", "group"]
    edge: Edge | None = None
    """The edge that was dropped."""
    skills: tuple[str, ...]
    """The cycle as a path whose last skill needs the first; or the members of the group."""
    reason: str


class ProposalRecord(Record):
    """One proposal of a teacher, with whether it was accepted: nothing that a teacher proposes is lost."""

    request: str
    topic: str
    depth: int
    """1 for sub-skills of the topics that the decomposition started from; 0 for skills of documents."""
    proposal: Proposal
    accepted: bool
    skill: str = ""
    """Id of the skill it became or was found to be."""
    verdict: str
    """Why it was accepted or not."""


class TopicRecord(Record):
    """How the decomposition of one topic ended, or what became of a part of documents."""

    request: str = ""
    """Empty for a topic that was not asked about."""
    topic: str
    skill: str = ""
    """Id of the skill; empty for a heading."""
    depth: int
    outcome: DecompositionOutcome
    """`elementary`: the teacher names no sub-skill; `holistic`: it names only the topic itself or what lies above it;
    `failed`: it gave no answer that could be used; `bound`: not asked, because of a limit in the recipe; `arranged`:
    the skills of a part of documents."""
    proposals: int = 0
    detail: str = ""


class Finding(Record):
    """One thing that a check found in a graph."""

    severity: Severity
    kind: str
    skills: tuple[str, ...]
    message: str


class GoldAgreement(Record):
    """How well the proposed prerequisites agree with gold ones."""

    on: PairSet
    """What is compared: direct edges, what follows from them, or only pairs that somebody judged, right or wrong."""
    precision: Interval
    recall: Interval
    f1: float
    f1_low: float
    f1_high: float
    """95 % bounds, from those of TP / (TP + FP + FN), the share that F1 is a function of."""


class Scoring(Record):
    """A graph measured against gold pairs."""

    qualities: tuple[GoldAgreement, ...]
    gold_skills: int
    """Skills in the gold pairs."""
    found_skills: int
    """How many of them the graph has."""
    gold_pairs: int
    reachable_pairs: int
    """Gold pairs whose two skills the graph has: the others are misses whatever the edges."""
    unjudged: int
    """Direct edges between gold skills that nobody has judged; 0 where all unnamed pairs count as wrong."""
