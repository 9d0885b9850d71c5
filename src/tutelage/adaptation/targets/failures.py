"""By what the student gets wrong: the share of fresh questions of a skill that it fails."""

from __future__ import annotations

from tutelage.adaptation.findings import Findings

HOPELESS = 0.5
"""What counts of the failures at a skill that is out of reach, as what is easy gets less, too."""


class Failures:
    """Share of a skill's probe questions that failed; half of it where the student can do nothing of it yet and a
    prerequisite fails as well."""

    reason = "fails {:.0%} of its probe"
    uses_answers = True

    def due(self, findings: Findings) -> dict[str, float]:
        """Skill -> that share, from 0 to 1."""
        return {
            skill: (1 - rate.share) * (HOPELESS if findings.out_of_reach(skill) else 1)
            for skill, rate in findings.rates.items()
        }


TARGET = Failures()
