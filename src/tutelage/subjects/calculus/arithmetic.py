"""The four operations with whole numbers."""

from __future__ import annotations

from tutelage.subjects.calculus.steps import minus, plus, steps, times
from tutelage.subjects.calculus.topic import ask, topic
from tutelage.subjects.workbook import Draw, Item


def _sum(a: int, b: int, slip: str = "") -> tuple[str, int]:
    """Steps and result of an addition by tens and ones."""
    if slip == "place" and a > 9:
        return f"{a} + {b}0 = {a + 10 * b}", a + 10 * b
    if not (a % 10 and b % 10):
        return plus(a, b), a + b
    ones = a % 10 + b % 10
    ones = ones % 10 if slip == "carry" else ones + (slip == "ones")
    tens = a - a % 10 + b - b % 10
    split = plus(a - a % 10, b - b % 10) if a > 9 and b > 9 else ""
    return steps(split, plus(a % 10, b % 10, ones), plus(tens, ones) if tens else ""), tens + ones


@topic(
    "integer-addition",
    "addition",
    carry="The ten carried from the ones is lost.",
    ones="The ones are added wrongly by one.",
    place="The numbers are not lined up at the ones.",
    takes=range(2, 50),
    direct=("sum", "difference"),
)
def addition(d: Draw) -> Item:
    a, b = d.ragged((2, 49), (11, 99), (101, 499)), d.ragged((2, 9), (11, 99))
    third = d.ragged((11, 89)) if d.difficulty == 3 else 0
    a = a if d.given is None else d.given
    work, total = _sum(a, b, d.slip)
    if third:
        more, total = _sum(total, third)
        work = steps(work, more)
    text = f"{d.shown(a)} + {b}" + (f" + {third}" if third else "")
    plain, told = (
        (
            ("What is {0} + {1} + {2}?", "Compute {0} + {1} + {2}.", "Find the sum of {0}, {1} and {2}."),
            (
                "A shelf has {0} books, {1} more are put on it, and later another {2}. How many books are there now?",
                "A bus has driven {0} km this week. It drives {1} km on Saturday and {2} km on Sunday. How many km is "
                "that in all?",
                "Three classes collect {0}, {1} and {2} bottles. How many bottles do they have together?",
            ),
        )
        if third
        else (
            ("What is {0} + {1}?", "Compute {0} + {1}.", "Add {0} and {1}.", "Find the sum of {0} and {1}."),
            (
                "A shelf has {0} books, and {1} more are put on it. How many books are there now?",
                "A bus carries {0} people, and {1} more get on. How many people are on the bus?",
                "{1} points were won in the first game and {0} in the second. How many points is that in all?",
                "A path of {0} m is made longer by {1} m. How long is it now, in m?",
            ),
        )
    )
    return Item(
        ask(plain, d.shown(a), b, third),
        work,
        str(total),
        f"answer - {b}{f' - {third}' if third else ''} = {a}",
        value=a + b + third,
        noun=f"the sum {text}",
        worded={"word problem": ask(told, d.shown(a), b, third)},
    )


@addition.form("reverse")
def missing_summand(d: Draw) -> Item:
    a, b = d.ragged((2, 19), (11, 49), (101, 399)), d.ragged((2, 9), (11, 49), (11, 99))
    total = a + b
    to_ten = -a % 10
    if to_ten and b > to_ten:  # by way of the next ten
        last = b - to_ten
        last = d.outcome(last, ones=last + 1, carry=last - 10 if last > 10 else last)
        answer = to_ten + last
        climb = steps(plus(a, to_ten), plus(a + to_ten, last, total), plus(to_ten, last))
    else:
        answer = b + (d.slip == "ones")
        climb = plus(a, answer, total)
    return Item(
        (
            f"Which number added to {a} gives {total}?",
            f"Find n: {a} + n = {total}.",
            f"{total} is the sum of {a} and another number. Which one?",
            f"How much has to be added to {a} to reach {total}?",
        ),
        f"count up from {a} to {total}: {climb}; so the number is {answer}",
        str(answer),
        f"answer + {a} = {total}",
        value=b,
        noun=f"the number that added to {a} gives {total}",
    )


def _difference(a: int, b: int, slip: str = "") -> tuple[str, int]:
    """Steps and result of a subtraction, the tens first."""
    first, result = a - (b - b % 10), a - b
    if slip == "borrow" and a % 10 < b % 10:
        result = first - a % 10 + (b % 10 - a % 10)
    elif slip == "lost" and a % 10 < b % 10:
        result += 10
    elif slip == "count":
        result += 1
    return steps(minus(a, b - b % 10) if b > 9 else "", minus(first, b % 10, result) if b % 10 or slip else ""), result


@topic(
    "integer-subtraction",
    "subtraction",
    borrow="The smaller digit is taken from the larger one instead of borrowing.",
    lost="A ten is borrowed for the ones, but the tens stay as they were.",
    count="In counting back, the number where it starts is counted too.",
    direct=("difference", "sum"),
)
def subtraction(d: Draw) -> Item:
    b = d.ragged((2, 9), (11, 59), (11, 99))
    third = d.ragged((11, 59)) if d.difficulty == 3 else 0
    a = b + third + d.within((2, 29), (11, 49), (101, 399))
    work, result = _difference(a, b, d.slip)
    if third:
        more, result = _difference(result, third)
        work = steps(work, more)
    text = f"{a} - {b}" + (f" - {third}" if third else "")
    plain, told, words = (
        (
            ("What is {0} - {1} - {2}?", "Compute {0} - {1} - {2}.", "Subtract {1} from {0}, and then {2} more."),
            (
                "A farm has {0} eggs. It sells {1} on Monday and {2} on Tuesday. How many are left?",
                "A rope of {0} m is cut twice: {1} m and then {2} m are cut off. How many m remain?",
                "Of {0} pages, Ada reads {1} in the first week and {2} in the second. How many are left to read?",
            ),
            (
                "From {0} take {1}, and from what is left take {2}. What remains?",
                "By how much does {0} exceed {1} and {2} together?",
                "What is left of {0} after {1} and {2} have been taken away?",
            ),
        )
        if third
        else (
            ("What is {0} - {1}?", "Compute {0} - {1}.", "Subtract {1} from {0}.", "Take {1} away from {0}."),
            (
                "A shop has {0} loaves of bread and sells {1}. How many are left?",
                "A film lasts {0} minutes, and {1} minutes have passed. How many minutes are left?",
                "Omar has {0} stamps and Rosa has {1}. How many more does Omar have?",
                "A pole {0} cm long stands {1} cm deep in the ground. How many cm can be seen?",
            ),
            (
                "By how much is {0} larger than {1}?",
                "What is the difference between {0} and {1}?",
                "How far is it from {1} to {0} on the number line?",
            ),
        )
    )
    return Item(
        ask(plain, a, b, third),
        work,
        str(result),
        f"answer + {b}{f' + {third}' if third else ''} = {a}",
        value=a - b - third,
        noun=f"the difference {text}",
        worded={"word problem": ask(told, a, b, third), "in words": ask(words, a, b, third)},
    )


@subtraction.form("reverse")
def before_subtraction(d: Draw) -> Item:
    """What was taken away, or what it was taken from."""
    left, b = d.ragged((2, 29), (11, 49), (101, 399)), d.ragged((2, 9), (11, 59), (11, 99))
    a = left + b
    if d.slip or d.rng.random() < 0.5:
        work, answer = _difference(a, left, d.slip)
        questions = (
            f"Which number subtracted from {a} leaves {left}?",
            f"Find n: {a} - n = {left}.",
            f"From {a} some were taken away, and {left} are left. How many were taken away?",
        )
        return Item(questions, work, str(answer), f"{a} - answer = {left}")
    questions = (
        f"From which number must {b} be subtracted to get {left}?",
        f"Find n: n - {b} = {left}.",
        f"A number minus {b} is {left}. What is the number?",
    )
    return Item(questions, f"it is undone by @integer-addition: {_sum(left, b)[0]}", str(a), f"answer - {b} = {left}")


def _product(a: int, b: int, slip: str = "") -> tuple[str, int]:
    """Steps and result of a multiplication, with its partial products."""
    if a < 10 and b < 10:
        result = {"added": a + b, "next": a * (b + 1)}.get(slip, a * b)
        return times(a, b, result), result
    if b < 10:
        tens, ones = (a - a % 10) * b, a % 10 * b
        ones = {"ones": a % 10, "next": ones + b}.get(slip, ones)
        split = steps(times(a - a % 10, b), times(a % 10, b, ones))
    elif slip == "cross":
        tens, ones = (a - a % 10) * (b - b % 10), a % 10 * (b % 10)
        split = steps(times(a - a % 10, b - b % 10), times(a % 10, b % 10))
    else:
        tens, ones = a * (b - b % 10), a * (b % 10) + (a if slip == "next" else 0)
        split = steps(times(a, b - b % 10), times(a, b % 10, ones))
    return f"{split}; @integer-addition {plus(tens, ones)}", tens + ones


@topic(
    "integer-multiplication",
    "multiplication",
    added="The numbers are added instead of multiplied.",
    ones="The ones are not multiplied.",
    cross="Only tens with tens and ones with ones are multiplied.",
    next="The next multiple is taken instead of the right one.",
    takes=range(2, 10),
    direct=("product", "quotient"),
)
def multiplication(d: Draw) -> Item:
    a, b = d.ragged((2, 9), (11, 39), (21, 79)), d.ragged((2, 9), (3, 9), (11, 29))
    a = a if d.given is None else d.given
    work, answer = _product(a, b, d.slip)
    stories = (
        f"A hall has {b} rows of {d.shown(a)} seats. How many seats are there?",
        f"One ticket costs {d.shown(a)} euros. How many euros do {b} tickets cost?",
        f"A rectangle is {d.shown(a)} cm long and {b} cm wide. What is its area in square centimetres?",
        f"Each of {b} boxes holds {d.shown(a)} pens. How many pens are there in all?",
    )
    return Item(
        ask(
            ("What is {0}*{1}?", "Compute {0}*{1}.", "Multiply {0} by {1}.", "Find the product of {0} and {1}."),
            d.shown(a),
            b,
        ),
        work,
        str(answer),
        f"answer/{b} = {a}",
        value=a * b,
        noun=f"the product {a}*{b}",
        worded={"word problem": stories},
    )


@multiplication.form("reverse")
def missing_factor(d: Draw) -> Item:
    b, factor = d.within((2, 9)), d.ragged((2, 9), (11, 19), (21, 49))
    product, tens = b * factor, factor - factor % 10
    ones = factor % 10 + (d.slip == "next")
    if tens:
        work = steps(times(b, tens), times(b, ones), f"@integer-addition {plus(tens * b, ones * b, product)}")
        work = steps(work, plus(tens, ones))
    else:
        work = times(b, ones, product)
    questions = (
        f"Which number times {b} gives {product}?",
        f"Find n: {b}*n = {product}.",
        f"The product of {b} and another number is {product}. What is the other number?",
    )
    return Item(questions, f"{work}, so the factor is {tens + ones}", str(tens + ones), f"answer*{b} = {product}")


@multiplication.form("two steps")
def product_and_sum(d: Draw) -> Item:
    a, b, c = d.ragged((2, 9), (11, 19), (21, 49)), d.within((2, 9)), d.ragged((2, 9), (11, 29), (11, 89))
    work, product = _product(a, b, d.slip)
    return Item(
        (
            f"{b} boxes hold {a} apples each, and {c} apples lie beside them. How many apples are there?",
            f"Ben buys {b} tickets at {a} euros each and a book for {c} euros. How many euros does he pay?",
            f"A hall has {b} rows of {a} chairs, and {c} more chairs along the wall. How many chairs are there?",
        ),
        f"{work}; @integer-addition {plus(product, c)}" if "@" not in work else f"{work}; {plus(product, c)}",
        str(product + c),
        f"(answer - {c})/{b} = {a}",
    )


def _quotient(a: int, b: int, slip: str = "") -> tuple[str, int]:
    """Steps and result of an exact division, the tens of the quotient first."""
    quotient = a // b
    tens, ones = quotient - quotient % 10, quotient % 10 + (slip == "next")
    if slip == "minus" and quotient < 10:
        return f"@integer-subtraction {minus(a, b)}", a - b
    if not tens:
        # The quotient first, then its check: asked for the check alone, a small student must guess inside a product.
        return f"{a}/{b} = {ones}; @integer-multiplication {times(b, ones, a)}", ones
    rest = a - b * tens
    work = steps(f"@integer-multiplication {times(b, tens)}", f"@integer-subtraction {minus(a, b * tens)}")
    if slip == "tens":
        return steps(work, f"{rest}/{b} = {ones}"), ones
    if slip == "zero" and tens % 100 == 0:
        return steps(work, f"{rest}/{b} = {ones}", f"the digits {tens // 100} and {ones}"), tens // 10 + ones
    return steps(work, times(b, ones, rest), plus(tens, ones)), tens + ones


@topic(
    "integer-division",
    "division",
    next="The neighbour in the multiplication table is taken.",
    minus="It is subtracted instead of divided.",
    tens="Only what is left after the tens is divided, and the tens are forgotten.",
    zero="The zero in the middle of the quotient is left out.",
    direct=("quotient", "product"),
)
def division(d: Draw) -> Item:
    b, quotient = d.within((2, 9), (2, 9), (3, 12)), d.ragged((2, 9), (11, 29), (21, 89))
    if d.difficulty == 3 and d.rng.random() < 0.4:
        quotient = 100 * d.within((1, 4)) + quotient % 10  # with a zero in the middle
    a = b * quotient
    work, answer = _quotient(a, b, d.slip)
    stories = (
        f"{a} cards are dealt evenly to {b} players. How many cards does each player get?",
        f"A ribbon of {a} cm is cut into {b} equal pieces. How long is each piece, in cm?",
        f"{a} eggs are packed in boxes of {b}. How many boxes are filled?",
        f"{b} equal prizes cost {a} euros together. What does one cost, in euros?",
    )
    return Item(
        (f"What is {a}/{b}?", f"Compute {a}/{b}.", f"Divide {a} by {b}.", f"How many times does {b} go into {a}?"),
        work,
        str(answer),
        f"answer*{b} = {a}",
        value=quotient,
        noun=f"the quotient {a}/{b}",
        worded={"word problem": stories},
    )


@division.form("reverse")
def before_division(d: Draw) -> Item:
    """The number that was divided, or the divisor."""
    b, quotient = d.within((2, 9), (3, 9), (3, 12)), d.ragged((2, 9), (11, 29), (13, 49))
    a = b * quotient
    if d.slip or d.rng.random() < 0.5:
        work, answer = _quotient(a, quotient, d.slip)
        questions = (
            f"By which number must {a} be divided to get {quotient}?",
            f"Find n: {a}/n = {quotient}.",
            f"{a} was shared equally, and each share is {quotient}. Among how many was it shared?",
        )
        return Item(questions, f"divide the other way round: {work}", str(answer), f"{a}/answer = {quotient}")
    questions = (
        f"A number divided by {b} is {quotient}. What is the number?",
        f"Which number must be divided by {b} to get {quotient}?",
        f"Find n: n/{b} = {quotient}.",
    )
    return Item(
        questions, f"it is undone by @integer-multiplication: {times(quotient, b)}", str(a), f"answer/{b} = {quotient}"
    )


@division.form("two steps")
def quotient_and_difference(d: Draw) -> Item:
    b, quotient = d.within((2, 9), (2, 9), (3, 12)), d.ragged((3, 9), (11, 29), (21, 59))
    a, c = b * quotient, d.rng.randint(1, quotient - 2)
    work, found = _quotient(a, b, d.slip if d.slip != "tens" else "")
    questions = (
        f"{a} plums are shared equally by {b} children, and then each eats {c}. How many does each have left?",
        f"A shop packs {a} pens in boxes of {b}, and sells {c} of the boxes. How many boxes are left?",
        f"A sum of {a} euros is split equally among {b} people. One of them spends {c} euros. How many does she "
        "have left?",
    )
    return Item(questions, steps(work, minus(found, c)), str(found - c), f"(answer + {c})*{b} = {a}")
