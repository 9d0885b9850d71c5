"""The same for all skills: the control that every claim is compared with."""

from __future__ import annotations

from tutelage.adaptation.findings import Findings


class Uniform:
    """The same for every skill of the graph, whether it has examples or not."""

    reason = "all skills alike"

    def due(self, findings: Findings) -> dict[str, float]:
        """Skill -> 1."""
        return {skill.id: 1.0 for skill in findings.graph.skills} or {item.skill: 1.0 for item in findings.good()}


TARGET = Uniform()
