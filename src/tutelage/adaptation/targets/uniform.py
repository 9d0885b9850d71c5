"""The same for all skills: the control that every claim is compared with."""

from __future__ import annotations

from tutelage.adaptation.findings import Findings


class Uniform:
    """The same for every skill that has examples."""

    reason = "all skills alike"

    def due(self, findings: Findings) -> dict[str, float]:
        """Skill -> 1."""
        return {item.skill: 1.0 for item in findings.good()}


TARGET = Uniform()
