"""English that depends on a number: what a generator counts may be one of its kind."""

from __future__ import annotations

import re

COUNTED = (
    "adults|apples|armies|babies|bags|balls|beds|benches|bikes|births|books|boxes|boys|bricks|buckets|burials|"
    "cakes|cards|cars|cells|centimetres|cents|centuries|chairs|citizens|clocks|cones|crates|crowns|cups|customers|"
    "days|deaths|decimetres|defenders|degrees|districts|dollars|doublings|eggs|electors|euros|factors|fences|"
    "filters|followers|forwards|friends|funerals|games|girls|grams|guests|haircuts|halls|hats|hectograms|hours|"
    "households|houses|inhabitants|jars|joules|kilograms|kilojoules|kilometres|kinds|lamps|laps|letters|litres|"
    "loaves|machines|marbles|marks|megabytes|members|metres|millilitres|millimetres|minutes|months|newborns|"
    "newtons|pages|parts|pears|pencils|pens|pieces|places|players|plums|points|products|pupils|questions|radians|"
    "representatives|rides|rings|roots|roses|rounds|rows|rulers|sacks|seats|seconds|seeds|shares|shirts|solutions|"
    "squares|stamps|starters|steps|stones|strips|students|sweets|tables|terms|things|tickets|tiles|tonnes|tons|"
    "toys|trees|triangles|tulips|units|visitors|voters|votes|ways|weeks|wheels|wholes|words|workers|years|zeros"
)
"""What the exercises count, as a pattern."""
_IRREGULAR = {"loaves": "loaf"}
# Not in a formula or a fraction: n + 1 points, 3/1.
_ONE = re.compile(rf"(?<![\w.,/^*+=−·:-])(?<![-+*/=^·−:] )1 ({COUNTED})\b")


def with_singulars(text: str) -> str:
    """The text with `1 euro` in place of `1 euros`."""
    if "1 " not in text:  # as in most; the pattern is slow
        return text
    return _ONE.sub(lambda found: f"1 {_singular(found[1])}", text)


def _singular(noun: str) -> str:
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return noun[:-2] if noun.endswith(("xes", "ches")) else noun[:-1]
