"""What integrals are good for in physics."""

from __future__ import annotations

from tutelage.subjects.calculus.topic import ask, linear, minus, steps, times, topic
from tutelage.subjects.workbook import Draw, Item


@topic(
    "distance-from-velocity",
    "distance from velocity",
    {"rate": "The velocity at the end is taken times the time.", "start": "The start is left out of account."},
)
def distance_from_velocity(d: Draw) -> Item:
    a, b, low, time = (
        d.within((1, 4), (1, 6), (1, 9)),
        d.within((0, 9), (0, 15), (1, 20)),
        d.within((1, 3), (1, 4), (1, 6)),
        d.within((1, 4), (1, 5), (1, 6)),
    )
    high = low + time
    top, bottom = a * high * high + b * high, a * low * low + b * low
    value = {"rate": (2 * a * high + b) * time, "start": top}.get(d.slip, top - bottom)
    velocity = linear(2 * a, b, "t")
    work = steps(
        f"@definite-integrals of the velocity: at {high} {top}",
        f"at {low} {bottom}" if d.slip != "start" else "",
        minus(top, bottom) if d.slip != "start" else "",
    )
    if d.slip == "rate":
        work = f"@evaluating-functions {2 * a * high + b}; {times(2 * a * high + b, time)}"
    return Item(
        ask(
            (
                "A car has the velocity {} in m/s after t seconds. How many metres does it go from t = {} to t = {}?",
                "The velocity is v(t) = {} in m/s. Find the distance in m between t = {} and t = {}.",
                "How far in m does a body with velocity {} m/s move from t = {} to t = {}?",
            ),
            velocity,
            low,
            high,
        ),
        work,
        str(value),
        f"abs(answer - quad({velocity}, t, {low}, {high})) < 1/100000",
        value=top - bottom,
        noun=f"the distance from t = {low} to t = {high} at velocity {velocity}",
    )


TOPICS = (distance_from_velocity,)
