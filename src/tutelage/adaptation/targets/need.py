"""By need: nats per solution.

Not by the number of hard examples, which was worse than a uniform choice in our studies.
"""

from __future__ import annotations

from statistics import fmean

from tutelage.adaptation.findings import Findings


class Need:
    """Mean loss of a skill's examples that are not errors, times their mean solution length."""

    reason = "need {:.1f} nats per solution"

    def due(self, findings: Findings) -> dict[str, float]:
        """Skill -> nats per solution."""
        groups: dict[str, list[tuple[float, int]]] = {}
        for item in findings.good():
            groups.setdefault(item.skill, []).append((item.mean, findings.lengths[item.example]))
        return {
            skill: fmean(mean for mean, _ in items) * fmean(length for _, length in items)
            for skill, items in groups.items()
        }


TARGET = Need()
