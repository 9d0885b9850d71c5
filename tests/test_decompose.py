"""The teacher splits skills within the bounds of the recipe; nothing that it says is lost or taken on trust."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from tutelage import graph
from tutelage.config import DecomposeConfig, GraphConfig
from tutelage.graph.assemble import AssembledGraph
from tutelage.progress import Quiet
from tutelage.records import DecomposeRequest, Edge, Proposal, Reply, Request, RequestKind, Skill
from tutelage.subjects.calculus import SUBJECT
from tutelage.syllabus.decomposition import decompose
from tutelage.teacher.embedded import EmbeddedTeacher
from tutelage.teacher.scripted import ScriptedTeacher


def human() -> AssembledGraph:
    skills = [
        Skill(id="limits", name="limits", unit="Basics"),
        Skill(id="derivatives", name="derivatives", unit="Calculus", position=1),
    ]
    return AssembledGraph(graph.build(skills, [Edge(prerequisite="limits", skill="derivatives")]))


def teacher(answers: Mapping[str, Sequence[Proposal] | str]) -> ScriptedTeacher:
    """Answers a topic with proposals, or fails with a reason; every other topic is elementary."""

    def script(request: DecomposeRequest) -> Reply:
        answer = answers.get(request.topic, ())
        if isinstance(answer, str):
            return Reply(request=request.id, failure=answer)
        return Reply(request=request.id, drafts=tuple(answer))

    return ScriptedTeacher(script)


def made(answers: Mapping[str, Sequence[Proposal] | str], **settings: object) -> tuple[AssembledGraph, ScriptedTeacher]:
    bounds = DecomposeConfig.model_validate({"enabled": True} | settings)
    asked = teacher(answers)
    return decompose(human(), asked, GraphConfig(decompose=bounds), 0, Quiet()), asked


def verdicts(result: AssembledGraph) -> dict[str, str]:
    return {proposed.proposal.name: proposed.verdict for proposed in result.proposals}


def outcomes(result: AssembledGraph) -> dict[str, str]:
    return {topic.topic: topic.outcome for topic in result.decomposed}


RULES = (
    Proposal(name="power rule", confidence=0.8, needs=("limits",), reasons={"limits": "a derivative is a limit"}),
    Proposal(name="chain rule", confidence=0.6, needs=("power rule", "composition of functions")),
)


def test_sub_skills_become_prerequisites_with_their_origin() -> None:
    result, asked = made({"derivatives": RULES})
    assert [skill.id for skill in result.graph.skills] == ["limits", "power-rule", "chain-rule", "derivatives"]
    edges = {(e.prerequisite, e.skill): e for e in result.graph.edges}
    assert edges["limits", "power-rule"].reason == "a derivative is a limit"
    assert edges["limits", "power-rule"].confidence == 0.8
    request = next(r for r in asked.asked if r.topic == "derivatives")
    assert edges["power-rule", "derivatives"].origin == request.id
    assert result.graph.skill("power-rule").source == "teacher"
    assert result.graph.skill("power-rule").origins == (request.id,)
    assert edges["limits", "derivatives"].source == "syllabus"
    assert verdicts(result)["chain rule"] == "new; unknown prerequisites left out: composition of functions"


def test_requests_carry_the_syllabus_and_the_bound() -> None:
    _, asked = made({"derivatives": RULES}, max_breadth=5)
    first = next(request for request in asked.asked if request.topic == "derivatives")
    assert (first.kind, first.at_most) == (RequestKind.DECOMPOSE, 5)
    assert "Unit 'Calculus' of the syllabus: derivatives" in first.context
    assert "Builds on: limits" in first.context
    assert "Unit 'Basics': limits" in first.context
    second = next(request for request in asked.asked if request.topic == "power rule")
    assert second.context.startswith("Part of: derivatives\n")


def test_depth_and_breadth_are_bounded_and_told() -> None:
    wide = [Proposal(name=f"part {i}", confidence=i / 10) for i in range(6)]
    result, asked = made({"derivatives": wide, "part 5": [Proposal(name="grain")]}, max_breadth=2, max_depth=1)
    assert {skill.id for skill in result.graph.skills} == {"limits", "derivatives", "part-4", "part-5"}
    assert len(result.proposals) == 6
    assert verdicts(result)["part 3"] == "more than max_breadth: 2"
    assert {request.topic for request in asked.asked} == {"limits", "derivatives"}
    assert outcomes(result)["part 5"] == "bound"
    assert outcomes(made({"derivatives": wide, "part 5": [Proposal(name="grain")]}, max_depth=2)[0])["grain"] == "bound"


def test_a_graph_that_is_large_enough_is_not_split_further() -> None:
    result, asked = made({"derivatives": RULES}, max_skills=3)
    assert {request.topic for request in asked.asked} == {"limits", "derivatives"}
    assert outcomes(result)["power rule"] == "bound"


def test_elementary_holistic_and_failed_topics_stay_leaves_on_record() -> None:
    answers: dict[str, Sequence[Proposal] | str] = {
        "derivatives": RULES,
        "power rule": [Proposal(name="the Power Rules"), Proposal(name="derivative")],
        "chain rule": "no time",
    }
    result, _ = made(answers)
    assert outcomes(result) == {
        "limits": "elementary",
        "derivatives": "decomposed",
        "power rule": "holistic",
        "chain rule": "failed",
    }
    assert verdicts(result)["derivative"] == "restates 'derivatives', which the topic is a part of"
    assert next(t.detail for t in result.decomposed if t.topic == "chain rule") == "no time"
    assert len(result.graph.skills) == 4


def test_the_recipe_can_name_topics_and_elementary_skills() -> None:
    answers = {"Integrals": [Proposal(name="antiderivative")], "Calculus": [Proposal(name="slope")]}
    result, asked = made(answers, topics=["Integrals", "calculus", "limits"], elementary=["Limits"], max_depth=1)
    assert [request.topic for request in asked.asked] == ["Integrals", "calculus"]
    assert outcomes(result)["limits"] == "elementary"
    assert result.graph.skill("antiderivative").unit == "Integrals"
    with pytest.raises(ValueError, match="'alchemy' is not a skill"):
        made({}, elementary=["alchemy"])


def test_a_doubtful_proposal_is_recorded_and_left_out() -> None:
    result, _ = made({"derivatives": RULES}, min_confidence=0.7)
    assert "chain-rule" not in {skill.id for skill in result.graph.skills}
    assert verdicts(result)["chain rule"].startswith("less confident than")


def test_known_skills_get_edges_and_circles_lose_the_teachers_edge() -> None:
    result, _ = made({"limits": [Proposal(name="derivative")]}, max_depth=1)
    assert verdicts(result) == {"derivative": "a known skill"}
    (cycle,) = result.cycles
    assert cycle.edge is not None
    assert (cycle.edge.source, cycle.edge.prerequisite, cycle.edge.skill) == ("teacher", "derivatives", "limits")
    assert len(result.graph.edges) == 1


def test_hostile_names_are_data() -> None:
    wicked = [Proposal(name="../../{{ 7*7 }}\x00\u202e"), Proposal(name="!?"), Proposal(name="微分")]
    result, _ = made({"derivatives": wicked}, max_depth=1)
    assert verdicts(result)["!?"] == "no name"
    names = {skill.name for skill in result.graph.skills if skill.source == "teacher"}
    assert names == {"../../{{ 7*7 }}", "微分"}
    assert len({skill.id for skill in result.graph.skills}) == 4


def test_the_same_answers_make_the_same_graph() -> None:
    assert made({"derivatives": RULES})[0] == made({"derivatives": RULES})[0]


def test_a_missing_reply_is_a_failure() -> None:
    class Silent(ScriptedTeacher):
        def answer(self, requests: Sequence[Request]):  # type: ignore[no-untyped-def]
            return iter(())

    config = GraphConfig(decompose=DecomposeConfig(enabled=True))
    result = decompose(human(), Silent(lambda request: Reply(request=request.id)), config, 0, Quiet())
    assert outcomes(result) == {"limits": "failed", "derivatives": "failed"}
    assert result.graph == human().graph


def test_the_embedded_teacher_names_what_its_own_solutions_use() -> None:
    skills = [Skill(id="tangent-line", name="tangent line")]
    start = AssembledGraph(graph.build(skills, []))
    config = GraphConfig(decompose=DecomposeConfig(enabled=True, max_depth=4))
    result = decompose(start, EmbeddedTeacher(SUBJECT, start.graph, "calculus"), config, 0, Quiet())
    found = {skill.id for skill in result.graph.skills}
    assert {"tangent-line", "power-rule"} <= found <= set(SUBJECT.skills)
    assert result.graph.skills[-1].id == "tangent-line"
    EmbeddedTeacher(SUBJECT, result.graph)


def test_the_embedded_teacher_knows_its_subject_and_says_what_it_does_not_know() -> None:
    asked = EmbeddedTeacher(SUBJECT, human().graph.model_copy(update={"skills": ()}), "calculus")
    requests = [DecomposeRequest(id=topic, topic=topic, at_most=3) for topic in ("Calculus", "alchemy")]
    whole, unknown = asked.answer(requests)
    assert [proposal.id for proposal in whole.of(Proposal)] == list(SUBJECT.skills)[:3]
    assert "alchemy" in unknown.failure
