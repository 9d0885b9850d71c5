"""Calculus from whole numbers up: the embedded teacher's lessons, exercises, misconceptions and composed exercises.

Generators make exercises; each carries a formal statement that settles its answer another way. There is a module for
each area, and beside it a Markdown file of the same name: the lessons, shown with worked examples from the generators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from importlib import import_module
from importlib.resources import files
from random import Random

from tutelage.records import Checker
from tutelage.subjects import Draft, pairs
from tutelage.subjects.calculus.composed import DESCRIBED
from tutelage.subjects.frames import listed
from tutelage.subjects.typesetting import typeset
from tutelage.subjects.workbook import Item, Topic, Workbook, sections

AREAS = (
    *("numbers", "arithmetic", "signs", "operations", "divisors"),
    *("fractions", "fraction_operations", "decimals", "percentages", "ratios"),
    *("algebra", "letter_powers", "binomials", "factoring", "polynomials", "rational_expressions"),
    *("exponents", "roots", "equations", "formulas", "systems", "nonlinear"),
    *("quadratics", "quadratic_formula", "inequalities"),
    *("functions", "logarithms", "bases", "exponentials", "growth", "lines", "rates", "domains_and_inverses"),
    *("graphs", "pairs_of_lines", "points", "zeros", "conics", "parametric"),
    *("triangles", "oblique_triangles", "trigonometry", "identities"),
    *("trigonometric_equations", "angle_sums", "sine_curves"),
    *("sequences", "sums", "counting"),
    *("complex_numbers", "complex_plane", "polar", "complex_powers"),
    *("vectors", "vector_products", "projections", "lines_and_planes"),
    *("matrices", "determinants", "eigenvalues", "transformations"),
    *("limits", "indeterminate_limits", "asymptotes", "continuity_theorems"),
    *("derivatives", "slopes", "products_and_chains", "rules", "hyperbolic"),
    *("logarithmic_derivatives", "trigonometric_derivatives", "implicit_and_higher"),
    *("applications", "shapes_of_graphs", "maxima_and_minima", "motion", "approximations"),
    *("antiderivatives", "integrals", "integrands", "techniques", "trigonometric_integrals"),
    *("trigonometric_substitution", "areas", "numerical_integration", "volumes", "arc_length", "motion_and_work"),
    *("hydrostatics", "pappus", "series", "convergence", "power_series", "power_series_operations"),
    *("differential_equations", "direction_fields", "linear_differential_equations", "autonomous_equations"),
)
"""The modules of generators, in the order of teaching; beside each stands its Markdown file of lessons."""
_WHOLE = re.compile(r"-?\d+")
_FRACTION = re.compile(r"-?\d+/\d+")
_IDLE = re.compile(r"(^|; |, |[a-z] )([^ ;]+) = \2(?=;|,|$)")
"""A step that changes nothing, such as 3/5 = 3/5."""


class Calculus(Workbook):
    """The subject; see `tutelage.subjects.Subject`."""

    title = "calculus"
    lesson_words = 130

    def __init__(self) -> None:
        super().__init__(*(topic for area in AREAS for topic in _topics(area)))

    def in_latex(self) -> LatexCalculus:
        """The same subject with its mathematics in LaTeX."""
        subject = LatexCalculus()
        subject._frames_of = self._frames_of  # the same in both notations; found out once, in 20 ms a skill
        return subject

    def worked(self, topic: Topic, item: Item) -> tuple[str, tuple[str, ...]]:
        """Where a step is left to another skill, its result is not repeated."""
        work = _IDLE.sub(r"\1\2", item.work) if "@" in item.work else item.work
        return super().worked(topic, item._replace(work=work))

    def draft(self, topic: Topic, item: Item, rng: Random, misconception: str = "") -> Draft:
        """A number has to be written as one: 3*4 is no answer to "Compute 3*4"."""
        value = item.answer.rpartition("= ")[2]
        if "(answer)" not in item.formal and _WHOLE.fullmatch(value):
            item = item._replace(formal=f"{item.formal} and parts(answer) < 2")
        elif "(answer)" not in item.formal and _FRACTION.fullmatch(value):
            item = item._replace(formal=f"{item.formal} and parts(answer) < 3")
        return super().draft(topic, item, rng, misconception)

    def pairs(self, skills: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The pairs of `skills` that combine; see `tutelage.subjects.Subject`."""
        return pairs.among([self.topic(skill).id for skill in skills], pairs.read(__package__))


class LatexCalculus(Calculus):
    """The same lessons and exercises, for the same seeds, with their mathematics in LaTeX."""

    @cached_property
    def _kept(self) -> tuple[str, ...]:
        """Names of skills that hold mathematics: solutions and lessons have to name skills as they are called."""
        return tuple(name for name in self.skills.values() if typeset(name) != name)

    def lesson(self, skill: str, rng: Random, forms: Sequence[str] = ()) -> str:
        """See `Calculus.lesson`."""
        return typeset(super().lesson(skill, rng, forms), self._kept)

    def exercise(self, skill: str, difficulty: int, rng: Random, forms: Sequence[str] = ()) -> Draft:
        """See `Calculus.exercise`."""
        return self._typeset(super().exercise(skill, difficulty, rng, forms))

    def misconception(self, skill: str, difficulty: int, rng: Random, forms: Sequence[str] = ()) -> Draft:
        """See `Calculus.misconception`."""
        return self._typeset(super().misconception(skill, difficulty, rng, forms))

    def composed(self, lower: str, upper: str, rng: Random) -> Draft | None:
        """See `Calculus.composed`."""
        draft = super().composed(lower, upper, rng)
        return draft and self._typeset(draft)

    def _typeset(self, draft: Draft) -> Draft:
        stem = draft.question.partition("\nA. ")[0]
        choices = tuple(map(typeset, draft.choices))
        # A letter or a word is no mathematics.
        answer = draft.answer if draft.checker is not Checker.MATHEMATICS else typeset(draft.answer)
        kept = (*self._kept, f"choice {answer}") if choices else self._kept
        return draft._replace(
            question=typeset(stem, kept) + listed(choices),
            solution=typeset(draft.solution.removesuffix(draft.answer), kept) + answer,
            answer=answer,
            choices=choices,
        )


def _topics(area: str) -> list[Topic]:
    """The topics of an area, in the order in which they are written, with the lessons of its Markdown file."""
    lessons = sections(files(__name__).joinpath(f"{area}.md").read_text(encoding="utf-8"))
    found = [thing for thing in vars(import_module(f"{__name__}.{area}")).values() if isinstance(thing, Topic)]
    return [replace(topic, about=lessons[topic.id], described=DESCRIBED.get(topic.id, {})) for topic in found]


SUBJECT = Calculus()
