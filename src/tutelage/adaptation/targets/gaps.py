"""By the gaps in the graph: where a skill and a prerequisite of it both fail, the prerequisite comes first."""

from __future__ import annotations

from tutelage.adaptation.findings import Findings

KEPT = 0.25
"""Share of its failures that a skill keeps when prerequisites of it fail as well, so that nothing is ever left out."""


class Gaps:
    """The failures of the probe, moved along the graph to the deepest prerequisites that fail, in equal parts. Once
    those are mastered, what rests on them gets its own failures back: it is unlocked."""

    reason = "failures of its probe and of what rests on it: {:.2f}"
    uses_answers = True

    def due(self, findings: Findings) -> dict[str, float]:
        """Skill -> its own failures and those that were moved to it."""
        failing = {skill for skill, rate in findings.rates.items() if not findings.is_mastered(skill)}
        due = {skill: 1 - rate.share for skill, rate in findings.rates.items()}
        for skill in reversed([skill.id for skill in findings.graph.skills if skill.id in failing]):
            deeper = [need.id for need in findings.graph.prerequisites(skill) if need.id in failing]
            if deeper:
                moved = due[skill] * (1 - KEPT)
                due[skill] -= moved
                for need in deeper:
                    due[need] += moved / len(deeper)
        return due


TARGET = Gaps()
