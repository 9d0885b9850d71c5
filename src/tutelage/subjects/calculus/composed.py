"""How exercises of two skills are worded: the upper one is asked about a number that is described, not given.

For each skill that takes a number of another one: its plain question with k for that number and blanks for the rest,
and what is asked instead, with {k} for what the number is, such as "the solution of 3x + 2 = 14". That may be long, so
it comes last wherever English allows.
"""

from __future__ import annotations

from collections.abc import Mapping

from tutelage.subjects.topics import Described

_PRODUCT: Described = {
    "Differentiate k{}.": (
        "Differentiate the product of {0} and {k}.",
        "Find the derivative of {0} multiplied by {k}.",
        "What is the derivative of {0} times {k}?",
    )
}
_INEQUALITY = {"<=": "at most", ">=": "at least", "<": "less than", ">": "more than"}
_AT: Described = {
    "What is the slope of {} at x = k?": (
        "What is the slope of y = {0} at the point whose x is {k}?",
        "Find the derivative of {0} at the point whose x is {k}.",
        "How steep is the graph of y = {0} where x is {k}?",
    )
}

DESCRIBED: Mapping[str, Described] = {
    "integer-addition": {"Add k and {}.": ("Add {0} to {k}.", "What is {0} more than {k}?")},
    "integer-multiplication": {
        "Multiply k by {}.": ("Multiply {0} by {k}.", "What is {0} times {k}?", "Find the product of {0} and {k}.")
    },
    "order-of-operations": {
        "Compute {} + k*{}.": (
            "Multiply {1} by {k}, and add the product to {0}.",
            "Add {0} to the product of {1} and {k}.",
        ),
        "Compute {} - k*{}.": (
            "Subtract the product of {1} and {k} from {0}.",
            "From {0}, take away {1} times {k}. What is left?",
        ),
    },
    "powers": {
        "Compute k^2.": ("What is the square of {k}?", "Find the square of {k}."),
        "Compute k^3.": ("What is the cube of {k}?", "Find the cube of {k}."),
    },
    "fractions-of-numbers": {"Find {} of k.": ("What is {0} of {k}?", "Find {0} of {k}.", "How much is {0} of {k}?")},
    "substitution": {
        "Evaluate k{} + {} at {} = {}.": (
            "In a linear expression the constant is {1}, and the coefficient of {0} is {k}. Evaluate it at {2} = {3}.",
            "Evaluate b{0} + {1} at {2} = {3}, where the coefficient b is {k}.",
        )
    },
    "combining-like-terms": {
        "Simplify k{} + {} + {}.": (
            "Simplify what you get by adding {2} + {1} to the product of {0} and {k}.",
            "Simplify the sum of {2} + {1} and a term in {0} whose coefficient is {k}.",
        )
    },
    "expanding-brackets": {
        "Expand k({}).": (
            "Expand the product of {0} and {k}.",
            "Multiply each term of {0} by {k}.",
            "Without brackets, what is {0} multiplied by {k}?",
        )
    },
    "linear-equations": {
        "Solve k{} + {} = {}.": (
            "{2} is {1} more than the product of {0} and {k}. Find {0}.",
            "You get {2} if you add {1} to the product of {0} and {k}. What is {0}?",
        )
    },
    "product-of-powers": {
        "Multiply k{} and {}.": (
            "Multiply {0}, {1} and {k}.",
            "What is the product of {0}, {1} and {k} in simplest form?",
        )
    },
    "power-of-a-power": {
        "Simplify ({}^k)^{}.": (
            "A power of {0} is raised to the power {1}. Its own exponent is {k}. Which power of {0} is the result?",
            "Raise to the power {1} that power of {0} whose exponent is {k}.",
        )
    },
    "expanding-binomials": {
        "Expand ({} + k)({}).": (
            "Expand the product of {1} and the sum of {0} and {k}.",
            "Without brackets, what is {1} multiplied by the sum of {0} and {k}?",
        )
    },
    "squaring-binomials": {
        "Expand ({} + k)^2.": (
            "Without brackets, what is the square of the sum of {0} and {k}?",
            "Expand the square of the sum of {0} and {k}.",
        )
    },
    "multiplying-polynomials": {
        "Expand ({} + k)({}).": (
            "Without brackets, what is {1} multiplied by the sum of {0} and {k}?",
            "Expand the product of {1} and the sum of {0} and {k}.",
        )
    },
    "adding-rational-expressions": {
        "Write k/{} + {} as a single fraction.": (
            "Add {1} to the fraction with the denominator {0} whose numerator is {k}. Give a single fraction.",
            "Write as a single fraction the sum of {1} and the fraction over {0} whose numerator is {k}.",
        )
    },
    "quotient-of-powers": {
        "Divide: {}^k/{}.": (
            "Divide by {1} that power of {0} whose exponent is {k}.",
            "A power of {0} is divided by {1}. Its exponent is {k}. Which power of {0} is the result?",
        )
    },
    "equations-with-brackets": {
        "Solve k({} + {}) = {}.": (
            "{2} is the product of {0} + {1} and {k}. Find {0}.",
            "You get {2} if you multiply {0} + {1} by {k}. What is {0}?",
        )
    },
    "unknown-on-both-sides": {
        "Solve k{} + {} = {}.": (
            "{2} is {1} more than the product of {0} and {k}. Find {0}.",
            "You get {2} if you add {1} to the product of {0} and {k}. What is {0}?",
        )
    },
    "equations-with-fractions": {
        "Solve {}/k + {} = {}.": (
            "{2} is {1} more than the quotient of {0} divided by {k}. Find {0}.",
            "You get {2} if you add {1} to a fraction with the numerator {0} whose denominator is {k}. What is {0}?",
        )
    },
    "radical-equations": {
        "Find {} if sqrt({}) = k.": (
            "The square root of {1} is {k}. Find {0}.",
            "For which {0} is the square root of {1} equal to {k}?",
        )
    },
    "discriminant": {
        "What is the discriminant of {} + kx + {}?": (
            "A quadratic has the terms {0} and {1}, and its coefficient of x is {k}. Find its discriminant.",
            "What is the discriminant of the sum of {0} + {1} and a term in x whose coefficient is {k}?",
        )
    },
    "linear-inequalities": {
        f"Solve k{{}} + {{}} {sign} {{}}.": (
            f"For which {{0}} is {{2}} {_INEQUALITY[turned]} the sum of {{1}} and the product of {{0}} and {{k}}?",
            f"Solve b{{0}} + {{1}} {sign} {{2}} for {{0}}, where b is {{k}}.",
        )
        for sign, turned in (("<=", ">="), (">=", "<="), ("<", ">"), (">", "<"))
    },
    "evaluating-functions": {
        "If {}(x) = {}, what is {}(k)?": (
            "{0}(x) = {1}. What is {0}(x) if x is {k}?",
            "{0}(x) = {1}. Find the value of {0} at {k}.",
        )
    },
    "composing-functions": {
        "f(x) = {}, g(x) = {}. Find f(g(k)).": (
            "f(x) = {0} and g(x) = {1}. Find the value of f(g(x)) if x is {k}.",
            "g(x) = {1} is put into f(x) = {0}. What comes out if x is {k}?",
        )
    },
    "logarithm-of-a-power": {
        "Compute log base {} of {}^k.": (
            "Find the logarithm to base {0} of that power of {1} whose exponent is {k}.",
            "A power of {1} has an exponent that is {k}. What is its logarithm to base {0}?",
        )
    },
    "natural-logarithm": {
        "Compute ln(e^k).": (
            "What is the natural logarithm of that power of e whose exponent is {k}?",
            "Find the natural logarithm of the power of e with an exponent that is {k}.",
        )
    },
    "logarithmic-equations": {
        "Find {} if log base {} of ({}) = k.": (
            "The logarithm of {2} to base {1} is {k}. Find {0}.",
            "For which {0} is the logarithm of {2} to base {1} equal to {k}?",
        )
    },
    "exponential-growth": {
        "An amount of k {} every {}. What is it after {}?": (
            "An amount {0} every {1}. What is it after {2} if it was at first {k}?",
            "Something {0} every {1}, and its amount at first is {k}. Find the amount after {2}.",
        )
    },
    "line-through-a-point": {
        "Find the equation of the line through {} with slope k.": (
            "Find the equation of the line through {0} whose slope is {k}.",
            "Which equation y = mx + b has the line through {0} whose slope m is {k}?",
        )
    },
    "limit-by-substitution": {
        "Find the limit of {} as {} -> k.": (
            "Find the limit of {0} as {1} approaches {k}.",
            "What does {0} approach as {1} approaches {k}?",
        )
    },
    "average-rate-of-change": {
        "Find the average rate of change of {} from {} to k.": (
            "Find the average rate of change of {0} from {1} to {k}.",
            "What is the average slope of {0} from {1} to {k}?",
        )
    },
    "domains": {
        "Find the domain of sqrt(k{} - {}).": (
            "Find the domain of sqrt(b{0} - {1}), where b is {k}.",
            "For which {0} is sqrt(b{0} - {1}) defined if b is {k}?",
        ),
        "Find the domain of ln(k{} - {}).": (
            "Find the domain of ln(b{0} - {1}), where b is {k}.",
            "For which {0} is ln(b{0} - {1}) defined if b is {k}?",
        ),
    },
    "piecewise-functions": {
        "{}. Find f(k).": ("{0}. Find the value of f where x is {k}.", "{0}. What is the value of f at {k}?")
    },
    "arithmetic-sequences": {
        "An arithmetic sequence starts with k and has the common difference {}. What is term number {}?": (
            "Find term number {1} of the arithmetic sequence with the common difference {0} whose first term is {k}.",
            "An arithmetic sequence has the common difference {0}. What is term number {1} if the first one is {k}?",
        )
    },
    "recursive-sequences": {
        "{} = k and {}. Find {}.": (
            "A sequence has {1}, and its first term is {k}. Find {2}.",
            "If {1}, what is {2} when {0} is {k}?",
        )
    },
    "powers-of-i": {
        "Compute {}i^k.": (
            "What is {0} times that power of i whose exponent is {k}?",
            "Multiply {0} by the power of i with an exponent that is {k}.",
        ),
        "Compute i^k.": ("What is that power of i whose exponent is {k}?", "Raise i to a power whose exponent is {k}."),
    },
    "multiplying-complex-numbers": {
        "Compute (k + {})({}).": (
            "Multiply {1} by the sum of {0} and {k}.",
            "What is the product of {1} and the sum of {0} and {k}?",
        )
    },
    "dot-product": {
        "Find the dot product of (k, {}) and {}.": (
            "Find the dot product of {1} and a vector whose second component is {0} and whose first is {k}.",
            "What is the dot product of {1} and the vector (b, {0}) if b is {k}?",
        )
    },
    "determinants": {
        "Find the determinant of [[k, {}.": (
            "Find the determinant of [[b, {0}, in which the entry b is {k}.",
            "What is the determinant of [[b, {0} if the entry b is {k}?",
        )
    },
    "one-sided-limits": {
        "f(x) = {} for x < k and f(x) = {} for x > k. Compute the {} limit at k.": (
            "A function is {0} left of a point, and {1} right of it. Find its {2} limit at the point, where x is {k}.",
        )
    },
    "limits-with-sine": {
        "Find the limit of sin(k{})/{} as {} -> 0.": (
            "What does sin(b{0})/{1} approach as {2} -> 0 if b is {k}?",
            "Find the limit as {2} -> 0 of sin(b{0})/{1}, in which b is {k}.",
        )
    },
    "power-rule": {
        "Differentiate {}^k.": (
            "Differentiate that power of {0} whose exponent is {k}.",
            "What is the derivative of the power of {0} with an exponent that is {k}?",
        )
    },
    "constant-multiple-rule": _PRODUCT,
    "sum-rule": {
        "Differentiate k{} + {}.": (
            "Differentiate the sum of {1} and the product of {0} and {k}.",
            "What is the derivative of {1} plus {0} times {k}?",
        )
    },
    "second-derivative": {
        "Find the second derivative of k{}.": (
            "Find the second derivative of the product of {0} and {k}.",
            "What is the second derivative of {0} times {k}?",
        )
    },
    "derivative-at-a-point": _AT,
    "tangent-line": {
        "Find the equation of the tangent line to y = {} at x = k.": (
            "Find the equation of the tangent line to y = {0} at the point whose x is {k}.",
            "Which line touches the graph of y = {0} where x is {k}?",
        )
    },
    "critical-points": {
        "Find the critical points of kx^2 - {} + {}.": (
            "Find the critical points of the function with the terms -{0} and {1} whose coefficient of x^2 is {k}.",
            "Where is the derivative zero if -{0} + {1} is added to the product of x^2 and {k}?",
        ),
        "Find the critical points of kx^2 - {}.": (
            "Find the critical points of the function with the term -{0} and a term in x^2 whose coefficient is {k}.",
            "Where is the derivative zero if {0} is subtracted from the product of x^2 and {k}?",
        ),
    },
    "chain-rule": {
        "Differentiate (k{} + {})^{}.": (
            "Differentiate (b{0} + {1})^{2}, where b is {k}.",
            "What is the derivative of (b{0} + {1})^{2} if b is {k}?",
        )
    },
    "derivative-of-exponentials": _PRODUCT,
    "derivative-of-sine-and-cosine": _PRODUCT,
    "product-rule": _PRODUCT,
    "derivative-of-negative-powers": {
        "Differentiate k/{}.": (
            "Differentiate the fraction with the denominator {0} whose numerator is {k}.",
            "What is the derivative of the fraction over {0} whose numerator is {k}?",
        )
    },
    "derivative-of-roots": {
        "Differentiate sqrt(2k{} + {}).": (
            "Differentiate the square root of the sum of {1} and the product of 2{0} and {k}.",
            "What is the derivative of sqrt(2b{0} + {1}) if b is {k}?",
        )
    },
    "derivative-of-logarithms": {
        "Differentiate ln(k{} + {}).": (
            "Differentiate the natural logarithm of the sum of {1} and the product of {0} and {k}.",
            "What is the derivative of ln(b{0} + {1}) if b is {k}?",
        )
    },
    "derivative-of-tangent": _PRODUCT,
    "derivative-of-arctangent": _PRODUCT,
    "related-rates": {
        "Each side of a square grows at {} cm/s. Find the rate of its area in cm^2/s at the side k cm.": (
            "Each side of a square grows at {0} cm/s. Find the rate of its area in cm^2/s when the side in cm is {k}.",
            "The sides of a square grow at {0} cm/s. Find how fast its area grows in cm^2/s if the side in cm is {k}.",
        )
    },
    "velocity-and-acceleration": {
        "Find the {} at t = k of a body at s(t) = {}.": (
            "A body is at s(t) = {1}. Find its {0} when t is {k}.",
            "What is the {0} of a body at s(t) = {1} at the moment when t is {k}?",
        )
    },
    "antiderivative-of-polynomials": {
        "Integrate {} + k.": (
            "Integrate the sum of {0} and {k}.",
            "Find the most general antiderivative of the sum of {0} and {k}.",
        )
    },
    "definite-integrals": {
        "Integrate {} from {} to k.": (
            "Integrate {0} from {1} to {k}.",
            "Find the integral of {0} from {1} to {k}.",
        )
    },
    "integrating-exponentials": {
        "Integrate {}k {}.": (
            "Integrate the product of {0}{1} and {k}.",
            "What is the indefinite integral of {0}{1} times {k}?",
        ),
    },
    "checking-differential-equations": {
        "For which m does y = e^(kx) solve y' + {} = m y?": (
            "For which m does y = e^(bx) solve y' + {0} = m y if b is {k}?",
            "y' + {0} = m y, and y is that power of e whose exponent is the product of x and {k}. Find m.",
        )
    },
    "equilibrium-solutions": {
        "Find the equilibrium of y' = {} - ky.": (
            "Find the equilibrium if y' is the difference between {0} and the product of y and {k}.",
            "y' is what is left when you take from {0} the product of y and {k}. For which y does nothing change?",
        )
    },
}
