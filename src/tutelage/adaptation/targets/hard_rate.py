"""By the share of a skill's examples that are hard."""

from __future__ import annotations

from statistics import fmean

from tutelage.adaptation.findings import Findings
from tutelage.records import Category


class HardRate:
    """The share of hard examples among a skill's examples that are not errors."""

    reason = "{:.0%} of its examples are hard"

    def due(self, findings: Findings) -> dict[str, float]:
        """Skill -> that share, from 0 to 1."""
        groups: dict[str, list[bool]] = {}
        for item in findings.good():
            groups.setdefault(item.skill, []).append(item.category is Category.HARD)
        return {skill: fmean(hard) for skill, hard in groups.items()}


TARGET = HardRate()
