"""Sine and cosine as functions: period, amplitude, phase."""

from __future__ import annotations

from fractions import Fraction

from tutelage.subjects.calculus.exact import NAMES
from tutelage.subjects.calculus.notation import bracket, multiple, term, terms
from tutelage.subjects.calculus.steps import minus, plus
from tutelage.subjects.calculus.topic import topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "period-of-a-sine",
    times="It is multiplied instead of divided.",
    half="Half a turn is taken for a full one.",
    inverse="The factor is divided by the full turn.",
)
def period_of_a_sine(d: Draw) -> Item:
    k = Fraction(d.within((2, 20), (1, 9), (1, 9)), d.within((1, 1), (2, 7), (2, 9)))
    a, c = d.within((1, 9)), d.nonzero((1, 9), (-9, 9), (-9, 9))
    name = d.choice(NAMES if d.difficulty == 3 else NAMES[:2])
    with_pi = d.difficulty == 3 and d.rng.random() < 0.5
    turn = (1 if name == "tan" else 2) / Fraction(2 if d.slip == "half" else 1)
    value = turn * k if d.slip == "times" else k / turn if d.slip == "inverse" else turn / k
    inner = multiple(k, "pi*x") if with_pi else multiple(k, "x")
    shift = d.nonzero((1, 5)) if d.difficulty == 3 else 0
    function = f"{term(a, 1, name)}({terms(inner, str(shift)) if shift else inner})"
    function += "" if d.difficulty == 1 else f" {'+' if c > 0 else '-'} {abs(c)}"
    whole, factor = multiple(turn, "pi"), multiple(k, "pi") if with_pi else str(k)
    below = factor if factor.isdigit() else f"({factor})"
    sign = d.outcome(f"{whole}/{below}", times=f"{whole}*{below}", inverse=f"{below}/({whole})")
    plain = with_pi if d.slip != "times" else False
    answer = str(value) if plain else multiple(value, "pi^2" if with_pi else "pi")
    if d.slip == "inverse" and not with_pi:
        answer = f"{value.numerator}/({multiple(value.denominator, 'pi')})"
    questions = (
        f"What is the period of {function}?",
        f"Find the period of f(x) = {function}.",
        f"What is the smallest positive number after which {function} repeats itself for every x?",
    )
    work = (
        f"{'half a round' if name == 'tan' else 'one round'} of the @unit-circle is {whole}, and the factor of x is "
        f"{factor}; @simplifying-fractions: {sign} = {answer}"
    )
    return Item(questions, work, answer, f"answer*({factor}) = {1 if name == 'tan' else 2}pi")


@period_of_a_sine.form("reverse")
def factor_from_period(d: Draw) -> Item:
    k = Fraction(d.within((2, 20), (1, 12), (1, 15)), d.within((1, 1), (2, 7), (1, 9)))
    a, name, letter = d.within((2, 9)), d.choice(("sin", "cos")), d.choice(("k", "b"))
    with_pi = d.difficulty == 3
    period = str(2 / k) if with_pi else multiple(2 / k, "pi")
    answer = multiple(k, "pi") if with_pi else str(k)
    if d.slip == "half":
        answer = multiple(k / 2, "pi") if with_pi else str(k / 2)
    questions = (
        f"{a}{name}({letter}x) has the period {period}, and {letter} > 0. Find {letter}.",
        f"For which {letter} > 0 does {a}{name}({letter}x) repeat after {period}, and not earlier?",
        f"The period of f(x) = {a}{name}({letter}x) is {period}. What is the positive number {letter}?",
    )
    work = (
        f"{letter} times the period is one round of the @unit-circle, {'pi' if d.slip == 'half' else '2pi'}; "
        f"@simplifying-fractions: {letter} = {'pi' if d.slip == 'half' else '2pi'}/"
        f"{period if period.isdigit() else f'({period})'}{'' if period == '1' else f' = {answer}'}"
    )
    return Item(questions, work, f"{letter} = {answer}", f"2*pi/answer = {period}")


@period_of_a_sine.form("from a graph in words")
def period_from_extremes(d: Draw) -> Item:
    quarters = d.within((4, 4), (2, 2), (1, 3))
    quarters = 3 if quarters == 2 and d.difficulty == 3 else quarters
    start = Fraction(d.within((0, 9), (-9, 9), (-9, 9)))
    step = Fraction(d.within((1, 9), (1, 12), (1, 15)), d.choice((1, 2)))
    end = start + step
    period = step if d.slip == "half" else step * 4 / quarters
    name = {
        4: ("a highest point", "the next highest point"),
        2: ("a highest point", "the next lowest point"),
        1: ("a highest point", "the next point on its middle line"),
        3: ("an upward crossing of its middle line", "the next lowest point"),
    }[quarters]
    part = {4: "the whole period", 2: "half a period", 1: "a quarter of the period", 3: "three quarters of a period"}
    more = {4: "", 2: f"; 2*{step} = {period}", 1: f"; 4*{step} = {period}"}
    last = more.get(quarters, f"; 4/3*{step} = {period}") if d.slip != "half" else ""
    return Item(
        (
            f"The graph of a sine function has {name[0]} at x = {start}, and {name[1]} follows at "
            f"x = {end}. What is its period?",
            f"A sine curve has {name[0]} at x = {start} and {name[1]} at x = {end}. Find the period.",
            f"A sine curve shows {name[0]} at x = {start}; {name[1]} is at x = {end}. How long is the period?",
        ),
        f"from {start} to {end} is {step}; on the @unit-circle this is {part[quarters]}{last}",
        str(period),
        f"answer*{quarters}/4 + ({start}) = {end}",
    )


@period_of_a_sine.form("word problem")
def tides(d: Draw) -> Item:
    period = d.within((2, 12), (2, 30), (3, 60))
    share = Fraction(2, period) if d.difficulty < 3 else Fraction(d.within((3, 9)), period)
    period_shown = 2 / share
    mean, a, name = d.within((5, 30)), d.within((1, 4)), d.choice(("sin", "cos"))
    if d.slip == "half":
        period_shown /= 2
    angle = multiple(share, "pi*t")
    law = f"{mean} + {term(a, 1, name)}({angle})"
    questions = (
        f"The water in a harbour is {law} metres deep after t hours. After how many hours does the tide repeat?",
        f"A weight on a spring is {law} centimetres above the table after t seconds. How many seconds does one "
        f"full swing last?",
        f"The temperature in a greenhouse is {law} degrees after t hours. After how many hours does its course repeat?",
    )
    work = (
        f"one round of the @unit-circle is 2pi; @simplifying-fractions: "
        f"{'pi' if d.slip == 'half' else '2pi'}/({multiple(share, 'pi')}) = {period_shown}"
    )
    return Item(questions, work, str(period_shown), f"answer*{multiple(share, 'pi')} = 2*pi")


@topic(
    "amplitude-and-phase",
    double="The whole height from lowest to highest is taken for the amplitude.",
    undivided="The shift is not divided by the factor of x.",
    middle="The height of the middle line is left out.",
)
def amplitude_and_phase(d: Draw) -> Item:
    a, k, c = d.nonzero((-9, 9)), d.within((2, 6)), d.nonzero((-12, 12), (-12, 12), (-9, 9))
    shift, name = Fraction(d.within((1, 5)), d.choice((1, 2, 3, 4, 6))), d.choice(("sin", "cos"))
    shift = shift % 2 or Fraction(1)
    sign = d.choice(("-", "+")) if d.difficulty > 1 else "-"
    inner = f"{k}x {sign} {multiple(shift, 'pi')}" if d.difficulty > 1 else d.choice(("x", f"{k}x"))
    function = f"{terms(f'{term(a, 1, name)}({inner})', str(c))}"
    size = abs(a) * (2 if d.slip == "double" else 1)
    if d.difficulty == 1:
        high = d.rng.random() < 0.5
        middle = 0 if d.slip == "middle" else c
        value = middle + size if high else middle - size
        word = "largest" if high else "smallest"
        questions = (
            f"What is the {word} value of f(x) = {function}?",
            f"Find the {'maximum' if high else 'minimum'} of {function}.",
            f"How {'high' if high else 'low'} does the graph of {function} get?",
        )
        work = f"the amplitude is the @absolute-value of {a}: {size}; the middle line is at {middle}; " + (
            plus(middle, size) if high else minus(middle, size)
        )
        return Item(questions, work, str(value), f"answer - ({c}) = {'' if high else '-'}abs({a})")
    if d.difficulty == 2:
        moved = shift / (1 if d.slip == "undivided" else k)
        direction = "left" if sign == "+" else "right"
        questions = (
            f"By how much is the graph of {function} shifted to the {direction}, compared with "
            f"{terms(f'{term(a, 1, name)}({k}x)', str(c))}?",
            f"How far is {function} shifted to the {direction}, if {terms(f'{term(a, 1, name)}({k}x)', str(c))} "
            f"has no shift?",
            f"Find the phase shift of {function} to the {direction}.",
        )
        work = (
            f"take out the factor of x: {k}(x {sign} {multiple(shift / k, 'pi')}); by @shifting-graphs the shift is "
            f"{multiple(moved, 'pi')}"
            if d.slip != "undivided"
            else f"by @shifting-graphs the shift is {multiple(moved, 'pi')}"
        )
        return Item(questions, work, multiple(moved, "pi"), f"{k}*answer = {multiple(shift, 'pi')}")
    top = Fraction(1, 2) if name == "sin" else Fraction(0)
    if a < 0:
        top += 1
    moved = -shift if sign == "+" else shift
    first = (top + moved) % 2 / (1 if d.slip == "undivided" else k)
    if first == 0:
        return amplitude_and_phase.make(d)
    at = multiple(top, "pi")
    end = multiple((top + moved) % 2, "pi")
    questions = (
        f"At which smallest x > 0 does f(x) = {function} have its largest value?",
        f"Find the first x > 0 at which {function} is as large as possible.",
        f"The graph of {function} has a first highest point to the right of x = 0. At which x?",
    )
    work = (
        f"{'-' if a < 0 else ''}{name} is largest at the angle {at}; {k}x {sign} {multiple(shift, 'pi')} = {at} gives, "
        f"up to full turns, {k}x = {end}; " + (f"x = {multiple(first, 'pi')}" if d.slip != "undivided" else "that is x")
    )
    return Item(
        questions,
        work,
        f"x = {multiple(first, 'pi')}",
        f"{a}*{name}({k}*answer {sign} {multiple(shift, 'pi')}) = abs({a}) and answer > 0 and answer < 2*pi/{k}",
    )


@amplitude_and_phase.form("reverse")
def amplitude_from_extremes(d: Draw) -> Item:
    size, middle = d.within((1, 9), (1, 15), (1, 25)), d.nonzero((-9, 9), (-15, 15), (-25, 25))
    half = d.difficulty > 1 and d.rng.random() < 0.5
    low, high = middle - size + Fraction(int(half), 2), Fraction(middle + size)
    amplitude = (high - low) / 2
    wanted = "amplitude" if d.difficulty == 1 or d.rng.random() < 0.4 else "height of the middle line"
    if d.difficulty == 3:
        wanted = "value a"
    letter_k = d.within((2, 9))
    if wanted == "amplitude":
        value = high - low if d.slip == "double" else amplitude
        work = f"{high} - {bracket(str(low))} = {high - low}"
        work += "" if d.slip == "double" else f"; half of it is {value}"
        formal = f"2*answer + ({low}) = {high}"
    elif wanted == "value a":
        return _signed_amplitude(d, low, high, letter_k)
    else:
        value = (high + low) / 2
        work = f"{bracket(str(low))} + {bracket(str(high))} = {high + low}; half of it is {value}"
        formal = f"answer - ({low}) = {high} - answer"
    questions = (
        f"A sine curve swings between {low} and {high}. What is its {wanted}?",
        f"The values of a sine function go from {low} up to {high}. Find the {wanted}.",
        f"The lowest points of a sine curve are at height {low}, the highest at {high}. Give the {wanted}.",
    )
    return Item(questions, work, str(value), formal)


def _signed_amplitude(d: Draw, low: Fraction, high: Fraction, k: int) -> Item:
    """a in a cos(kx) + d, from the range and the value at 0."""
    at_low = d.rng.random() < 0.5
    value = (low - high) / 2 if at_low else (high - low) / 2
    if d.slip == "double":
        value *= 2
    start = low if at_low else high
    return Item(
        (
            f"f(x) = a*cos({k}x) + d takes all values from {low} to {high}, and f(0) = {start}. Find a.",
            f"The values of f(x) = a*cos({k}x) + d go from {low} to {high}, and f(0) = {start}. What is a?",
            f"Find the number a if a*cos({k}x) + d lies between {low} and {high}, reaches both, and is "
            f"{start} at x = 0.",
        ),
        f"{high} - {bracket(str(low))} = {high - low}; half of it is {(high - low) / 2}; "
        f"it starts at its {'lowest, so a is negative' if at_low else 'highest, so a is positive'}"
        + ("; doubled" if d.slip == "double" else ""),
        f"a = {value}",
        f"abs(answer) = ({high} - ({low}))/2 and 0 < answer*({start} - ({low + high})/2)",
    )


@amplitude_and_phase.form("word problem")
def daily_course(d: Draw) -> Item:
    mean, a, start = d.within((8, 25)), d.within((2, 7), (2, 9), (1, 6)), d.within((6, 11))
    a *= 2 if d.difficulty == 3 else 1
    law = f"{mean} + {a}sin(pi/12*(t - {start}))"
    if d.difficulty == 1:
        value = mean + a * (2 if d.slip == "double" else 1)
        ending = ("What is the highest temperature?", "How warm does it get?", "How many degrees is the maximum?")
        work, formal = f"the sine is at most 1; {mean} + {value - mean} = {value}", f"answer - {mean} = {a}"
    elif d.difficulty == 2:
        value = start + 6
        ending = (
            "At which t from 0 to 24 is it warmest?",
            "For which t between 0 and 24 is the temperature highest?",
            "When is it warmest, as a number t from 0 to 24?",
        )
        work = f"the sine is 1 at pi/2, so pi/12*(t - {start}) = pi/2; t - {start} = 6; {start} + 6 = {value}"
        formal = f"sin(pi/12*(answer - {start})) = 1 and answer > 0 and answer < 24"
    else:
        value = start + 2
        level = str(mean + Fraction(a, 2))
        ending = (
            f"At which t after {start} does it reach {level} degrees for the first time?",
            f"What is the first t > {start} with {level} degrees?",
            f"When, at t > {start}, is it {level} degrees for the first time? Give t.",
        )
        work = (
            f"{level} - {mean} = {Fraction(a, 2)}, so the sine is 1/2, at the angle pi/6; "
            f"pi/12*(t - {start}) = pi/6; t - {start} = 2; {start} + 2 = {value}"
        )
        formal = f"{mean} + {a}*sin(pi/12*(answer - {start})) = {level} and answer > {start} and answer < {start + 6}"
    given = d.choice(
        (
            f"The temperature at a weather station is {law} degrees, t hours after midnight.",
            f"On a summer day it is {law} degrees warm, where t is the time in hours after midnight.",
        )
    )
    return Item(tuple(f"{given} {each}" for each in ending), work, str(value), formal)
