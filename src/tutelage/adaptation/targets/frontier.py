"""By the frontier of what the student can do: neither mastered nor hopeless.

The product p(1 - p) is the variance of an answer's mark; curricula that go by answers use it in one form or another,
see AdaRFT (arXiv:2504.05520).
"""

from __future__ import annotations

from tutelage.adaptation.findings import Findings


class Frontier:
    """p(1 - p) of a skill's pass rate p, which is drawn a little to the middle, since a probe of four questions cannot
    tell 0 from .1."""

    reason = "at the frontier: {:.2f} of at most 0.25"
    uses_answers = True

    def due(self, findings: Findings) -> dict[str, float]:
        """Skill -> that product, above 0 to .25."""
        rates = {skill: (rate.right + 0.5) / (rate.total + 1) for skill, rate in findings.rates.items() if rate.total}
        return {skill: rate * (1 - rate) for skill, rate in rates.items()}


TARGET = Frontier()
