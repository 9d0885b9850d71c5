"""From values of sine, cosine and tangent back to angles: trigonometric equations and inverse functions."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.exact import ANGLES, NAMES, Value, exact, grouped, value_of
from tutelage.subjects.calculus.notation import multiple, term, terms
from tutelage.subjects.calculus.steps import minus, plus, steps, times
from tutelage.subjects.calculus.topic import EXACTLY, ask, topic
from tutelage.subjects.workbook import Draw, Item


def _solutions(name: str, value: Fraction, inside: int) -> list[int]:
    """The angles from 0 to below 360 degrees with this value of sine, cosine or tangent, among those of `ANGLES`."""
    defined = [angle for angle in ANGLES if name != "tan" or angle % 180 != 90]
    return [angle for angle in defined if exact(*value_of(name, angle)) == exact(value, inside)]


def _equation(front: int, function: str, right: Value, added: int) -> str:
    """`3sin(x) + 2 = 5`."""
    left = term(front, 1, function)
    side = exact(front * right[0], right[1])
    if added:
        side = str(front * right[0] + added) if right[1] == 1 else terms(str(added), side)
        left = terms(left, str(added))
    return f"{left} = {side}"


@topic(
    "trigonometric-equations",
    symmetry="The second solution is found with the symmetry of the other function.",
    swap="The angle of the other function is taken.",
    half="Only the solutions in the first half of the turn are found.",
)
def trigonometric_equations(d: Draw) -> Item:
    front, doubled = d.within((1, 6), (1, 8), (2, 12)), d.difficulty == 3 and d.rng.random() < 0.5
    added = 0 if d.difficulty < 3 or doubled else d.nonzero((-9, 9))
    name = d.choice(NAMES if d.difficulty == 2 else NAMES[:2])
    start = d.choice((30, 45, 60) if d.difficulty == 1 else (0, 30, 45, 60, 90, 120, 135, 150, 180, 210, 240, 270))
    while name == "tan" and start % 180 == 90:
        start = d.choice((0, 30, 45, 60, 120, 135, 150))
    value = value_of(name, start)
    found = _solutions(name, *value)
    if d.slip == "swap" and name != "tan":
        found = _solutions("cos" if name == "sin" else "sin", *value)
    elif d.slip == "symmetry" and len(found) == 2:
        found = sorted({found[0], (360 - found[0] if name == "sin" else 180 - found[0]) % 360})
    elif d.slip == "half":
        found = [angle for angle in found if angle < 180] or found
    halved = [f"{angle / 2:g}" if doubled else str(angle) for angle in found]
    letter, limit = d.choice(("x", "t")), 180 if doubled else 360
    function = f"{name}({'2' * doubled}{letter})"
    equation, isolated = _equation(front, function, value, added), f"{function} = {exact(*value)}"
    work = steps(
        f"@linear-equations: {isolated}" if isolated != equation else "",
        f"@special-angles and the @unit-circle give {' and '.join(map(str, found))} degrees",
        f"halved {' and '.join(halved)}" if doubled else "",
    )
    return Item(
        (
            f"Solve {equation} for 0 <= {letter} < {limit} in degrees.",
            f"Which angles {letter} from 0 to below {limit} degrees satisfy {equation}?",
            f"Find all {letter} in degrees with {equation} and 0 <= {letter} < {limit}.",
        ),
        work,
        " or ".join(f"{letter} = {angle}" for angle in halved),
        _all_solutions(front, doubled, name, value, _solutions(name, *value)),
    )


def _all_solutions(front: int, doubled: bool, name: str, value: Value, right: list[int]) -> str:
    """A statement: each part of the answer solves the equation, and there are as many as there should be."""
    parts = ["answer"] if len(right) == 1 else [f"part(answer, {place + 1})" for place in range(len(right))]
    limit = 180 if doubled else 360
    side = exact(front * value[0], value[1])
    return " and ".join(
        [f"size(answer) = {len(right)}"]
        + [f"{front}*{name}({2 * doubled or 1}*{part}*pi/180) = {side}" for part in parts]
        + [f"{part} > -1 and {part} < {limit}" for part in parts]
    )


@trigonometric_equations.form("reverse")
def other_solution(d: Draw) -> Item:
    name, angle = d.choice(("sin", "cos")), d.choice([each for each in range(1, 360) if each % 15])
    if d.difficulty == 1:
        angle = angle % 90 or 1
    k = 2 if d.difficulty == 3 else 1
    whole = 360 // k
    angle = angle % whole or 1
    mirror = (180 - k * angle if name == "sin" else 360 - k * angle) % 360
    wrong = (360 - k * angle if name == "sin" else 180 - k * angle) % 360
    found = Fraction(wrong if d.slip == "symmetry" else mirror, k)
    inner = f"{k}x" if k > 1 else "x"
    shown = str(found) if found.denominator == 1 else f"{float(found):g}"
    rule = "180 degrees minus the angle" if name == "sin" else "360 degrees minus the angle"
    first = f"{times(2, angle)}; " if k > 1 else ""
    rest = (180 if name == "sin" else 360) - k * angle
    calculation = minus(180 if name == "sin" else 360, k * angle, None if d.slip != "symmetry" else wrong)
    if rest < 0:
        calculation += f"; {plus(rest, 360)}"
    return Item(
        (
            f"x = {angle} degrees is a solution of {name}({inner}) = a. What is the other one from 0 to {whole}?",
            f"{name}({inner}) = a has two solutions from 0 to {whole} degrees. One is {angle} degrees. Find the other.",
            f"Which other angle x from 0 to {whole} degrees gives {name}({inner}) the same value as x = {angle}?",
        ),
        f"on the @unit-circle the same value of {name} belongs to {rule}; {first}{calculation}"
        + (f"; half of it is {shown}" if k > 1 else ""),
        shown,
        f"{name}({k}*answer*pi/180) = {name}({k * angle}*pi/180) and (answer - {angle})^2 > 0 and answer > -1 and "
        f"answer < {whole}",
    )


@trigonometric_equations.form("word problem")
def when_is_it_that_high(d: Draw) -> Item:
    radius, hub = 2 * d.within((2, 9), (3, 15), (5, 30)), d.within((1, 9))
    hub += radius
    start = d.choice((30, 150, 90) if d.difficulty == 1 else (0, 30, 45, 60, 90, 180, 210, 225, 240, 270, 330))
    value = value_of("sin", start)
    found = _solutions("sin", *value)
    if d.slip == "half":
        found = found[:1]
    elif d.slip == "symmetry" and len(found) == 2:
        found = sorted({found[0], (360 - found[0]) % 360})
    rise = exact(radius * value[0], value[1])
    level = str(hub + int(rise)) if value[1] == 1 else terms(str(hub), rise)
    law = f"{hub} + {radius}sin(t)"
    return Item(
        (
            f"The seat of a big wheel is {law} metres above ground when the wheel has turned by t degrees. For which t "
            f"from 0 to below 360 is it {level} metres high?",
            f"A float on the waves is {law} cm above the mark, where t runs through 360 degrees in each wave. At which "
            f"t, with 0 <= t < 360, is it {level} cm above it?",
            f"The tip of a pump rod is at the height {law} cm when the crank stands at t degrees. At which t with "
            f"0 <= t < 360 is the height {level} cm?",
        ),
        f"{law} = {level}; @linear-equations: sin(t) = {exact(*value)}; @special-angles and the @unit-circle give "
        f"{' and '.join(map(str, found))} degrees",
        " or ".join(f"t = {angle}" for angle in found),
        _all_solutions(radius, False, "sin", value, _solutions("sin", *value)),
    )


@trigonometric_equations.form("number of solutions")
def number_of_solutions(d: Draw) -> Item:
    front, name = d.within((2, 9), (2, 15), (2, 20)), d.choice(("sin", "cos"))
    size = d.choice((front, d.within((1, front - 1)), front + d.within((1, 6))))
    right = size * d.choice((1, 1, -1))
    k = d.within((1, 1), (1, 2), (2, 5))
    difference = front * front - right * right
    each = (difference > 0) - (difference < 0) + 1
    inner = f"{k}x" if k > 1 else "x"
    equation = f"{front}{name}({inner}) = {right}"
    why = {0: "is not possible", 1: "happens once in each turn", 2: "happens twice in each turn"}[each]
    sign = f"({difference}/abs({difference}))" if difference else "0"
    questions = (
        f"How many solutions x from 0 to below 360 degrees does {equation} have?",
        f"For how many angles x with 0 <= x < 360 degrees is {equation}?",
        f"Count the solutions of {equation} in one full turn of x.",
    )
    work = f"@linear-equations: {name}({inner}) = {Fraction(right, front)}; on the @unit-circle this {why}" + (
        f"; {times(k, each)}" if k > 1 else f"; so there are {each}"
    )
    return Item(questions, work, str(k * each), f"answer = {k}*(1 + {sign})")


@topic(
    "inverse-trigonometric-functions",
    swap="The angle of the other function is taken.",
    sign="The sign, or the side of the circle, is wrong.",
    degrees="The angle is given in degrees, not in radians.",
)
def inverse_trigonometric_functions(d: Draw) -> Item:
    name, degrees = d.choice(NAMES), d.choice((30, 45, 60) if d.difficulty == 1 else (0, 30, 45, 60, 90))
    if name == "tan" and degrees == 90:
        degrees = 45
    negative = d.difficulty > 1 and d.rng.random() < 0.6
    front = d.within((1, 6), (1, 9), (1, 6))
    value = value_of(name, degrees)
    value = (-value[0] if negative else value[0]), value[1]
    used = 90 - degrees if d.slip == "swap" else degrees
    turned = negative != (d.slip == "sign")
    angle = used if not turned else (180 - used if name == "cos" else -used)
    result = str(front * angle) if d.slip == "degrees" else multiple(Fraction(front * angle, 180), "pi")
    if d.difficulty == 3:  # the value is written as that of an angle beyond the range
        right = -degrees if negative and name != "cos" else 180 - degrees if negative else degrees
        outer = {"sin": 180 - right, "cos": 360 - right, "tan": right + 180}[name]
        inner = f"{name}({multiple(Fraction(outer, 180), 'pi')})"
        first = f"{inner} = {exact(*value)}"
    else:
        inner, first = exact(*value), ""
    text = f"{term(front, 1, f'arc{name}')}({inner})"
    ranges = {"sin": "-90 and 90", "cos": "0 and 180", "tan": "-90 and 90"}
    return Item(
        (*ask(EXACTLY, text), f"Compute {text} in radians."),
        steps(
            first,
            f"the angle between {ranges[name]} degrees with this value is {angle} degrees (@special-angles)",
            "" if d.slip == "degrees" else f"@radians: {multiple(Fraction(angle, 180), 'pi')}",
            f"times {front} is {result}" if front > 1 else "",
        ),
        result,
        f"answer = {front}*arc{name}({exact(*value)})",
    )


@inverse_trigonometric_functions.form("reverse")
def value_of_an_angle(d: Draw) -> Item:
    name = d.choice(NAMES)
    angles = {"sin": (-60, -45, -30, 30, 45, 60, 90), "cos": (30, 45, 60, 90, 120, 135, 150, 180)}
    degrees = d.choice(angles.get(name, (-60, -45, -30, 30, 45, 60)))
    front, added = d.within((1, 1), (2, 9), (2, 9)), d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    value, letter = value_of(name, degrees), d.choice(("a", "x"))
    if d.slip == "sign":
        value = -value[0], value[1]
    angle = multiple(Fraction(degrees, 180), "pi")
    total = multiple(Fraction(front * degrees, 180), "pi")
    argument = terms(letter, str(added)) if added else letter
    answer = exact(*value) if not added else terms(exact(*value), str(-added)) if value[0] else str(-added)
    if added and value[1] == 1:
        answer = str(value[0] - added)
    equation = f"{term(front, 1, f'arc{name}')}({argument}) = {total}"
    return Item(
        (f"Solve {equation} for {letter}.", f"For which {letter} is {equation}?", f"Find {letter} if {equation}."),
        steps(
            f"divided by {front}: arc{name}({argument}) = {angle}" if front > 1 else "",
            f"so {argument} = {name}({angle}) = {exact(*value)} (@special-angles)",
            f"{letter} = {answer}" if added else "",
        ),
        f"{letter} = {answer}",
        f"{front}*arc{name}(answer + {added}) = {total}".replace("+ -", "- "),
    )


@inverse_trigonometric_functions.form("word problem")
def angle_of_a_slope(d: Draw) -> Item:
    name, degrees = d.choice(NAMES), d.choice((30, 45, 60))
    value = value_of(name, degrees)
    bottom = d.within((1, 9), (2, 20), (2, 40)) * value[0].denominator
    top = exact(bottom * value[0], value[1])
    if d.slip == "swap":
        degrees = 90 - degrees
    rise, run, along = f"rises by {top} metres", f"covers {bottom} metres on the level", f"is {bottom} metres long"
    facts = {"sin": (rise, along), "cos": (f"covers {top} metres on the level", along), "tan": (rise, run)}[name]
    what = "arc" + name
    return Item(
        (
            f"A straight ramp {facts[0]} and {facts[1]}. What is its angle with the ground, in radians?",
            f"A cable car {facts[1]} and {facts[0]} on a straight line. Find its angle of climb in radians.",
            f"A straight path {facts[1]} and {facts[0]}. At which angle does it climb? Give it in radians.",
        ),
        f"the {'sine' if name == 'sin' else 'cosine' if name == 'cos' else 'tangent'} is {grouped(top)}/{bottom} = "
        f"{exact(*value)}; {what}({exact(*value)}) is {degrees} degrees (@special-angles); "
        f"@radians: {multiple(Fraction(degrees, 180), 'pi')}",
        multiple(Fraction(degrees, 180), "pi"),
        f"{bottom}*{name}(answer) = {top} and answer > 0 and answer < 2",
    )
