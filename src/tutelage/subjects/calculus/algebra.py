"""Letters for numbers: substitution, like terms, brackets, linear equations."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.notation import bracket, linear, term, terms
from tutelage.subjects.calculus.operations import evaluated
from tutelage.subjects.calculus.steps import minus, over, plus, steps, times
from tutelage.subjects.calculus.topic import SIMPLIFY, ask, topic
from tutelage.subjects.workbook import Draw, Item

EXPAND = ("Expand {}.", "Multiply out {}.", "Remove the brackets: {}.")


def addition_or_subtraction(number: int) -> str:
    """What adding a number, possibly negative, is called."""
    return "addition" if number > 0 else "subtraction"


@topic(
    "substitution",
    side="The number is written beside the coefficient instead of multiplied.",
    sign="The last term gets the wrong sign.",
    added="The coefficient and the number are added instead of multiplied.",
    takes=range(2, 13),
)
def substitution(d: Draw) -> Item:
    a, b, x = d.main((2, 9)), d.nonzero((1, 9), (-9, 9), (-20, 20)), d.within((2, 9), (2, 9), (-9, -2))
    c, y = d.within((2, 9)), d.nonzero((2, 9), (-9, 9))
    if d.difficulty == 1 or (d.difficulty == 2 and d.rng.random() < 0.4):
        product = d.outcome(a * x, side=int(f"{a}{abs(x)}"), added=a + x)
        constant = -b if d.slip == "sign" else b
        expression, at, answer = linear(d.shown(a), b), f"x = {x}", product + constant
        first = plus(a, x) if d.slip == "added" else times(a, x, product)
        work = (
            f"@integer-multiplication: {first}; @integer-{addition_or_subtraction(constant)}: {plus(product, constant)}"
        )
        formal = f"(answer - {bracket(b)})/{bracket(x)} = {a}"
        value = a * x + b
    elif d.difficulty == 2:
        expression, at, value = f"{a}x - {c}y", f"x = {x} and y = {y}", a * x - c * y
        last = times(c, y)
        work = f"@integer-multiplication: {times(a, x)}; {last}; @integer-subtraction: {minus(a * x, c * y)}"
        answer, formal = value, f"(answer + {c}*{bracket(y)})/{bracket(x)} = {a}"
        if d.slip == "sign":
            answer = a * x + c * y
            work = f"@integer-multiplication: {times(a, x)}; {last}; @integer-addition: {plus(a * x, c * y)}"
        elif d.slip:
            answer = a + x - c * y
            work = f"{plus(a, x)}; @integer-multiplication: {last}; @integer-subtraction: {minus(a + x, c * y)}"
    else:
        expression, at = f"{a}({linear(1, b)}) - {c}y", f"x = {x} and y = {y}"
        numbers = {"a": a, "b": b, "c": c, "x": x, "y": y}
        tree = ("-", ("*", "a", ("+", "x", "b")), ("*", "c", "y"))
        wrong = ("+" if d.slip == "sign" else "-", ("+" if d.slip == "added" else "*", "a", ("+", "x", "b")), tree[2])
        work, answer = evaluated(wrong if d.slip in ("sign", "added") else tree, numbers)
        value = evaluated(tree, numbers)[1]
        formal = f"(answer + {c}*{bracket(y)})/{a} - {bracket(b)} = {x}"
    questions = (
        f"Evaluate {expression} at {at}.",
        f"What is {expression} when {at}?",
        f"Find the value of {expression} for {at}.",
    )
    return Item(questions, work, str(answer), formal, value=value, noun=f"the value of {expression} at {at}")


@substitution.form("word problem")
def formula_of_a_price(d: Draw) -> Item:
    a, b, x = d.within((2, 9)), d.within((2, 20), (5, 40), (5, 60)), d.within((2, 9), (3, 15), (4, 20))
    y = d.within((2, 9))
    if d.difficulty < 3:
        answer = d.outcome(a * x + b, added=a + x + b, side=int(f"{a}{x}") + b, sign=a * x - b)
        first = plus(a, x) if d.slip == "added" else times(a, x, answer - b if d.slip == "side" else None)
        last = minus(a * x, b) if d.slip == "sign" else plus(answer - b, b)
        questions = (
            f"A taxi ride of x km costs {a}x + {b} euros. What do {x} km cost, in euros?",
            f"After x weeks a plant is {a}x + {b} cm high. How high is it after {x} weeks, in cm?",
            f"A club with x members pays {a}x + {b} euros for its hall. How many euros does it pay with {x} members?",
        )
        work = (
            f"x = {x}, @integer-multiplication: {first}; "
            f"@integer-{'subtraction' if d.slip == 'sign' else 'addition'}: {last}"
        )
        return Item(questions, work, str(answer), f"(answer - {b})/{a} = {x}")
    questions = (
        f"x adults and y children pay {a + b}x + {b}y euros. How many euros do {x} adults and {y} children pay?",
        f"The edges of a frame need {a + b}x + {b}y cm of wood. How many cm are that at x = {x} and y = {y}?",
        f"x large and y small boxes hold {a + b}x + {b}y pens. How many pens are in {x} large and {y} small ones?",
    )
    return Item(
        questions,
        f"@integer-multiplication: {times(a + b, x)}; {times(b, y)}; @integer-addition: {plus((a + b) * x, b * y)}",
        str((a + b) * x + b * y),
        f"(answer - {b}*{y})/{a + b} = {x}",
    )


@substitution.form("reverse")
def missing_constant(d: Draw) -> Item:
    a, b, x = d.within((2, 9)), d.nonzero((1, 9), (-9, 9), (-20, 20)), d.within((2, 9), (-9, 9), (-9, -2))
    total = a * x + b
    return Item(
        (
            f"{term(a)} + c has the value {total} at x = {x}. What is c?",
            f"For which number c is {term(a)} + c equal to {total} when x = {x}?",
            f"At x = {x}, {term(a)} + c = {total}. Find c.",
        ),
        f"@integer-multiplication: {times(a, x)}; @integer-subtraction: {minus(total, a * x)}",
        str(b),
        f"{a}*{bracket(x)} + answer = {total}",
    )


@substitution.form("in words")
def expression_in_words(d: Draw) -> Item:
    a, b, x = d.within((2, 9)), d.within((1, 9), (2, 20), (5, 40)), d.within((2, 9), (2, 15), (-12, 12))
    if d.difficulty == 3:  # the sum comes first
        return Item(
            (
                f"Add {b} to {x}, and multiply the sum by {a}. What comes out?",
                f"What is {a} times the sum of a number and {b}, if the number is {x}?",
                f"A number is increased by {b}, and the result is multiplied by {a}. What comes out for {x}?",
            ),
            f"{a}(x + {b}) at x = {x}; @integer-addition: {plus(x, b)}; @integer-multiplication: {times(a, x + b)}",
            str(a * (x + b)),
            f"answer/{a} - {b} = {x}",
        )
    return Item(
        (
            f"What is {a} times a number, plus {b}, if the number is {x}?",
            f"A number is multiplied by {a}, and {b} is added. What comes out for {x}?",
            f"The number x is {x}. What is {b} more than {a} times x?",
        ),
        f"{a}x + {b} at x = {x}; @integer-multiplication: {times(a, x)}; @integer-addition: {plus(a * x, b)}",
        str(a * x + b),
        f"(answer - {b})/{a} = {x}",
    )


@topic(
    "combining-like-terms",
    all="The constant is joined to the terms with the letter.",
    sign="The sign of the second term is lost.",
    square="Adding two terms is taken to square the letter.",
    takes=range(2, 30),
)
def combining_like_terms(d: Draw) -> Item:
    a, b, c = d.main((2, 9), (2, 20), (10, 40)), d.nonzero((2, 9), (-9, 9), (-30, 30)), d.within((1, 9))
    e = d.nonzero((-9, 9)) if d.difficulty > 1 else 0
    while a + b in (0, 1, -1) or c + e == 0:
        b, e = d.nonzero((2, 9), (-9, 9), (-30, 30)), d.nonzero((-9, 9)) if d.difficulty > 1 else 0
    letter, second = d.letter(), ""
    if d.difficulty == 3 and d.rng.random() < 0.5:
        second = "y" if letter == "x" else "x"
    total, last = a + abs(b) if d.slip == "sign" else a + b, c + e
    name = addition_or_subtraction(b)
    work = f"@integer-{name}: {letter}: {plus(a, b, total)}".replace(f": {letter}: ", ": ")
    if e:
        work += f"; {f'{second}: ' if second else ''}{plus(c, e)}"
    other = term(last, 1, second) if second else str(last)
    answer = terms(term(total, 1, letter), other)
    if d.slip == "all":
        answer, work = term(total + last, 1, letter), f"{work}; {plus(total, last)}"
    elif d.slip == "square":
        answer = terms(term(total, 2, letter), other)
    parts = (term(d.shown(a), 1, letter), term(c, 1, second) if second else str(c), term(b, 1, letter))
    extra = (term(e, 1, second) if second else str(e),) if e else ()
    expression = terms(*parts, *extra)
    known = terms(term(a, 1, letter), *parts[1:], *extra)
    return Item(
        ask((*SIMPLIFY, "Combine like terms: {}."), expression), work, answer, f"answer = {known} and terms(answer) = 2"
    )


@combining_like_terms.form("word problem")
def perimeters(d: Draw) -> Item:
    a, b, c = d.within((2, 9)), d.within((1, 9), (2, 12), (2, 12)), d.within((2, 9), (2, 20), (3, 20))
    letter = d.letter()
    stories: tuple[str, ...]
    if d.difficulty == 1:
        total, work = linear(a + b, c, letter), f"@integer-addition: {plus(a, b)}"
        stories = (
            f"The sides of a triangle are {term(a, 1, letter)}, {term(b, 1, letter)} and {c} cm long. What is its "
            "perimeter?",
            f"Ada walks {term(a, 1, letter)} metres, then {c} m, then {term(b, 1, letter)} metres. How many metres is "
            "that in all?",
            f"Three bags weigh {term(a, 1, letter)} kg, {c} kg and {term(b, 1, letter)} kg. What do they weigh "
            "together?",
        )
    else:
        top, rest = 2 * a + 2 * b, 2 * c
        total, work = linear(top, rest, letter), f"@integer-addition: {plus(a, b)}; {plus(a + b, a + b)}; {plus(c, c)}"
        stories = (
            f"A rectangle is {term(a, 1, letter)} cm wide and {linear(b, c, letter)} cm long. What is its perimeter?",
            f"Two sides of a field are {term(a, 1, letter)} metres and {linear(b, c, letter)} metres long, and the "
            "sides opposite are equal. How long is the fence around it?",
            f"A path goes {term(a, 1, letter)} metres up and {linear(b, c, letter)} metres along, and the same back. "
            "How long is the whole way?",
        )
        if d.difficulty == 3:
            total, work = linear(top, rest - 1, letter), f"{work}; @integer-subtraction: {minus(rest, 1)}"
            stories = tuple(
                story.replace("What is its perimeter?", "A wire around it lacks 1 cm. How long is the wire?")
                .replace(
                    "How long is the fence around it?",
                    "The fence around it has a gate of 1 metre. How long is it without the gate?",
                )
                .replace("How long is the whole way?", "A short cut saves 1 metre. How long is the whole way with it?")
                for story in stories
            )
    constant = {1: c, 2: 2 * c, 3: 2 * c - 1}[d.difficulty]
    if d.slip == "all":
        slope = a + b if d.difficulty == 1 else 2 * a + 2 * b
        work, total = f"{work}; {plus(slope, constant)}", term(slope + constant, 1, letter)
    slope = a + b if d.difficulty == 1 else 2 * (a + b)
    return Item(
        tuple(f"{story} Simplify." for story in stories),
        work,
        total,
        f"answer - {constant} = {slope}{letter} and terms(answer) = 2",
    )


@combining_like_terms.form("reverse")
def missing_term(d: Draw) -> Item:
    a, b, c = d.within((2, 9), (2, 20), (5, 40)), d.nonzero((2, 9), (-9, 9), (-30, 30)), d.nonzero((1, 9), (-9, 9))
    e = d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    letter = d.letter()
    while a + b == 0 or c + e == 0 or b in (1, -1):
        b, e = d.nonzero((2, 9), (-9, 9), (-30, 30)), d.nonzero((-9, 9)) if d.difficulty == 3 else 0
    one, total = linear(a, c, letter), linear(a + b, c + e, letter)
    return Item(
        (
            f"What must be added to {one} to get {total}?",
            f"Which expression plus {one} is {total}?",
            f"{one} and another expression have the sum {total}. Find the other expression.",
        ),
        f"@integer-subtraction: {minus(a + b, a)}" + (f"; {minus(c + e, c)}" if e else "; the constants are the same"),
        linear(b, e, letter),
        f"answer + {one} = {total} and terms(answer) = {1 + bool(e)}",
    )


@combining_like_terms.form("coefficient")
def coefficient_of_the_letter(d: Draw) -> Item:
    count = d.difficulty + 1
    coefficients = [d.nonzero((1, 9), (-9, 9), (-15, 15)) for _ in range(count)]
    constant, letter = d.nonzero((-9, 9)), d.letter()
    pieces = [*(term(each, 1, letter) for each in coefficients), str(constant)]
    d.rng.shuffle(pieces)
    partial, work = coefficients[0], []
    for each in coefficients[1:]:
        work.append(plus(partial, each))
        partial += each
    return Item(
        (
            f"What is the coefficient of {letter} in {terms(*pieces)} after simplifying?",
            f"Simplify {terms(*pieces)}. Which number stands in front of {letter}? Give 0 if {letter} vanishes.",
            f"How many {letter} are there in {terms(*pieces)} altogether?",
        ),
        f"@negative-numbers: {steps(*work)}",
        str(partial),
        f"answer*{letter} = {terms(*(term(each, 1, letter) for each in coefficients))}",
    )


@topic(
    "expanding-brackets",
    first="Only the first term in the brackets is multiplied.",
    sign="The sign of the second product is wrong.",
    last="Only the last term in the brackets is multiplied.",
    takes=range(2, 13),
)
def expanding_brackets(d: Draw) -> Item:
    a, b = d.main((2, 9), (2, 9), (-9, -2)), d.within((1, 1), (1, 5), (2, 9))
    c, letter = d.nonzero((1, 9), (-9, 9), (-9, 9)), d.letter()
    if d.difficulty == 2 and d.rng.random() < 0.5:
        a = -a
    slope, last = b if d.slip == "last" else a * b, d.outcome(a * c, first=c, sign=-a * c)
    first = "" if d.slip == "last" else f"{a}*{term(b, 1, letter)} = {term(a * b, 1, letter)}"
    second = "" if d.slip == "first" else times(a, c, last)
    inner = f"({linear(b, c, letter)})"
    shown, known, work = f"{d.shown(a)}{inner}", f"{a}*{inner}", f"@integer-multiplication: {steps(first, second)}"
    if d.difficulty == 3:  # two brackets, which are joined
        e, f = d.within((2, 9)), d.nonzero((-9, 9))
        while e + a * b == 0 or a * c + e * f == 0 or slope + e == 0 or last + e * f == 0:
            e, f = d.within((2, 12)), d.nonzero((-9, 9))
        other = f"{e}({linear(1, f, letter)})"
        shown, known = f"{other} {'-' if a < 0 else '+'} {abs(a)}{inner}", f"{other} + {bracket(a)}*{inner}"
        work = f"{work}; {e}*{letter} = {term(e, 1, letter)}; {times(e, f)}; @combining-like-terms: {plus(e, slope)}; "
        work += plus(e * f, last)
        slope, last = slope + e, last + e * f
    return Item(ask(EXPAND, shown), work, linear(slope, last, letter), f"answer = {known} and terms(answer) = 2")


@expanding_brackets.form("word problem")
def prices_and_areas(d: Draw) -> Item:
    a, b, c = d.within((2, 9), (2, 9), (3, 12)), d.within((1, 1), (2, 5), (2, 9)), d.within((1, 9), (1, 12), (2, 20))
    letter, less = d.letter(), d.difficulty > 1 and d.rng.random() < 0.5
    shown, constant = linear(b, -c if less else c, letter), -a * c if less else a * c
    if d.slip == "first":
        constant = -c if less else c
    work = f"@integer-multiplication: {a}*{term(b, 1, letter)} = {term(a * b, 1, letter)}"
    work += "" if d.slip == "first" else f"; {a}*{c} = {a * c}"
    return Item(
        (
            f"A rectangle is {a} cm wide and {shown} cm long. Write its area without brackets.",
            f"One ticket costs {shown} euros. What do {a} tickets cost? Give the answer without brackets.",
            f"A machine makes {shown} parts in an hour. How many does it make in {a} hours? Give the answer without "
            "brackets.",
        ),
        f"{a}({shown}); {work}",
        linear(a * b, constant, letter),
        f"answer/{a} = {shown} and terms(answer) = 2",
    )


@expanding_brackets.form("reverse")
def number_before_or_inside(d: Draw) -> Item:
    a, b, c = d.within((2, 9), (2, 9), (-9, -2)), d.within((1, 1), (2, 5), (2, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    letter = d.letter()
    out = linear(a * b, a * c, letter)
    if d.rng.random() < 0.5:
        return Item(
            (
                f"{a}({term(b, 1, letter)} + c) = {out}. What is c?",
                f"For which number c is {a}({term(b, 1, letter)} + c) the same as {out}?",
                f"Expanding {a}({term(b, 1, letter)} + c) gives {out}. Find c.",
            ),
            f"{a} times c is {a * c}, and @integer-multiplication: {times(a, c)}",
            str(c),
            f"{a}*answer = {a * c}",
        )
    inner = linear(b, c, letter)
    return Item(
        (
            f"Which number a makes a({inner}) equal to {out}?",
            f"a({inner}) = {out} for every {letter}. What is a?",
            f"By which number was {inner} multiplied to get {out}?",
        ),
        f"a times {bracket(c)} is {a * c}, and @integer-multiplication: {times(a, c)}",
        str(a),
        f"answer*({inner}) = {out}",
    )


@topic(
    "linear-equations",
    side="The constant is moved without changing its sign.",
    minus="The coefficient is subtracted instead of divided by.",
    invert="It is divided the wrong way round.",
    takes=range(2, 13),
)
def linear_equations(d: Draw) -> Item:
    a, b, x = d.main((2, 9)), d.nonzero((1, 9), (-9, 9), (-20, 20)), Fraction(d.nonzero((1, 9), (2, 12), (-9, 9)))
    if d.difficulty == 3:
        a = a if d.rng.random() < 0.6 else -a
        x = Fraction(d.nonzero((-15, 15)), abs(a)) if d.rng.random() < 0.5 else x
    right = int(a * x) + b
    moved = right + b if d.slip == "side" else right - b
    move = plus(right, b) if d.slip == "side" else plus(right, -b)
    name = addition_or_subtraction(b if d.slip == "side" else -b)
    found, last = Fraction(moved, a), f"@integer-division: {moved}/{bracket(a)}"
    last += f" = {found}" if found.denominator == 1 or abs(found.denominator) != abs(a) or a < 0 else ""
    if d.slip == "minus":
        found, last = Fraction(moved - a), minus(moved, a)
    elif d.slip == "invert" and moved:
        found = Fraction(a, moved)
        last = f"@integer-division: {a}/{bracket(moved)}" + (
            f" = {found}" if abs(found.denominator) != abs(moved) else ""
        )
    letter = d.letter()
    shown = linear(d.shown(a), b, letter) if a > 0 else terms(str(b), term(a, 1, letter))
    equation = f"{shown} = {right}"
    return Item(
        (f"Solve {equation}.", f"Find {letter} if {equation}.", f"For which {letter} is {equation}?"),
        f"@integer-{name}: {move}; {last}",
        f"{letter} = {found}",
        f"{a}*answer + {b} = {right}",
        value=int(x) if x.denominator == 1 else None,
        noun=f"the solution of {equation}",
    )


@linear_equations.form("word problem")
def unknown_amount(d: Draw) -> Item:
    a, b, x = d.within((2, 9)), d.within((2, 20), (5, 40), (5, 60)), d.within((2, 12), (3, 20), (5, 40))
    less = d.difficulty > 1 and d.rng.random() < 0.5
    total = a * x - b if less else a * x + b
    while total <= 0:
        x += 5
        total = a * x - b
    if d.slip == "side":
        moved, move = (total - b, minus(total, b)) if less else (total + b, plus(total, b))
    else:
        moved, move = a * x, plus(total, b) if less else minus(total, b)
    answer = str(Fraction(moved, a))
    equation = f"{linear(a, -b if less else b)} = {total}"
    stories = (
        (
            f"Ben buys {a} tickets and pays {total} euros after a discount of {b} euros. How many euros does one "
            "ticket cost without the discount?",
            f"{a} equal boxes of pens are bought. {b} pens are broken, and {total} are good. How many pens are in a "
            "box?",
            f"{a} children collect equally many shells. They lose {b} and still have {total}. How many did each "
            "collect?",
        )
        if less
        else (
            f"Ben buys {a} tickets and a bag for {b} euros, and pays {total} euros. How many euros does one ticket "
            "cost?",
            f"A taxi charges {b} euros for any ride and {a} euros for each km. A ride costs {total} euros. How many "
            "km was it?",
            f"{a} equal boxes and {b} loose pens make {total} pens. How many pens are in a box?",
        )
    )
    work = (
        f"{equation}; @integer-{'addition' if less != (d.slip == 'side') else 'subtraction'}: {move}; "
        f"@integer-division: {moved}/{a} = {answer}"
    )
    return Item(stories, work, answer, f"{a}*answer {'-' if less else '+'} {b} = {total}")


@linear_equations.form("in words")
def thought_of_a_number(d: Draw) -> Item:
    a, b, x = d.within((2, 9)), d.within((1, 9), (2, 20), (2, 30)), d.nonzero((2, 12), (-9, 12), (-15, 15))
    if d.difficulty == 3:  # the sum is multiplied
        total = a * (x + b)
        questions = (
            f"A number is increased by {b}, and the result is multiplied by {a}. That gives {total}. What is the "
            "number?",
            f"{a} times the sum of a number and {b} is {total}. Find the number.",
            f"Add {b} to a number and multiply by {a}: the result is {total}. Which number is it?",
        )
        work = (
            f"{a}(x + {b}) = {total}; @integer-division: {total}/{a} = {x + b}; @integer-subtraction: {minus(x + b, b)}"
        )
        return Item(questions, work, str(x), f"{a}*(answer + {b}) = {total}")
    total = a * x + b
    questions = (
        f"{a} times a number, plus {b}, is {total}. What is the number?",
        f"I think of a number, multiply it by {a} and add {b}. I get {total}. Which number is it?",
        f"If a number is multiplied by {a} and {b} is added, the result is {total}. Find the number.",
    )
    return Item(
        questions,
        f"{linear(a, b)} = {total}; @integer-subtraction: {minus(total, b)}; @integer-division: {over(a * x, a)}",
        str(x),
        f"{a}*answer + {b} = {total}",
    )


@linear_equations.form("reverse")
def equation_with_a_solution(d: Draw) -> Item:
    a, b, x = d.within((2, 9)), d.nonzero((1, 9), (-9, 9), (-20, 20)), d.nonzero((1, 9), (2, 12), (-9, 9))
    right = a * x + b
    if d.rng.random() < 0.5:
        questions = (
            f"For which number c does {term(a)} + c = {right} have the solution x = {x}?",
            f"x = {x} solves {term(a)} + c = {right}. What is c?",
            f"Find c so that {term(a)} + c = {right} is true for x = {x}.",
        )
        return Item(
            questions,
            f"@substitution: {times(a, x)}; @integer-subtraction: {minus(right, a * x)}",
            str(b),
            f"{a}*{bracket(x)} + answer = {right}",
        )
    shown = terms("ax", str(b))
    questions = (
        f"For which number a does {shown} = {right} have the solution x = {x}?",
        f"x = {x} solves {shown} = {right}. What is a?",
        f"Find a so that {shown} = {right} is true for x = {x}.",
    )
    work = (
        f"@substitution of x = {x}; @integer-subtraction: {minus(right, b)}; @integer-division: {a * x}/{bracket(x)} "
        f"= {a}"
    )
    return Item(questions, work, str(a), f"answer*{bracket(x)} + {bracket(b)} = {right}")
