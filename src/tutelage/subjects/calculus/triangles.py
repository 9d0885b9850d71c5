"""Right triangles: the theorem of Pythagoras, sine, cosine and tangent, and the angles with known values."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.exact import NAMES, Value, exact, grouped, quotient, value_of
from tutelage.subjects.calculus.notation import surd, term
from tutelage.subjects.calculus.steps import minus, over, plus, raised, steps, times
from tutelage.subjects.calculus.topic import EXACTLY, ask, judged, topic
from tutelage.subjects.workbook import Draw, Item

TRIPLES = ((3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (20, 21, 29), (12, 35, 37), (9, 40, 41))


def triple(d: Draw, count: int, factor: int) -> tuple[int, int, int]:
    """The sides of a right triangle, the legs in either order."""
    a, b, c = (side * factor for side in d.choice(TRIPLES[:count]))
    return (a, b, c) if d.rng.random() < 0.5 else (b, a, c)


@topic(
    "pythagorean-theorem",
    "Pythagorean theorem",
    sum="The sides themselves are added or subtracted, not their squares.",
    wrong="The squares are added where they have to be subtracted, or the other way round.",
    root="The root is not taken.",
)
def pythagorean_theorem(d: Draw) -> Item:
    a, b, c = triple(d, 2 + 2 * d.difficulty, d.within((1, 3), (1, 6), (1, 5)))
    leg = d.difficulty > 1 and d.rng.random() < 0.6
    add = leg if d.slip == "wrong" else not leg
    one, other = (c, a) if leg else (max(a, b), min(a, b))
    total = one**2 + other**2 if add else one**2 - other**2
    found = str(total) if d.slip == "root" else surd(1, total)
    work = steps(
        f"@powers and @square-roots: {raised(one, 2)}",
        raised(other, 2),
        plus(one**2, other**2) if add else minus(one**2, other**2),
        "" if d.slip == "root" else f"sqrt({total}) = {found}",
    )
    if d.slip == "sum":
        found = str(one - other if leg else one + other)
        work = minus(one, other) if leg else plus(one, other)
    given = f"a leg of {a} and a hypotenuse of {c}" if leg else f"legs of {a} and {b}"
    if d.difficulty == 3:
        return _perimeter((a, c) if leg else (a, b), given, work, found)
    unknown = "leg" if leg else "hypotenuse"
    stories = (
        (
            f"A beam of {c} cm leans on a wall, with its foot {a} cm from the wall. How high does it reach, in cm?",
            f"A kite flies on a straight string of {c} m, {a} m away from the child over flat ground. How high is it?",
            f"A rectangular screen is {a} cm wide, and its diagonal is {c} cm. How many centimetres high is it?",
        )
        if leg
        else (
            f"A boat sails {a} km north and then {b} km east. How many km is it from its start?",
            f"A rectangular field is {a} m long and {b} m wide. How long is the path from corner to opposite corner?",
            f"A wire runs from the top of a mast of {a} m to a point on the ground {b} m away. How long is it?",
        )
    )
    return Item(
        (
            f"A right triangle has {given}. How long is the {'other ' * leg}{unknown}?",
            f"Find the {'other ' * leg}{unknown} of a right triangle with {given}.",
            f"A triangle with a right angle has {given}. What is the length of its {'other ' * leg}{unknown}?",
        ),
        work,
        found,
        f"answer^2 + {a}^2 = {c}^2 and answer > 0" if leg else f"answer^2 - {b}^2 = {a}^2 and answer > 0",
        value=b if leg else c,
        noun=f"the {'other ' * leg}{unknown} of a right triangle with {given}",
        worded={"word problem": stories},
    )


def _perimeter(known: tuple[int, int], given: str, work: str, found: str) -> Item:
    """From two sides of a right triangle to its perimeter."""
    both, leg = sum(known), "hypotenuse" in given
    whole = found.isdigit()
    answer = str(both + int(found)) if whole else f"{both} + {found}"
    rest = f"(answer - {both})^2"
    questions = (
        f"A right triangle has {given}. What is its perimeter?",
        f"Find the perimeter of a right triangle with {given}.",
        f"How long are all three sides together in a right triangle with {given}?",
    )
    solution = f"the third side first; {work}; the perimeter: {plus(*known)}; " + (
        plus(both, int(found)) if whole else f"together {answer}"
    )
    formal = (
        f"{rest} + {known[0]}^2 = {known[1]}^2 and answer > {both}"
        if leg
        else f"{rest} - {known[0]}^2 = {known[1]}^2 and answer > {both}"
    )
    stories = (
        f"A flower bed is a right triangle with {given}, in metres. How many metres of edging go round it?",
        f"A sail has the shape of a right triangle with {given}, in metres. How long is the seam round it?",
        f"A walk goes once round a right triangle with {given}, in kilometres. How many km is the whole walk?",
    )
    return Item(questions, solution, answer, formal, worded={"word problem": stories})


@pythagorean_theorem.form("two steps")
def isosceles_triangle(d: Draw) -> Item:
    half, height, side = triple(d, 3, d.within((1, 2), (1, 3), (1, 4)))
    wanted = ("height", "area", "base")[d.difficulty - 1]
    base = 2 * half
    if wanted == "base":
        asked = f"two sides of {side} and the height {height} on its third side. How long is the third side"
        work = steps(raised(side, 2), raised(height, 2), minus(side**2, height**2), f"sqrt({half**2}) = {half}")
        work, answer = f"{work}; {times(2, half)}", base
        formal = f"(answer/2)^2 + {height}^2 = {side}^2 and answer > 0"
    else:
        asked = f"two sides of {side} and the base {base}. What is its {wanted}"
        work = steps(over(base, 2), raised(side, 2), raised(half, 2), minus(side**2, half**2))
        work += f"; sqrt({height**2}) = {height}"
        if wanted == "area":
            work += f"; {times(base, height)}; {over(base * height, 2)}"
        answer = half * height if wanted == "area" else height
        formal = f"(answer/{half if wanted == 'area' else 1})^2 + {half}^2 = {side}^2 and answer > 0"
    questions = (
        f"An isosceles triangle has {asked}?",
        f"A triangle has {asked}?",
        f"The height divides an isosceles triangle into two equal right triangles. The triangle has {asked}?",
    )
    return Item(questions, f"half of the triangle is a right triangle; {work}", str(answer), formal)


@pythagorean_theorem.form("yes or no")
def is_it_right_angled(d: Draw) -> Item:
    a, b, c = triple(d, 2 + d.difficulty, d.within((1, 2), (1, 3), (1, 5)))
    c += d.choice((0, 0, 1, -1)) if c - 1 > max(a, b) else d.choice((0, 1))
    square, total = c * c, a * a + b * b
    shown = d.rng.sample((a, b, c), 3)
    return judged(
        (
            "A triangle has the sides {}, {} and {}. Does it have a right angle? Answer yes or no.".format(*shown),
            "Do the lengths {}, {} and {} make a right triangle? Answer yes or no.".format(*shown),
            "A carpenter measures {}, {} and {} along the edges of a corner. Is the corner square? Yes or no?".format(
                *shown
            ),
        ),
        f"{steps(raised(a, 2), raised(b, 2), plus(a * a, b * b), raised(c, 2))}; "
        f"{total} {'=' if total == square else '<' if total < square else '>'} {square}",
        total == square,
        str(square),
        f"answer = {a}^2 + {b}^2",
    )


@topic(
    "right-triangle-ratios",
    "ratios in right triangles",
    swap="The other leg is taken.",
    turn="The quotient is turned over.",
    legs="The missing side is found by adding or subtracting lengths, not their squares.",
)
def right_triangle_ratios(d: Draw) -> Item:
    a, b, c = triple(d, 1 + 2 * d.difficulty, d.within((1, 2), (1, 3), (1, 1)))
    name, known = d.rng.sample(("sine", "cosine", "tangent"), 2)
    sides = {"opposite leg": a, "adjacent leg": b, "hypotenuse": c}
    parts = {
        "sine": ("opposite leg", "hypotenuse"),
        "cosine": ("adjacent leg", "hypotenuse"),
        "tangent": ("opposite leg", "adjacent leg"),
    }
    top, bottom = parts[name]
    shown = list(sides) if d.difficulty == 1 else list(parts[known])
    missing = next((side for side in sides if side not in shown), "")
    used, work = dict(sides), ""
    if missing:
        x, y = (used[side] for side in shown)
        add = missing == "hypotenuse"
        total = x * x + y * y if add else abs(x * x - y * y)
        work = f"by the @pythagorean-theorem the {missing} is sqrt({total}) = {sides[missing]}; "
        if d.slip == "legs":
            used[missing] = x + y if add else abs(x - y)
            work = f"the {missing} is {plus(x, y) if add else minus(max(x, y), min(x, y))}; "
    d.rng.shuffle(shown)
    other = {"opposite leg": "adjacent leg", "adjacent leg": "opposite leg", "hypotenuse": "hypotenuse"}
    if d.slip == "swap":
        top, bottom = other[top], other[bottom]
    pair = (used[bottom], used[top]) if d.slip == "turn" else (used[top], used[bottom])
    value = Fraction(*pair)
    rule = f"the {name} is {parts[name][0]} over {parts[name][1]}"
    ratio = str(Fraction(*(sides[side] for side in parts[known])))
    listed = [f"the {side} {sides[side]}" for side in shown]
    given = f"{', '.join(listed[:-1])} and {listed[-1]}"
    if d.difficulty == 3:
        questions: tuple[str, ...] = (
            f"The {known} of an acute angle is {ratio}. What is its {name}?",
            f"Find the {name} of an acute angle whose {known} is {ratio}.",
            f"An angle of a right triangle has the {known} {ratio}. What is its {name}?",
        )
        work = f"take a right triangle with {given}; {work}"
        story = f"whose angle with the ground has the {known} {ratio}"
    else:
        questions = (
            f"Of an angle in a right triangle, {given} are known. What is its {name}?",
            f"Find the {name} of an acute angle in a right triangle that has {given}.",
            f"A right triangle has, seen from one of its angles, {given}. Give the {name} of this angle.",
        )
        words = {"opposite leg": "rises {} m", "adjacent leg": "covers {} m on the flat", "hypotenuse": "is {} m long"}
        story = "that " + " and ".join(words[side].format(sides[side]) for side in shown)
    formal = {
        "sine": f"answer^2 = 1 - ({b}/{c})^2",
        "cosine": f"answer^2 = 1 - ({a}/{c})^2",
        "tangent": f"answer^2 = ({c}/{b})^2 - 1",
    }
    stories = (
        f"A straight ramp {story} is built. What is the {name} of the angle between ramp and ground?",
        f"Think of a cable car {story}. What is the {name} of its angle of climb?",
        f"There is a straight slide {story}. Give the {name} of the angle at which it meets the ground.",
    )
    return Item(
        questions,
        f"{work}{rule}; @simplifying-fractions {pair[0]}/{pair[1]} = {value}",
        str(value),
        f"{formal[name]} and answer > 0",
        worded={"word problem": stories},
    )


@right_triangle_ratios.form("reverse")
def side_from_ratio(d: Draw) -> Item:
    a, b, c = triple(d, 2 + d.difficulty, 1)
    factor = d.within((2, 5), (2, 9), (3, 12))
    name = d.choice(("sine", "cosine"))
    ratio = Fraction(a, c)
    known, other = ("opposite", "adjacent") if name == "sine" else ("adjacent", "opposite")
    asked, result = (f"the leg {known} to it", a) if d.difficulty < 3 else (f"the leg {other} to it", b)
    turned = d.difficulty == 2
    if turned:
        given, asked, result = f"the leg {known} to it is {a * factor} long", "the hypotenuse", c
    else:
        given = f"the hypotenuse is {c * factor} long"
    work = f"{a * factor}/({ratio}) = {c * factor}" if turned else f"{c * factor}*{ratio} = {a * factor}"
    if d.difficulty == 3:
        work += f"; by the @pythagorean-theorem sqrt({(c * factor) ** 2} - {(a * factor) ** 2}) = {b * factor}"
    questions = (
        f"An angle in a right triangle has the {name} {ratio}, and {given}. How long is {asked}?",
        f"In a right triangle {given}, and the {name} of an angle is {ratio}. Find {asked}.",
        f"The {name} of an angle in a right triangle is {ratio}; {given}. What is the length of {asked}?",
    )
    formal = {
        1: f"answer/{c * factor} = {ratio}",
        2: f"{a * factor}/answer = {ratio}",
        3: f"1 - (answer/{c * factor})^2 = ({ratio})^2 and answer > 0",
    }[d.difficulty]
    return Item(questions, f"the {name} is the {known} leg over the hypotenuse; {work}", str(result * factor), formal)


@topic(
    "special-angles",
    swap="The value of the complementary angle is taken.",
    root="The root in the value is left out.",
    half="The denominator of the value is left out.",
)
def special_angles(d: Draw) -> Item:
    front = d.within((1, 9), (1, 12), (1, 9)) * 2
    names = NAMES[:2] if d.difficulty == 1 else NAMES
    factors = [(d.choice(names), d.choice((30, 45, 60))) for _ in range(2 if d.difficulty == 3 else 1)]

    def used(name: str, degrees: int) -> Value:
        value, inside = value_of(name, 90 - degrees if d.slip == "swap" else degrees)
        return (value * value.denominator if d.slip == "half" else value), (1 if d.slip == "root" else inside)

    result, inside = Fraction(front), 1
    for name, degrees in factors:
        value, root = used(name, degrees)
        result, inside = result * value, inside * root
    shown = f"{front} " + "*".join(f"{name}({degrees} degrees)" for name, degrees in factors)
    values = "; ".join(
        f"{name}({degrees} degrees) = {exact(*used(name, degrees))}" for name, degrees in dict.fromkeys(factors)
    )
    written = [exact(*used(*each)) for each in factors]
    calculation = "*".join([str(front), *(grouped(each) for each in written if each != "1")])
    return Item(
        ask(EXACTLY, shown),
        f"half a square and half an equilateral triangle give {values}; "
        f"@simplifying-fractions {calculation} = {exact(result, inside)}",
        exact(result, inside),
        f"answer = {front}*{'*'.join(f'{name}({degrees}*pi/180)' for name, degrees in factors)} and parts(answer) < 5",
    )


@special_angles.form("word problem")
def special_angle_story(d: Draw) -> Item:
    degrees, length = d.choice((30, 45, 60)), 2 * d.within((2, 9), (2, 15), (3, 20))
    name = d.choice(("sin", "cos")) if d.difficulty < 2 else d.choice(NAMES)
    found = value_of(name, 90 - degrees if d.slip == "swap" else degrees)
    value = (found[0], 1) if d.slip == "root" else found
    if d.difficulty == 3:  # the side is known whose quotient with the wanted one is the sine, cosine or tangent
        result = quotient((Fraction(length), 1), value)
        given, wanted = {
            "sin": (f"reaches {length} m up the wall", "How long is it, in metres?"),
            "cos": (f"has its foot {length} m from the wall", "How long is it, in metres?"),
            "tan": (f"reaches {length} m up the wall", "How far from the wall is its foot, in metres?"),
        }[name]
        rule = f"{length}/{grouped(exact(*value))}"
    else:
        result = length * value[0], value[1]
        given, wanted = {
            "sin": (f"is {length} m long", "How high does it reach, in metres?"),
            "cos": (f"is {length} m long", "How far from the wall is its foot, in metres?"),
            "tan": (f"has its foot {length} m from the wall", "How high does it reach, in metres?"),
        }[name]
        rule = f"{length}*{grouped(exact(*value))}"
    where = f"makes an angle of {degrees} degrees with the level ground"
    return Item(
        (
            f"A ladder {given} and {where}. {wanted} Give the exact value.",
            f"A straight beam leans on a wall, {where} and {given}. {wanted} (Exact value.)",
            f"A pole that leans on a wall {where}; it {given}. {wanted} Do not round.",
        ),
        f"{name}({degrees} degrees) = {exact(*value)}; @simplifying-fractions {rule} = {exact(*result)}",
        exact(*result),
        f"answer*{name}({degrees}*pi/180) = {length}"
        if d.difficulty == 3
        else f"answer/{name}({degrees}*pi/180) = {length}",
    )


@special_angles.form("reverse")
def angle_from_value(d: Draw) -> Item:
    name, degrees = d.choice(NAMES), d.choice((30, 45, 60))
    value = value_of(name, degrees)
    front = d.within((1, 1), (2, 9), (2, 20))
    total = exact(front * value[0], value[1])
    if d.difficulty == 3:
        sides = {"sin": ("opposite leg", "hypotenuse"), "cos": ("adjacent leg", "hypotenuse")}
        top, bottom = sides.get(name, ("opposite leg", "adjacent leg"))
        first = f"the {top} over the {bottom} is {name}(x) = {exact(*value)}"
        given = f"In a right triangle the {top} of an angle is {exact(2 * front * value[0], value[1])} and the {bottom}"
        given += f" is {2 * front}."
    else:
        equation = f"{term(front, 1, name)}(x) = {total}"
        given = f"The acute angle x satisfies {equation}."
        first = f"{equation}, divided by {front}" if front > 1 else equation
    return Item(
        (
            f"{given} How many degrees is the angle?",
            f"{given} Find the angle in degrees.",
            f"{given} Which angle is it? Give it in degrees.",
        ),
        f"{first}; {name}({degrees} degrees) = {exact(*value)}",
        str(degrees),
        f"{name}(answer*pi/180) = {exact(*value)} and answer > 0 and answer < 90",
    )
