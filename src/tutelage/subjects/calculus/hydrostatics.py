"""The force of a liquid on a plate under it."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket_fraction, linear, term
from tutelage.subjects.calculus.steps import divided, minus, raised, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item

_WATER = "Water weighs 10 kN per cubic metre. "
_PLATES = (
    "{3}A vertical rectangular plate, {0} m wide, reaches from {1} m to {2} m below the surface. Find the force of the "
    "water on one side of it, in kN.",
    "{3}What force, in kN, does water exert on one side of an upright rectangle of width {0} m between the depths {1} "
    "m and {2} m?",
    "{3}Compute in kN the hydrostatic force on a vertical plate that is {0} m wide and whose edges are {1} m and {2} m "
    "deep.",
)
_STORIES = (
    "{3}A tank has an upright rectangular window, {0} m wide, from {1} m to {2} m below the surface. With what force, "
    "in kN, does the water push against it?",
    "{3}A rectangular sluice gate is {0} m wide; the water stands so that it reaches from {1} m to {2} m of depth. "
    "What force in kN must its hinges hold?",
    "{3}A diving pool has an upright wall panel, {0} m wide, between {1} m and {2} m of depth. Find the force of the "
    "water on the panel in kN.",
)


@topic(
    "hydrostatic-force",
    constant="The pressure at the lower edge is taken for the whole plate.",
    upper="The depth of the upper edge is left out, as if the plate began at the surface.",
    width="The width of a triangle is taken to be the same at every depth.",
)
def hydrostatic_force(d: Draw) -> Item:
    return _triangle(d) if d.difficulty == 3 else _rectangle(d, *_PLATES)


@hydrostatic_force.form("word problem")
def window_of_a_tank(d: Draw) -> Item:
    return _rectangle(d, *_STORIES)


def _rectangle(d: Draw, *wordings: str) -> Item:
    """A width times the integral of 10x; at difficulty 3 of another liquid."""
    width, top = d.within((2, 12), (2, 12), (2, 9)), d.within((0, 0), (1, 6), (1, 6))
    bottom, weight = top + d.within((1, 8), (1, 6), (1, 5)), 10
    liquid = _WATER
    if d.difficulty == 3:
        name, weight = d.choice((("Oil", 8), ("Brine", 12), ("Honey", 14), ("Petrol", 7), ("Glycerine", 13)))
        liquid = f"{name} weighs {weight} kN per cubic metre and takes the place of water. "
    half, squares = Fraction(weight * width, 2), bottom**2 - top**2
    right = half * squares
    answer = d.outcome(
        right, constant=Fraction(weight * bottom * width * (bottom - top)), upper=half * (bottom - top) ** 2
    )
    work = steps(
        f"at the depth x a strip has the force {weight}x*{width} dx",
        times(weight, width),
        f"by @definite-integrals of {term(weight * width)}: {divided(weight * width, 2)}",
        f"{raised(bottom, 2)}; {raised(top, 2)}; {minus(bottom**2, top**2)}" if top else raised(bottom, 2),
        f"{bracket_fraction(half)}*{squares} = {right}",
    )
    return Item(
        ask(wordings, width, top, bottom, liquid),
        work if not d.slip else f"taken for the result of @definite-integrals: {answer}",
        str(answer),
        f"answer/{width} = integrate({weight}*x, x, {top}, {bottom})",
    )


def _triangle(d: Draw) -> Item:
    """A triangle whose horizontal side is in the surface, or at the bottom."""
    side, height, down = d.within((2, 12)), d.within((2, 9)), d.rng.random() < 0.5
    width = f"{side}({height} - x)/{height}" if down else f"{side}x/{height}"
    right = Fraction(10 * side * height**2, 6 if down else 3)
    answer = d.outcome(right, constant=Fraction(10 * side * height**2, 2), width=Fraction(10 * side * height**2, 2))
    place = (
        f"with its side of {side} m in the surface and its corner {height} m below it"
        if down
        else f"with one corner in the surface and its opposite side, {side} m long, at a depth of {height} m"
    )
    questions = (
        f"{_WATER}A vertical triangular plate stands in it, {place}. Find the force of the water on one side in kN.",
        f"{_WATER}What is the hydrostatic force, in kN, on one side of an upright triangle {place}?",
        f"{_WATER}Compute in kN the force on one side of a triangular plate that stands upright, {place}.",
    )
    return Item(
        questions,
        f"at the depth x the width is {width}; by @definite-integrals of 10x times the width from 0 to {height}: "
        f"{right}"
        if not d.slip
        else f"taken for the result of @definite-integrals: {answer}",
        str(answer),
        f"answer = integrate(10*x*{width.replace('(', '*(', 1) if down else f'{side}*x/{height}'}, x, 0, {height})",
    )


@hydrostatic_force.form("reverse")
def size_for_a_force(d: Draw) -> Item:
    """The width of a plate, or how deep it may reach, from the force."""
    width, top = d.within((2, 12), (2, 15), (2, 9)), d.within((0, 0), (1, 6), (0, 0))
    bottom = top + d.within((1, 8), (1, 6), (2, 9))
    each = 5 * (bottom**2 - top**2)
    force = width * each
    if d.difficulty == 3:
        questions = (
            f"{_WATER}An upright rectangular gate, {width} m wide, begins at the surface. At which depth in m is "
            f"its lower edge if the force on it is {force} kN?",
            f"{_WATER}How many metres deep may a rectangular gate of width {width} m reach from the surface so "
            f"that the force on it is {force} kN?",
            f"{_WATER}The force on a vertical plate, {width} m wide and with its upper edge in the surface, is "
            f"{force} kN. How deep in m does it reach?",
        )
        return Item(
            questions,
            f"by @definite-integrals the force down to h is {5 * width}h^2; {divided(force, 5 * width)}; h is {bottom}",
            str(bottom),
            f"integrate({10 * width}*x, x, 0, answer) = {force} and answer > 0",
        )
    answer = d.outcome(
        Fraction(width),
        constant=Fraction(force, 10 * bottom * (bottom - top)),
        upper=Fraction(force, 5 * (bottom - top) ** 2),
    )
    questions = (
        f"{_WATER}The force on a vertical rectangular plate between the depths {top} m and {bottom} m is {force} "
        "kN. How wide is the plate, in m?",
        f"{_WATER}An upright rectangle reaches from {top} m to {bottom} m below the surface, and the water pushes "
        f"with {force} kN. Find its width in m.",
        f"{_WATER}How many metres wide may a gate between the depths {top} m and {bottom} m be, so that the force "
        f"on it is {force} kN?",
    )
    work = (
        f"by @definite-integrals a width of 1 m has the force {each}; {divided(force, each)}"
        if not d.slip
        else f"taken for the result with @definite-integrals: {answer}"
    )
    return Item(questions, work, str(answer), f"answer*integrate(10*x, x, {top}, {bottom}) = {force}")


@hydrostatic_force.form("integrand")
def what_is_integrated(d: Draw) -> Item:
    """The force on a strip at the depth x, as an expression; the widths change at difficulty 2 and 3."""
    side, height, weight = d.within((2, 12)), d.within((2, 9)), d.choice((7, 8, 10, 12))
    slope, least = d.within((1, 4)), d.within((0, 0), (1, 9), (1, 9))
    if d.difficulty == 1:
        shape, a, b = f"a rectangle, {side} m wide", 0, side
    elif d.difficulty == 2:
        shape, a, b = f"{linear(slope, least)} m wide at the depth x", slope, least
    else:
        side = slope * height
        shape, a = f"a triangle with its side of {side} m in the surface and its corner {height} m deep", -slope
        b = side
    found = {}
    if d.difficulty == 3:
        found = {"constant": f"{weight * height}({linear(a, b)})", "width": term(weight * side)}
    right = f"{term(weight * a, 2)} {'-' if b < 0 else '+'} {term(weight * abs(b))}" if a else term(weight * b)
    right = right.removeprefix("0 + ")
    answer = found.get(d.slip, right)
    questions = (
        f"A liquid weighs {weight} kN per cubic metre. An upright plate in it is {shape}. Which function of the "
        "depth x has to be integrated to get the force on one side in kN?",
        f"An upright plate is {shape}, and the liquid weighs {weight} kN per cubic metre. Give the function of the "
        "depth x in m whose integral is the force in kN.",
        f"The force in kN on an upright plate, {shape}, is an integral over the depth x. What stands under the "
        f"integral if a cubic metre of the liquid weighs {weight} kN?",
    )
    work = steps(
        f"@definite-integrals add up strips of the width {linear(a, b) if a else b}; the pressure is {term(weight)}",
        f"the product is {answer}",
    )
    return Item(questions, work, answer, f"answer = {weight}*x*({linear(a, b) if a else b})")
