"""Stage 1 for documents, second half: the teacher names, splits and joins the skills that headings gave.

It is asked about a few pages at a time. Nothing that it says is taken on trust: a skill has passages and a name made of
their words, and a prerequisite a sentence that stands in them. What it leaves out stays under its heading, and what is
refused is on record with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tutelage.config import GraphConfig
from tutelage.documents.instructions import speaks_to_a_model
from tutelage.graph.assemble import AssembledGraph
from tutelage.graph.cycles import resolve_cycles
from tutelage.graph.decisions import ProposalRecord, TopicRecord
from tutelage.graph.names import form, tokens
from tutelage.graph.order import build
from tutelage.progress import Progress, counted
from tutelage.records import ArrangeRequest, Edge, Passage, Proposal, Reply, Skill, Source, content_id
from tutelage.seeds import derive
from tutelage.storage.rowfiles import one_line
from tutelage.syllabus.collector import clean
from tutelage.syllabus.headings import MAX_NAME, Section, common, description_of, distinct_name, edges_of, ids_of
from tutelage.teacher import Teacher
from tutelage.teacher.documents.evidence import cite
from tutelage.teacher.protocol import answers

MAX_CHARS = 8_000
"""Characters of passages that one request shows."""
MAX_CONTEXT = 2_000
"""Characters of the names of other skills that it shows."""
MIN_QUOTE = 4
"""Words of a sentence that is evidence."""
CONFIDENCE = 0.7
"""Of a teacher's prerequisite: that its sentence stands there is certain, that it shows the need is not."""


class _Part(NamedTuple):
    """What one request is about."""

    passages: tuple[Passage, ...]
    headings: tuple[Skill, ...]
    """The skill that each of the passages is under."""

    @property
    def title(self) -> str:
        return self.headings[0].unit


@dataclass
class _Planned:
    """A skill as it will be."""

    name: str
    passages: list[Passage]
    source: Source
    origin: str = ""
    id: str = ""


@dataclass
class _Judged:
    """A proposal and what becomes of it."""

    request: ArrangeRequest
    proposal: Proposal
    verdict: str = ""
    skill: _Planned | None = None
    left_out: list[str] = field(default_factory=list)
    """Prerequisites that are not used, each with the reason."""


def arrange(
    made: AssembledGraph,
    passages: Mapping[str, Passage],
    teacher: Teacher,
    config: GraphConfig,
    *,
    seed: int,
    progress: Progress,
) -> AssembledGraph:
    """The graph of the headings of documents, as a teacher arranges it. `passages` are those of the documents, by their
    ids. Raises `SyllabusError` for a cycle that `config.cycles` refuses."""
    parts = _parts(made.graph.skills, passages)
    work = _Arrangement(config)
    requests = [_request(part, made.graph.skills, config, seed) for part in parts]
    replies: dict[str, Reply] = {}
    with progress.bar("skills of the documents", len(requests), "parts") as bar:
        for reply in answers(teacher, requests):
            if isinstance(reply, Reply):
                replies[reply.request] = reply
                bar.advance()
    for part, request in zip(parts, requests, strict=True):
        work.take(part, request, replies.get(request.id))
    found = work.finish()
    progress.say(f"  {work.summary(len(made.graph.skills))}")
    return found._replace(cycles=made.cycles + found.cycles)


def _parts(skills: Sequence[Skill], passages: Mapping[str, Passage]) -> list[_Part]:
    """The passages in their order, in parts of at most `MAX_CHARS` characters that end with their file."""
    rows = [
        (passages[one], skill)
        for skill in sorted(skills, key=lambda skill: skill.position)
        for one in skill.passages
        if one in passages
    ]
    groups: list[list[tuple[Passage, Skill]]] = []
    size = 0
    for row in rows:
        length = len(row[0].text)
        if not groups or groups[-1][-1][0].file != row[0].file or size + length > MAX_CHARS:
            groups.append([])
            size = 0
        groups[-1].append(row)
        size += length
    return [_Part(tuple(one for one, _ in group), tuple(skill for _, skill in group)) for group in groups]


def _request(part: _Part, skills: Sequence[Skill], config: GraphConfig, seed: int) -> ArrangeRequest:
    own = {skill.id for skill in part.headings}
    others = ", ".join(f'"{skill.name}"' for skill in skills if skill.id not in own)
    ids = [passage.id for passage in part.passages]
    return ArrangeRequest(
        id=content_id("re", str(seed), "arrange", part.title, *ids),
        seed=derive(seed, "arrange", *ids),
        part=part.title,
        passages=part.passages,
        headings=tuple(skill.name for skill in part.headings),
        at_most=config.arrange.max_skills,
        context=f"Skills of the other parts: {others}"[:MAX_CONTEXT] if others else "",
    )


class _Arrangement:
    """The skills and records so far."""

    def __init__(self, config: GraphConfig) -> None:
        self.config = config
        self.planned: list[_Planned] = []
        self.judged: list[_Judged] = []
        self.topics: list[TopicRecord] = []
        self.headings: dict[str, str] = {}
        """Form of a heading's name -> id of its first passage, by which it is found in what it became."""
        self.left: dict[str, _Planned] = {}
        """Id of a heading's skill -> what is left of it."""

    def take(self, part: _Part, request: ArrangeRequest, reply: Reply | None) -> None:
        """Judge what a teacher says about a part; what it leaves out stays under its heading."""
        own: dict[str, _Planned] = {}
        inside = {passage.id: passage for passage in part.passages}
        proposals = reply.of(Proposal) if reply else ()
        for proposal in proposals:
            self.judged.append(_judge(_Judged(request, proposal), own, inside, self.config.arrange.max_skills))
        used = {passage.id for skill in own.values() for passage in skill.passages}
        left = [row for row in zip(part.passages, part.headings, strict=True) if row[0].id not in used]
        planned = list(own.values())
        for passage, heading in left:
            found = own.get(form(heading.name)) or self.left.get(heading.id)
            if found is None:
                found = self.left[heading.id] = _Planned(heading.name, [], heading.source)
                planned.append(found)
            found.passages.append(passage)
        for passage, heading in zip(part.passages, part.headings, strict=True):
            self.headings.setdefault(form(heading.name), passage.id)
        self.planned += planned
        detail = f"{counted(len(left), 'passage')} left under a heading" if left else ""
        if not used:
            detail = (reply.failure if reply else "no reply") or f"none of {len(proposals)} proposals was accepted"
        self.topics.append(
            TopicRecord(
                request=request.id,
                topic=part.title,
                depth=0,
                outcome="arranged" if used else "failed",
                proposals=len(proposals),
                detail=detail,
            )
        )

    def finish(self) -> AssembledGraph:
        """The graph: its names are unique, its prerequisites have sentences, and its cycles are resolved."""
        for skill in self.planned:
            skill.passages.sort(key=lambda passage: passage.position)
        planned = sorted(self.planned, key=lambda skill: skill.passages[0].position)
        count, taken = Counter(form(skill.name) for skill in planned), set[str]()
        for skill in planned:
            unit = skill.passages[0].trail[0][:MAX_NAME]
            several = count[form(skill.name)] > 1 and form(unit) != form(skill.name)
            skill.name = distinct_name(f"{skill.name} ({unit})" if several else skill.name, taken)
        ids = ids_of([skill.name for skill in planned])
        for skill, id_ in zip(planned, ids, strict=True):
            skill.id = id_
        edges = edges_of([_section(skill.passages) for skill in planned], ids)
        edges += [edge for one in self.judged if one.skill for edge in self._edges(one, one.skill)]
        skills = [_skill(skill, position) for position, skill in enumerate(planned)]
        resolved = resolve_cycles(skills, edges, self.config.cycles)
        return AssembledGraph(
            graph=build(resolved.skills, resolved.edges),
            cycles=tuple(resolved.decisions),
            proposals=tuple(map(_record, self.judged)),
            decomposed=tuple(self.topics),
        )

    def summary(self, headings: int) -> str:
        """What came of it, in a line."""
        edges = sum(len(one.proposal.needs) for one in self.judged if one.skill)
        dropped = sum(len(one.left_out) for one in self.judged)
        failed = sum(topic.outcome == "failed" for topic in self.topics)
        refused = sum(one.skill is None for one in self.judged)
        return (
            f"{counted(len(self.planned), 'skill')} of {counted(headings, 'heading')}; "
            f"{counted(edges - dropped, 'prerequisite')} with a sentence, {dropped:,} left out"
            + (f"; {counted(refused, 'proposal')} refused" if refused else "")
            + (f"; {counted(failed, 'part')} as the headings have it" if failed else "")
            + ": graph/proposals.jsonl"
        )

    def _edges(self, one: _Judged, skill: _Planned) -> Iterator[Edge]:
        """The prerequisites of an accepted proposal whose evidence holds; of the others, the reason is noted."""
        for need in one.proposal.needs:
            low = self._find(need, one.request)
            if low is None:
                one.left_out.append(f"{need} (no skill of this name)")
                continue
            if low is skill:
                one.left_out.append(f"{need} (the skill itself)")
                continue
            quote = one.proposal.reasons.get(need, "")
            cited = cite(quote, (*skill.passages, *low.passages)) if len(quote.split()) >= MIN_QUOTE else ()
            if not cited or speaks_to_a_model(quote):
                why = "reads like an instruction" if cited else "stands nowhere in the passages of either"
                one.left_out.append(f"{need} (its sentence {why})")
                continue
            yield Edge(
                prerequisite=low.id,
                skill=skill.id,
                source="teacher",
                origin=one.request.id,
                reason=" ".join(cited[0].quote.split()),
                passage=cited[0].passage,
                confidence=CONFIDENCE,
            )

    def _find(self, name: str, request: ArrangeRequest) -> _Planned | None:
        """The skill that a name stands for: one that was proposed with it, one of another part, or what a heading of
        this name became."""
        own = (one.skill for one in self.judged if one.request is request and form(one.proposal.name) == form(name))
        if found := next((skill for skill in own if skill), None):
            return found
        named = [skill for skill in self.planned if form(skill.name) == form(name)]
        passage = self.headings.get(form(name))
        named += [skill for skill in self.planned if any(one.id == passage for one in skill.passages)]
        return named[0] if named else None


def _judge(one: _Judged, own: dict[str, _Planned], inside: Mapping[str, Passage], most: int) -> _Judged:
    """Accept or refuse one proposal; an accepted skill is added to `own`."""
    name = one_line(one.proposal.name)
    passages = [inside[passage] for passage in one.proposal.passages if passage in inside]
    known = own.get(form(name))
    if not any(character.isalnum() for character in name):
        one.verdict = "no name"
    elif len(name) > MAX_NAME:
        one.verdict = f"a name of more than {MAX_NAME} characters"
    elif speaks_to_a_model(name):
        one.verdict = "reads like an instruction"
    elif not passages:
        one.verdict = "names no passage of its part"
    elif not _is_about(name, passages):
        one.verdict = "its name has other words than its passages"
    elif known is None and len(own) >= most:
        one.verdict = f"more than max_skills: {most}"
    else:
        one.verdict = "joined with another of the same name" if known else "new"
        one.skill = own.setdefault(form(name), _Planned(clean(name), [], "teacher", one.request.id))
        one.skill.passages += [passage for passage in passages if passage not in one.skill.passages]
    return one


def _is_about(name: str, passages: Sequence[Passage]) -> bool:
    """Whether at least half of the words of a name stand in the passages or above them."""
    words = {word for word in tokens(name) if len(word) > 2} or set(tokens(name))
    said = {word for passage in passages for word in tokens(f"{' '.join(passage.trail)} {passage.text}")}
    return 2 * len(words & said) >= len(words)


def _section(passages: Sequence[Passage]) -> Section:
    """The passages as if they stood under one heading: the one that they have in common."""
    trail = passages[0].trail
    for passage in passages:
        trail = common(trail, passage.trail)
    return Section(passages[0].file, trail or passages[0].trail, list(passages), {one.trail for one in passages})


def _skill(planned: _Planned, position: int) -> Skill:
    first = planned.passages[0]
    return Skill(
        id=planned.id,
        name=planned.name,
        description=description_of(first.text),
        unit=first.trail[0],
        position=position,
        source=planned.source,
        origins=(planned.origin,) if planned.origin else (),
        passages=tuple(passage.id for passage in planned.passages),
    )


def _record(one: _Judged) -> ProposalRecord:
    left_out = f"; prerequisites left out: {', '.join(one.left_out)}" if one.left_out else ""
    return ProposalRecord(
        request=one.request.id,
        topic=one.request.part,
        depth=0,
        proposal=one.proposal,
        accepted=one.skill is not None,
        skill=one.skill.id if one.skill else "",
        verdict=one.verdict + left_out,
    )
