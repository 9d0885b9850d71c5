"""Stage 1, second half: the teacher splits skills into sub-skills, which are merged with the syllabus.

See the paper's section on skill graphs. The teacher is asked about topics in rounds, one for each depth; breadth, depth
and size are bounded by the recipe. Everything that the teacher says is recorded, whether it is accepted or not: every
proposal with its verdict, every topic with its outcome. Names are data: they are cleaned, and ids are made from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tutelage.config import GraphConfig
from tutelage.errors import SyllabusError
from tutelage.graph.assemble import AssembledGraph, assemble
from tutelage.graph.decisions import DecompositionOutcome, ProposalRecord, TopicRecord
from tutelage.graph.names import form, forms, slug
from tutelage.progress import Progress
from tutelage.records import DecomposeRequest, Edge, Proposal, Reply, Skill, content_id
from tutelage.seeds import derive
from tutelage.syllabus.collector import clean
from tutelage.teacher import Teacher
from tutelage.teacher.protocol import answers

MAX_CONTEXT = 4000
"""Characters of syllabus that a request carries."""


@dataclass(frozen=True)
class _Topic:
    """A skill, or a heading of the syllabus, to split."""

    name: str
    skill: str
    """Id; empty for a heading."""
    unit: str
    above: tuple[str, ...] = ()
    """Names of the topics that it is a part of, the uppermost first."""


@dataclass
class _PendingProposal:
    """A proposal whose prerequisites are not settled yet: they may be proposed after it."""

    request: DecomposeRequest
    depth: int
    proposal: Proposal
    verdict: str
    skill: str = ""
    unknown: list[str] = field(default_factory=list)
    """Prerequisites that are neither in the graph nor proposed."""

    def record(self) -> ProposalRecord:
        left_out = f"; unknown prerequisites left out: {', '.join(self.unknown)}" if self.unknown else ""
        return ProposalRecord(
            request=self.request.id,
            topic=self.request.topic,
            depth=self.depth,
            proposal=self.proposal,
            accepted=bool(self.skill),
            skill=self.skill,
            verdict=self.verdict + left_out,
        )


def decompose(
    human: AssembledGraph, teacher: Teacher, config: GraphConfig, seed: int, progress: Progress
) -> AssembledGraph:
    """Ask the teacher for sub-skills and merge them with the graph of the syllabi.

    Raises `ValueError` if `decompose.elementary` names something that is not a skill, and as `assemble` does.
    """
    work = _Decomposition(human, config, seed)
    topics = work.first_topics()
    for depth in range(1, config.decompose.max_depth + 1):
        asked = work.requests(topics, depth)
        with progress.bar(f"splitting skills, depth {depth}", len(asked), "topics") as bar:
            replies: dict[str, Reply] = {}
            for reply in answers(teacher, [request for request, _ in asked]):
                if isinstance(reply, Reply):
                    replies[reply.request] = reply
                    bar.advance()
        topics = [new for request, topic in asked for new in work.take(request, topic, replies.get(request.id), depth)]
    work.leave(topics)
    return work.finish()


class _Decomposition:
    """The skills, edges and records so far."""

    def __init__(self, human: AssembledGraph, config: GraphConfig, seed: int) -> None:
        self.human, self.config, self.seed = human, config, seed
        self.bounds = config.decompose
        self.skills: dict[str, Skill] = {skill.id: skill for skill in human.graph.skills}
        self.known: dict[str, str] = {}
        for skill in reversed(human.graph.skills):
            self.known |= dict.fromkeys(forms((skill.name, *skill.aliases)), skill.id)
        self.parts: dict[str, list[str]] = {}
        """Skill id, or heading -> new skills in the order in which they were proposed for it."""
        self.edges: list[Edge] = []
        self.proposals: list[_PendingProposal] = []
        self.topics: list[TopicRecord] = []
        self.elementary = {self._id(name) for name in self.bounds.elementary}

    def first_topics(self) -> list[_Topic]:
        """The topics that the recipe names, or every skill of the syllabus."""
        if not self.bounds.topics:
            return [self._topic(skill.id) for skill in self.human.graph.skills]
        units = {form(skill.unit): skill.unit for skill in self.human.graph.skills if skill.unit}
        found = []
        for text in self.bounds.topics:
            skill = text if text in self.skills else self.known.get(form(text), "")
            found.append(self._topic(skill) if skill else _Topic(text, "", units.get(form(text), text)))
        return found

    def requests(self, topics: Sequence[_Topic], depth: int) -> list[tuple[DecomposeRequest, _Topic]]:
        """Requests for the topics within the bounds; for the others, the reason is noted."""
        asked = []
        for topic in topics:
            if topic.skill in self.elementary:
                self._note(topic, depth, "elementary", detail="the recipe says so")
            elif len(self.skills) >= self.bounds.max_skills:
                self._note(topic, depth, "bound", detail=f"max_skills: {self.bounds.max_skills} are reached")
            else:
                context = self._context(topic)
                request = DecomposeRequest(
                    id=content_id("re", str(self.seed), "decompose", topic.name, context),
                    at_most=self.bounds.max_breadth,
                    topic=topic.name,
                    context=context,
                    seed=derive(self.seed, "decompose", topic.name),
                )
                asked.append((request, topic))
        return asked

    def take(self, request: DecomposeRequest, topic: _Topic, reply: Reply | None, depth: int) -> list[_Topic]:
        """Judge the proposals of one reply; returns the new topics."""
        proposals = reply.of(Proposal) if reply else ()
        if reply is None or (reply.failure and not proposals):
            self._note(topic, depth, "failed", request.id, detail=reply.failure if reply else "no reply")
            return []
        before = len(self.skills)
        pending = [_PendingProposal(request, depth, proposal, "") for proposal in proposals]
        accepted = 0
        for one in sorted(pending, key=lambda one: -one.proposal.confidence):
            accepted += self._judge(one, topic, accepted)
        self.proposals += pending
        if accepted:
            self._note(topic, depth, "decomposed", request.id, proposals=len(pending))
        elif pending and all(one.verdict.startswith("restates") for one in pending):
            self._note(topic, depth, "holistic", request.id, proposals=len(pending))
        else:
            detail = f"none of {len(pending)} proposals was accepted" if pending else ""
            self._note(topic, depth, "elementary", request.id, proposals=len(pending), detail=detail)
        return [self._topic(id_, topic) for id_ in list(self.skills)[before:]]

    def leave(self, topics: Iterable[_Topic]) -> None:
        """Note the topics that lie deeper than the recipe allows."""
        depth = self.bounds.max_depth
        for topic in topics:
            self._note(topic, depth + 1, "bound", detail=f"max_depth: {depth} is reached")

    def finish(self) -> AssembledGraph:
        """Settle the prerequisites that proposals name, and merge."""
        for pending in self.proposals:
            self._connect(pending)
        config = self.config
        position = {id_: index for index, id_ in enumerate(self._syllabus_order())}
        made = assemble(
            [skill.model_copy(update={"position": position[skill.id]}) for skill in self.skills.values()],
            [*self.human.graph.edges, *self.edges],
            similarity=config.similarity,
            near=config.near,
            cycles=config.cycles,
        )
        return made._replace(
            merges=self.human.merges + made.merges,
            folded=self.human.folded + made.folded,
            cycles=self.human.cycles + made.cycles,
            proposals=(*self.human.proposals, *(pending.record() for pending in self.proposals)),
            decomposed=(*self.human.decomposed, *self.topics),
        )

    def _judge(self, pending: _PendingProposal, topic: _Topic, accepted: int) -> bool:
        """Accept or refuse one proposal."""
        proposal = pending.proposal
        text, above = form(proposal.name), {form(name): name for name in topic.above}
        if not any(character.isalnum() for character in proposal.name):
            pending.verdict = "no name"
        elif text == form(topic.name):
            pending.verdict = "restates the topic"
        elif text in above:
            pending.verdict = f"restates '{above[text]}', which the topic is a part of"
        elif proposal.confidence < self.bounds.min_confidence:
            pending.verdict = f"less confident than min_confidence: {self.bounds.min_confidence}"
        elif accepted >= self.bounds.max_breadth:
            pending.verdict = f"more than max_breadth: {self.bounds.max_breadth}"
        else:
            known = self.known.get(text, "")
            pending.verdict = "a known skill" if known else "new"
            pending.skill = known or self._add_skill(pending, topic)
            if topic.skill and topic.skill != pending.skill:
                self._add_edge(pending, pending.skill, topic.skill, "is a part of it")
        return bool(pending.skill)

    def _add_skill(self, pending: _PendingProposal, topic: _Topic) -> str:
        name = clean(pending.proposal.name)
        start = slug(pending.proposal.id or name)
        number, id_ = 1, start
        while id_ in self.skills:
            number += 1
            id_ = f"{start[:72].rstrip('-')}-{number}"
        self.skills[id_] = Skill(
            id=id_,
            name=name,
            description=pending.proposal.description,
            unit=topic.unit,
            source="teacher",
            origins=(pending.request.id,),
        )
        self.known[form(name)] = id_
        self.parts.setdefault(topic.skill or topic.unit, []).append(id_)
        return id_

    def _connect(self, pending: _PendingProposal) -> None:
        for need in pending.proposal.needs if pending.skill else ():
            low = self.known.get(form(need)) or (need if need in self.skills else "")
            if not low:
                pending.unknown.append(need)
            elif low != pending.skill:
                self._add_edge(pending, low, pending.skill, pending.proposal.reasons.get(need, ""))

    def _add_edge(self, pending: _PendingProposal, low: str, high: str, reason: str) -> None:
        self.edges.append(
            Edge(
                prerequisite=low,
                skill=high,
                source="teacher",
                origin=pending.request.id,
                reason=reason,
                confidence=pending.proposal.confidence,
            )
        )

    def _id(self, name: str) -> str:
        found = name if name in self.skills else self.known.get(form(name))
        if not found:
            raise SyllabusError(f"graph.decompose.elementary: '{name}' is not a skill of the syllabus")
        return found

    def _topic(self, skill: str, above: _Topic | None = None) -> _Topic:
        names = (*above.above, above.name) if above else ()
        return _Topic(self.skills[skill].name, skill, self.skills[skill].unit, names)

    def _note(
        self,
        topic: _Topic,
        depth: int,
        outcome: DecompositionOutcome,
        request: str = "",
        *,
        proposals: int = 0,
        detail: str = "",
    ) -> None:
        self.topics.append(
            TopicRecord(
                request=request,
                topic=topic.name,
                skill=topic.skill,
                depth=depth,
                outcome=outcome,
                proposals=proposals,
                detail=detail,
            )
        )

    def _context(self, topic: _Topic) -> str:
        """The syllabus around a topic: what it is a part of, its unit, its prerequisites, the other units."""
        units: dict[str, list[str]] = {}
        for skill in self.human.graph.skills:
            units.setdefault(skill.unit, []).append(skill.name)
        lines = [f"Part of: {' > '.join(topic.above)}"] if topic.above else []
        if topic.unit in units:
            lines.append(f"Unit '{topic.unit}' of the syllabus: {', '.join(units[topic.unit])}")
        if topic.skill in {skill.id for skill in self.human.graph.skills}:
            needs = self.human.graph.prerequisites(topic.skill)
            lines += [f"Builds on: {', '.join(skill.name for skill in needs)}"] if needs else []
        lines += [f"Unit '{unit}': {', '.join(names)}" for unit, names in units.items() if unit != topic.unit]
        return "\n".join(lines)[:MAX_CONTEXT]

    def _syllabus_order(self) -> list[str]:
        """Skills in syllabus order; new ones come just before what they are a part of, those of a unit before it."""
        order: list[str] = []
        done: set[str] = set()

        def put(skill: str) -> None:
            for part in self.parts.get(skill, ()):
                put(part)
            order.append(skill)

        def put_heading(heading: str) -> None:
            if heading not in done and heading not in self.skills:
                done.add(heading)
                for part in self.parts.get(heading, ()):
                    put(part)

        for skill in sorted(self.human.graph.skills, key=lambda skill: (skill.position, skill.id)):
            put_heading(skill.unit)
            put(skill.id)
        for heading in self.parts:
            put_heading(heading)
        return order
