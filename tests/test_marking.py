"""Marking a reply by what the expected answer is: right replies and near misses for every kind.

Each row is an expected answer, as an exam file gives it, and replies to it; `Answer: ` is put before a reply unless it
begins with `!`.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutelage.exams import local
from tutelage.grading import mark
from tutelage.grading.choices import chosen as named
from tutelage.grading.deadline import within
from tutelage.grading.mathematics import is_evidence
from tutelage.grading.number_words import in_figures, value_of_words
from tutelage.grading.reading import read_expected
from tutelage.grading.thinking import without_thinking
from tutelage.records import Checker, Exercise

CITIES = ("Lagos", "Nairobi", "Cairo", "Accra")

RIGHT: dict[str, dict[str, list[str]]] = {
    "number": {
        "12": ["12 (twelve)", "twelve", "It is 12."],
        "1234567": ["1 234 567", "1'234'567", "1,234,567"],
        "1234.5": ["1.234,5"],
        "0.5": ["0,5", "50%", "0.5 = 50%", "50% (0.5)"],
        "2/3": ["2 / 3"],
        "3/4": [r"\frac34"],
        "1000000": ["10^6", "1 million"],
        "-7": ["minus 7"],
        "60": [r"60^\circ"],
        r"\frac{3}{4}": ["¾", r"\frac34"],
        r"\frac{2}{3}": ["⅔"],
        "5/2": ["2½"],
        "10^{-3}": ["10⁻³"],
        "90": [r"90^\circ", "90°"],
        "9 (apples)": ["9"],
        "9": ["9 (apples)", "La réponse est 9.", "Die Antwort ist 9.", "９"],
        "1000": [r"1\,000", "1,000", "1'000", "1 000"],
        r"\frac{1}{2}": [r"\cfrac{1}{2}", r"{1 \over 2}"],
        "37.40": ["37.40 euros"],
        "3 million": ["3,000,000"],
        "3000000": ["3 million"],
        "36": ["3 dozen"],
        "3": ["x = 3", "n = 3"],
        r"\frac{1}{3}": [r"0.\overline{3}"],
        "3.14": ["3.14"],
        "-9": ["－9", "‑9", "negative 9", "−9", "⁻9"],
        "72": [
            "72.",
            "**72**",
            "$72$",
            r"\(72\)",
            "= 72",
            "The total is 72.",
            "72 (48 in April)",
            "!**Final Answer**\n\n$$72$$",
            "!## Answer\n72",
            "!Answer:\n$$\n72\n$$",
            "!<answer>72</answer>",
            "It is 72!",
            "{72}",
            "«72»",
            "72;",
            "72 clips (48 in April)",
        ],
        "10": ["10 to the bakery", "10 from the bakery", "10 or so"],
        "5": [
            "5 - that is all",
            "about 5",
            "!First \\boxed{4}. That was wrong.\n\nSo \\boxed{5}",
            "!<thinking>Answer: 6</thinking>\nAnswer: 5",
            "!The answer is 4.\nWait, the answer is 5.",
            "!Antwort: 5",
            "!答案是5",
            "a=5",
        ],
        "42": [
            r"\boxed{42}",
            r"!\fbox{42}",
            r"\boxed{\text{42}}",
            r"\boxed{x=42}",
            r"\boxed{\$42}",
            r"\boxed{ 42 }",
            r"$$\boxed{42}$$",
            r"!So the final answer is $\boxed{42}$. I hope it is correct.",
        ],
        "6": [
            r"!<think>Answer: 5</think> \boxed{6}",
            "!Answer: 5</think>Answer: 6",
            "![THINK]Answer: 5[/THINK]6",
            "!<|channel|>analysis<|message|>Answer: 5<|end|><|start|>assistant<|channel|>final<|message|>Answer: 6",
            "six apples",
            "six",
        ],
        r"-\frac{1}{2}": ["-0.5", r"\frac{-1}{2}"],
        "-4": ["- 4"],
        "1/2": ["0.5"],
        "2.50": ["2.5"],
        "1e6": ["1000000"],
        "71/6": ["11 5/6"],
        "-2 1/2": ["-5/2", "-2.5"],
        "1,234": ["1234.0"],
        "12 345": ["12,345"],
        "12345": ["12,345", "12\u202f345"],
        r"\frac12": ["1/2"],
        r"\frac 12": ["0.5"],
        "4": ["!</think>\nAnswer: 4", "!<think>\n\n</think>\n\n4", "!<thought>Answer: 5</thought>4"],
        "-3.5e-5": ["-0.000035"],
        "500": ["₹500"],
        "7": [
            "7 days",
            "!Answer: 7\n\nLet me know if you have questions!",
            "!**Answer:** $7$",
            r"!The answer is $\textbf{7}$",
        ],
        "25": ["twenty-five"],
        "0": ["zero", "0"],
        r"\frac{7}{2}": ["3.5"],
        "3.5": ["7/2"],
        "3 1/2": ["3.5"],
        "2.5 million": ["2,500,000"],
        "5 billion": ["5,000,000,000"],
    },
    "inequality or interval": {
        r"[2, \infty)": ["[2, ∞)", "x >= 2"],
        r"2 \le x \le 5": ["[2,5]"],
        "x != 1": ["x ≠ 1"],
        "[0, 5)": ["[0,5)", "0 <= x < 5"],
        r"(-\infty, 3]": [r"x \le 3"],
        "(2,5]": [r"2 < x \leq 5"],
        "x<3": ["3>x"],
        r"\{x : x > 3\}": ["x>3"],
        "x > 3 or x < -1": ["x < -1 or x > 3"],
        r"(-\infty,-1)\cup(3,\infty)": ["x < -1 or x > 3"],
        r"(2,\infty)": ["x > 2", "(2, ∞)"],
        r"x \geqslant 3": [r"[3,\infty)"],
        r"x \neq 2": [r"(-\infty,2)\cup(2,\infty)", r"\mathbb{R} \setminus \{2\}"],
        r"\{x|-2\leq x < 1\}": ["[-2,1)"],
        r"\mathbb{R}": ["all real numbers", r"x \in \mathbb{R}"],
        "≤ 3": ["x ≤ 3"],
        "5 > 3": ["5 > 3"],
        "x > 3": ["!So we need x > 3"],
    },
    "expression": {
        r"\arcsin x": [r"\sin^{-1} x"],
        r"\infty": ["∞"],
        "1/x": ["x^{-1}"],
        "x^2 + C": ["C + x^2"],
        r"\sqrt{2}": ["√2", "√(2)"],
        "2^{1/3}": ["∛2"],
        "x^{10}": ["x¹⁰"],
        "x^4": ["x⁴"],
        "(a+b)/2": [r"{a+b \over 2}"],
        "3⁴": ["3^4"],
        "e^{2x}": ["e^{2x}", "e^(2x)"],
        "x^{2}+1": ["1+x^2"],
        r"7-\log_{2}(x^2+4)": [r"7-\log_2(x^2+4)", r"7-\log_{2}(4+x^2)"],
        r"\mathbf{v}": [r"\mathbf{v}"],
        r"\sum_{i=1}^{n} i": [r"\sum_{i=1}^{n} i"],
        r"\binom{10}{3}": [r"\binom{10}{3}", r"{10 \choose 3}"],
        r"\frac{\pi}{2}": ["π/2", "pi/2"],
        r"\frac{3\pi}{4}": ["3π/4"],
        r"2\sqrt{3}": ["2√3"],
        "0.333...": ["0.333..."],
        "15x^2": ["!15x^2"],
        "i": ["i"],
        "3+2i": ["2i+3"],
        "x^2-2x+1": ["1 - 2x + x^2"],
        r"\frac{x}{2}": ["x/2", "0.5x"],
        r"3\sqrt{2}": [r"3 \cdot \sqrt{2}"],
        "9x^2y": ["9yx^2"],
        "14*t**2 - 3": ["14t^2 - 3", "-3 + 14*t**2"],
        "3rd": ["3rd"],
        "A": ["A"],
        "x": ["x"],
        "3x": ["3*x"],
        r"\log_{10} 100": [r"\log_{10} 100"],
        r"\frac{1}{x+1}": ["(x+1)^{-1}"],
        r"\frac{\sqrt{2}}{2}": [r"\frac{1}{\sqrt{2}}"],
        "e^{-x}": ["1/e^x"],
        r"2\pi \text{ cm}": [r"2\pi"],
        r"2\pi": [r"2\pi \text{ cm}"],
        r"\sqrt{13}\text{ cm}": [r"\sqrt{13} cm"],
        r"\frac{x+2}{7}": ["(x+2)/7"],
        "x^3": ["x³"],
        "x^{-1}": ["x⁻¹"],
        r"\frac{3\sqrt{5}}{2}": [r"1.5\sqrt{5}"],
        "2x": ["x*2"],
        "(x+1)(x-1)": ["(x-1)(x+1)"],
        "x^2-1": ["-1+x^2"],
        r"\frac{1}{x}": ["1/x"],
        r"\cos x": ["cos(x)"],
        r"\sin 2x": ["sin(2x)"],
        "e^x": [r"\exp(x)"],
        r"\ln x + C": [r"\ln x"],
        r"\ln|x|+C": [r"\ln|x|"],
        r"\frac{x^3}{3}+C": [r"\frac{1}{3}x^3 + C"],
        r"C:\Users": [r"C:\Users"],
        "O(n^2)": ["O(n²)"],
        "O(n log n)": ["O(n log n)"],
        "3x^2": ["!The derivative is 3x^2.", "!f'(x) = 3x^2"],
    },
    "set": {
        r"\pm 3": ["3, -3"],
        r"\pm\sqrt{2}": ["±√2"],
        "∅": ["∅", "{}"],
        r"\{1,2,3\}": ["1, 2, 3", r"\{3, 1, 2\}"],
        "x = 2 or x = 3": ["2 and 3", "x = 3, x = 2", r"\{2,3\}", "!Therefore, x = 2 or x = 3."],
        "3, 5": [r"!$\boxed{3}$ and $\boxed{5}$"],
        r"\text{no solution}": ["no solution", r"\emptyset"],
        "0,1": ["0, 1", "1, 0", "{0, 1}", "x = 0 or x = 1"],
        r"\emptyset": ["no solution"],
        "n=2, 3, 4": ["2, 3, 4", "n=4,3,2", "n = 2, n = 3, n = 4"],
        r"\pm 2021": ["2021, -2021", "x = ±2021"],
        r"19, 46, \text{ and } 82": ["82, 46, 19", "19, 46 and 82"],
        "{}": ["{}"],
    },
    "equation": {
        "x = 1, y = 2": ["x=1 and y=2", "(1, 2)"],
        "x+y=5": ["x+y=5", "2x+2y=10", "y+x=5", "5=x+y", "x+y-5=0", "y=5-x"],
        "3x+4y=12": ["4y+3x=12"],
        "x^2+y^2=25": ["y^2+x^2=25", "!We get the circle x^2+y^2=25."],
        "E=mc^2": ["E = mc²", "mc^2=E"],
        "PV=nRT": ["PV = RTn"],
        "2x=6": ["x=3"],
        "x = 3": ["3", "3 = x"],
        "y = 2x + 3": ["2x+3"],
        "y = 2x+3": ["f(x) = 2x+3"],
        "F = ma": ["ma = F", "F = am"],
        "dy/dx = ky": ["dy/dx = yk"],
        "x^2+7x+10=0": ["x^2 + 7x + 10 = 0", "10 + 7x + x^2 = 0"],
        "x=3, y=4": ["x = 3, y = 4"],
        "a = 5": ["5"],
        r"y=\frac{1}{2}x+3": ["x - 2y + 6 = 0"],
        "y=x": ["x=y"],
        "x=-1,y=4": ["(-1,4)"],
        "x=2": ["!Therefore x=2."],
    },
    "text": {
        "yes": ["Yes, because it holds", "!Yes"],
        "Mrs. Hilt": ["Mrs. Hilt"],
        "St. Louis": ["St. Louis"],
        "J. K. Rowling": ["J. K. Rowling", "J.K. Rowling"],
        "C++": ["C++"],
        "C#": ["C#"],
        "<": ["<"],
        "≤": ["≤"],
        "==": ["=="],
        "🎉": ["🎉"],
        "+": ["+"],
        "A ∩ B": ["A ∩ B"],
        "p ∧ q": ["p ∧ q"],
        "¬A": ["¬A"],
        "Type A": ["type A"],
        "f''(x)": ["f''(x)"],
        "Côte d'Ivoire": ["the Cote d'Ivoire."],
        "Na+": ["Na+"],
        "5!": ["5!"],
        "Nairobi": ["!**Final Answer**\n\nNairobi"],
        "Yes": ["Yes."],
        "No": ["No, it is not.", "No"],
        "True": ["True"],
        r"\text{Monday}": ["Monday"],
        "Rome, Italy": ["Rome Italy"],
        "New York City": ["new york city"],
        "the Pacific Ocean": ["Pacific Ocean"],
        "oxygen": ["Oxygen"],
        "21st century": ["21st century"],
        "World War II": ["World War II", "world war ii"],
        "H2O": ["H2O"],
        "5'10\"": ["5'10\""],
        "7 apples and 3 pears": ["7 apples and 3 pears"],
        "Marie Curie": ["marie curie", "Marie Curie, because she won twice"],
        "D. H. Lawrence": ["D.H. Lawrence"],
        "Dr. Seuss": ["Dr Seuss"],
        "the U.S. Congress": ["US Congress"],
        "Mt. Everest": ["Mt Everest"],
        "naïve": ["naive"],
        "São Paulo": ["Sao Paulo"],
        "rock 'n' roll": ["rock 'n' roll"],
        "H2SO4": ["H2SO4"],
        "Fe2O3": ["Fe2O3"],
        "≠": ["≠"],
        "&&": ["&&"],
        "||": ["||"],
        "i++": ["i++"],
        "x => x + 1": ["x => x + 1"],
        "print()": ["print()"],
        "a[0]": ["a[0]"],
        "git commit -m": ["git commit -m"],
        "f(g(x))": ["f(g(x))"],
        "no": ["No."],
        "false": ["False"],
        "A and B": ["A and B"],
        "p → q": ["p → q"],
        "∀x P(x)": ["∀x P(x)"],
        "😀": ["😀"],
        "Paris": ["!The capital of France is **Paris**.\n\nAnswer: Paris", "!The answer is: Paris"],
    },
    "number with unit": {
        "15 cm": ["15"],
        "5 km": ["approx. 5 km"],
        r"12\text{ cm}^2": ["12"],
        "12.5 hours": ["12.5 hours", "12.5 h"],
        "-5 °C": ["-5 °C", "−5 °C", "minus 5 degrees Celsius"],
        "10.5 miles": ["10.5 miles"],
        "60 km/h": ["60 kilometres per hour", "60 km per hour"],
        r"5\text{ meters}": ["5 m"],
        "100 cm": ["100 centimeters"],
        r"\frac{5}{6}\text{ hours}": ["5/6 hours"],
        "4.5 kg": ["4.5 kilograms"],
        "100 m^2": ["100 square meters"],
        "100 m²": ["100 m^2"],
        "9.8 m/s^2": ["9.8 m/s²"],
        "25 °C": ["25 degrees Celsius"],
        "25°C": ["25 °C"],
        "45°": ["45 degrees"],
        "30 mph": ["30 miles per hour"],
        "3/4 cup": ["3/4 cups"],
        "12 in": ["12 inches"],
        "6 ft": ["6 feet"],
        "12 km": ["!It is 12 km away."],
    },
    "tuple": {
        "[2,5]": [r"2 \le x \le 5"],
        "(1,2)": ["(1, 2)", "!The point is (1,2)."],
        r"\langle 1,2\rangle": ["(1,2)"],
        r"x \in [2, 5]": ["[2,5]"],
        r"\begin{pmatrix}1\\2\end{pmatrix}": ["(1,2)"],
        r"x \in [-2,7]": ["[-2, 7]", r"-2 \le x \le 7", "x ∈ [-2, 7]"],
        "(x,y)=(1,2)": ["(1,2)", "x=1, y=2"],
        "(1,2,3)": [r"\langle 1,2,3\rangle", "[1,2,3]"],
        r"\begin{pmatrix}1\\2\\3\end{pmatrix}": [r"\begin{bmatrix}1\\2\\3\end{bmatrix}"],
    },
    "money": {
        "37.40 euros": ["37.40"],
        "14 euros": ["14"],
        "$5": ["5 dollars", "$5.00"],
        "5 dollars": ["$5"],
        "€12.50": ["12.50 €", "12.5 euros"],
        "$0.50": ["0.50"],
        "25 cents": ["25 cents"],
        r"\$32,\!348": ["$32,348", "32348 dollars"],
        r"5.4 \text{ cents}": ["5.4"],
        "¥100": ["100円", "100 yen"],
        "₹500": ["500 rupees"],
        "€5": ["5 euros"],
        "£5": ["5 pounds"],
        "$2.5 million": ["$2,500,000"],
        "$1.2 billion": ["1.2 billion dollars"],
    },
    "percent": {
        "50%": ["50 percent", "50 per cent", "0.5"],
        "10%": ["10", "0.10"],
        r"10\%": ["10%"],
        "15%": ["15 percent"],
    },
    "range": {
        "1914-1918": ["1914–1918", "1914 to 1918", "from 1914 to 1918"],
        "5-10 km": ["5 to 10 km"],
        "$5-$10": ["$5 to $10"],
        "3-5": ["3 to 5"],
        "3–5": ["3-5"],
        "10-15 minutes": ["10 to 15 minutes"],
        "1939-1945": ["1939 to 1945"],
    },
    "date or time": {
        "2021-03-05": ["2021-03-05", "March 5, 2021"],
        "March 5, 2021": ["5 March 2021"],
        "3:30 pm": ["3:30 PM", "15:30"],
        "12:00": ["12:00"],
        "1776 BC": ["1776 BC"],
        "June 20": ["20 June"],
        "July 4, 1776": ["4 July 1776", "July 4th, 1776"],
        "4 July 1776": ["1776-07-04"],
        "9:05 am": ["9:05 a.m."],
        "9 am": ["9:00 AM"],
        "21:30": ["9:30 pm"],
        "12:30": ["!We meet at 12:30"],
    },
    "score": {
        "2-1": ["2-1", "2 - 1"],
        "3-2": ["3 - 2"],
    },
    "code": {
        "555-1234": ["555-1234"],
        "1.2.3": ["1.2.3"],
        "192.168.0.1": ["192.168.0.1"],
        "v2.0": ["v2.0"],
        "+1 555-123-4567": ["+1 555-123-4567"],
        "127.0.0.1": ["127.0.0.1"],
    },
    "ratio": {
        "1:2": ["1 : 2"],
        "2:3": ["2 : 3", "2 to 3"],
    },
    "matrix": {
        r"\begin{bmatrix}1&0\\0&1\end{bmatrix}": ["[[1,0],[0,1]]"],
    },
}
WRONG: dict[str, dict[str, list[str]]] = {
    "number": {
        "12": [
            "not 12",
            "≠ 12",
            "> 12",
            "less than 12",
            "at least 12",
            "12 is wrong, so 14",
            "over 12",
            "isn't 12",
            "12 or more",
            "up to 12",
        ],
        "3": [
            "3 million",
            "3k",
            "3 dozen",
            "3 thousand",
            "3 hundred",
            r"3\pi",
            "3π",
            r"!$\boxed{3}$ and $\boxed{5}$",
            "2x3",
        ],
        "7": ["8 because 3 + 4 = 7", "!Answer: 7\nAnswer: 8", "!\\boxed{7}\n\\boxed{8}", "!7:00", "!v7.2", "!x7"],
        "1776": ["1776 BC"],
        "5": [
            "5‰",
            "-5",
            "50",
            "5!",
            "5^2",
            "5x^2",
            "5x",
            "x5",
            "5i",
            "5 + x",
            r"\log 5",
            "5e",
            r"!$\boxed{3}$ or $\boxed{5}$",
            r"!<think>Answer: 5</think> \boxed{6}",
            "!<think>Answer: 5",
            "!Answer: 5</think>Answer: 6",
            "!Answer: 5\nAnswer: 6",
            "!\\boxed{5}\n\nActually the answer is 6.",
            r"\boxed{5} and \boxed{6}",
            "!<5",
        ],
        "2": [r"2\sqrt{3}", "2√3"],
        "1": [r"\sqrt{2}+1"],
        "9": [r"\pm 9", "－9", "‑9", "minus 9", "negative 9", "−9", "⁻9"],
        "43": [r"\frac43"],
        "34": [r"\frac34"],
        "-9": ["9"],
        "0.1234567891": ["0.1234567892"],
        "123456789012345679": ["123456789012345678"],
        "10^{101}": ["10^{100}"],
        "1/3": ["0.333"],
        "4": ["!<reasoning>the answer is 4</reasoning> 5"],
        "13": ["13 or 14"],
        "30": ["7:30"],
        "72": ["48+24", "between 48 and 72", "48 and 72", "72/2", "72 - 1", "71"],
        "1/2": ["2", "-1/2", "1/3"],
        "1,234": ["1.234", "234"],
        "1.5": ["15"],
        "5 million": ["5 billion", "5"],
        "10^6": ["106"],
        "3.0": ["30"],
        "-3": ["3"],
        "0": ["-1"],
        "100": ["1000"],
        r"2\frac{2}{3}": ["22/3"],
        "1 1/4": ["11/4"],
        r"0.\overline{1331}": ["0.1331"],
        r"0.\overline{3}": ["0.3"],
        "42": [
            r"\boxed{41}",
            "!<think>It is 42</think>",
            "!<think>42",
            "!Answer: not 42",
            "!The answer is not 42.",
            "!It is more than 42",
        ],
        "2.5 million": ["2.5 billion"],
        "-1": ["1"],
        "10⁻³": ["10³"],
    },
    "money": {
        "$5": ["5 cents", "€5", "5 euros"],
        "$1,234.50": ["€1,234.50"],
        "€5": ["$5", "£5"],
        "£5": ["€5"],
        "$5 million": ["$5"],
        "¥100": ["$100"],
        "₹500": ["$500"],
        "$2.5 million": ["$2.5"],
    },
    "percent": {
        "3%": ["a decrease of 3%", "3‰", "3 percentage points"],
        "10%": ["10‰", "-10%", "100%"],
        "15%": ["15 percentage points", "85%"],
    },
    "number with unit": {
        "12.5 hours": ["125 hours", "12.5 minutes", "-12.5 hours"],
        "-5 °C": ["5 °C", "-5 °F"],
        "10.5 miles": ["105 miles"],
        "-7 °C": ["7 °C"],
        "3.5 metres": ["35 metres"],
        r"90^\circ": [r"91^\circ", r"-90^\circ"],
        "12 cm": ["12 m", "12 cm^2"],
        "12 cm^2": ["12 cm", "12 cm^3"],
        "12 apples": ["12 pears"],
        "5 km": ["5 miles"],
        "60 km/h": ["60 m/s", "60 km"],
        "2 kg": ["2 g"],
        "5 MW": ["5 mW"],
        "4.5 kg": ["4.5 g"],
        "100 m^2": ["100 m"],
        "9.8 m/s^2": ["9.8 m/s"],
        "25 °C": ["25 °F", "-25 °C"],
        "45°": ["54°"],
        "30 mph": ["30 km/h"],
        "12 in": ["12 ft"],
        "5 V": ["5 W"],
        "5 mA": ["5 MA"],
        "12 km": ["!It is 12 miles away."],
    },
    "text": {
        "50% of them": ["50 of them"],
        "A ∩ B": ["A ∪ B"],
        "p ∧ q": ["p ∨ q"],
        "¬A": ["A"],
        "C++": ["C"],
        "C#": ["C"],
        "5!": ["5"],
        "Na+": ["Na-", "Na"],
        "Type A": ["Type", "Type B"],
        "f''(x)": ["f'(x)", "f(x)"],
        "<": [">", "<="],
        "==": ["="],
        "+": ["-"],
        "≤": ["<"],
        "yes": ["no", "not yes", "yes or no", "!No, yes"],
        "Nairobi": ["not Nairobi", "Nairobi or Lagos", "Mombasa"],
        "CO": ["Co"],
        "pH": ["PH"],
        "H2O": ["H20"],
        "Fe2+": ["Fe3+"],
        "O(n)": ["O(n^2)"],
        "a[0]": ["a[1]", "a(0)"],
        "2516_8": ["2516_9", "2516_{10}"],
        "A+": ["A"],
        "B-": ["B"],
        "#1": ["#2"],
        "World War II": ["World War I"],
        "Henry VIII": ["Henry VII"],
        "H2SO4": ["H2SO3"],
        "Fe2O3": ["Fe3O2"],
        "i++": ["i--"],
        "&&": ["||"],
        "f(g(x))": ["g(f(x))"],
        "p → q": ["q → p", "p ← q"],
        "∀x P(x)": ["∃x P(x)"],
        "😀": ["😢"],
        "print()": ["print"],
        "x => x + 1": ["x => x - 1"],
        "<=": [">="],
        "!=": ["=="],
        "A and B": ["A or B", "A"],
        "not A": ["A"],
        "Marie Curie": ["Pierre Curie", "Marie"],
        "World War 2": ["World War 1"],
        "type II": ["type I"],
        "B+": ["B", "B-"],
        "Paris": ["!The answer is not Paris."],
    },
    "inequality or interval": {
        "(2, 5]": ["[2, 5]", "(2, 5)", "[2, 5)"],
        "(-∞, 3]": ["(-∞, 3)"],
        "[-1, 1)": ["[1, 1)"],
        "[0, 5)": ["(0, 5)"],
        "a > b": ["a < b", "b > a", "a >= b"],
        "x ≠ 2": ["x = 2"],
        r"x \neq 2": ["x = 2"],
        "x!=1": ["x=1"],
        "x>3": ["x<3", r"x \ge 3", "x>4"],
        "x<3": [r"x \le 3"],
        r"x \geqslant 3": ["x > 3"],
        "a > 5": [r"a \ge 5"],
        "5 > 3": ["5 < 3"],
        "[1, 2)": ["(1, 2]"],
    },
    "tuple": {
        "[2,5]": ["(2,5)"],
        "(2,5)": ["[2,5]"],
        "(1,2)": ["(2,1)", "1, 2, 3", r"\{1,2\}"],
        "(1,2,3)": ["(1,3,2)"],
    },
    "expression": {
        r"A \cap B": [r"A \cup B"],
        r"p \land q": [r"p \lor q"],
        "C": ["C++"],
        "√2": ["2"],
        "3⁴": ["34"],
        "e^{2x}": ["e^{-2x}"],
        "x^{2}+1": ["x^{2}-1"],
        r"7-\log_{2}(x^2+4)": [r"7-\log_{2}(x^2-4)", r"7+\log_{2}(x^2+4)", r"7-\log_{3}(x^2+4)"],
        r"\sum_{i=1}^{5} i": [r"\sum_{i=1}^{6} i"],
        r"\sum_{i=1}^{n} i": [r"\sum_{i=0}^{n} i^2"],
        r"\mathbf{v}": [r"\mathbf{w}"],
        r"\int_0^1 x dx": [r"\int_0^2 x dx"],
        r"\binom{10}{3}": [r"\binom{10}{4}"],
        r"\pi/10^{12}": [r"2\pi/10^{12}"],
        r"10^{12}+\pi": ["10^{12}+e"],
        r"\frac{1}{2^{99}}": [r"\frac{1}{2^{98}}"],
        r"\pi": ["3.14", "22/7"],
        r"\sqrt{2}": ["1.414"],
        "i": ["-i"],
        "3+2i": ["3-2i"],
        "x^2": ["x^3", "2x", "x2"],
        "-x": ["x"],
        "2x+1": ["2x-1"],
        "x^2 + C": ["x^3 + C"],
        "9x^2y": ["9xy^2"],
        "sin(x)": ["cos(x)", "-sin(x)"],
        r"\frac{a}{b}": [r"\frac{b}{a}"],
        "3x": ["3"],
        r"2\pi": ["2", r"\pi"],
        "O(n log n)": ["O(n)"],
        "a+b": ["a-b"],
        "x_1": ["x_2"],
        "A": ["A+"],
        "3rd": ["2nd"],
        r"\frac{x}{2}": [r"\frac{2}{x}"],
        "(x+1)^2": ["(x-1)^2"],
        "|x|": ["x", "-x"],
        "x^{-1}": ["x"],
        "2^{10}": ["210"],
        r"\sqrt[3]{2}": [r"\sqrt{2}"],
        r"\ln 2": [r"\log_{10} 2"],
        r"\arctan 2": [r"\tan 2"],
        "O(n^2)": ["O(n)", "O(n^3)"],
        "1st": ["2nd"],
        "√3": ["√2"],
        "x²": ["x³"],
        r"\frac{3\sqrt{5}}{2}": [r"\frac{3\sqrt{2}}{5}"],
        "2x": ["2^x"],
        r"\sin 2x": [r"2\sin x"],
        "e^x": ["e^{-x}"],
        r"\ln x": [r"\log_{10} x"],
        r"\frac{x^3}{3}+C": [r"\frac{x^2}{2}+C"],
        "x^2-1": ["x^2+1", "(x-1)^2"],
        r"\sum_{k=1}^n k": [r"\sum_{k=1}^n k^2"],
        r"\int x dx": [r"\int x^2 dx"],
        r"\lim_{x\to 0} f(x)": [r"\lim_{x\to 1} f(x)"],
        r"\vec{a}": [r"\vec{b}"],
    },
    "set": {
        "∅": ["{0}"],
        "3, 5": ["3", "35", "3, 6"],
        "3,5,7": ["3,5"],
        r"\{1,2\}": ["(1,2)"],
        r"\pm 2021": ["2021"],
        "{}": ["[]"],
    },
    "equation": {
        "x+y=5": ["x-y=5", "5", "x+y=-5"],
        "3x+4y=12": ["4x+3y=12", "12"],
        "x^2+y^2=25": ["xy=25", "x^2-y^2=25"],
        "E=mc^2": ["F=mc^2", "E=mc"],
        "PV=nRT": ["V=nRT"],
        "dy/dx = ky": ["y = ky"],
        "2x=6": ["x=6"],
        "y' = 2x": ["y = 2x", "y'' = 2x"],
        "x^2+7x+10=0": ["x^2-7x+10=0", "0", "y=0"],
        "x = 25/2": ["-x = 25/2", "x = -25/2"],
        "F = ma": ["E = ma", "F = m + a"],
        "x = 3": ["y = 3", "x = -3", "2x = 6", "x > 3"],
        "y = 2x+3": ["y = 2x-3", "x = 2y+3"],
        "f(x)=2x": ["f(x)=x", "f(x)=3x"],
        "x = 1, y = 2": ["x = 2, y = 1", "a = 1, b = 2"],
        "f(x) = 2x": ["f(x) = 2x + 1"],
        "a_n = 2n+1": ["a_n = 2n-1"],
        r"y=\frac{1}{2}x+3": [r"y=\frac{1}{2}x-3", "y=2x+3"],
        "y=x": ["y=-x"],
        "x=-1,y=4": ["x=4,y=-1"],
        r"\frac{dy}{dx}=2x": [r"\frac{dy}{dx}=x"],
        "a^2+b^2=c^2": ["a^2-b^2=c^2", "a+b=c"],
        "V=IR": ["V=I/R", "I=VR"],
        "pV=nRT": ["pV=nR"],
        "x+2y=3": ["2x+y=3"],
        "2x+3y=6": ["2x+3y=5"],
        "x=5": ["x≠5", "x≥5"],
        "x=2": ["!x is not 2"],
        "x = 2": ["!The answer is not x = 2"],
    },
    "range": {
        "1914-1918": ["-4", "1915-1919", "1914", "1918-1914"],
        "5-10 km": ["5-10 miles", "5-15 km"],
        "3 to 5": ["4"],
        "3-5": ["3-6", "-2", "5-3"],
        "10-15 minutes": ["10-15 hours"],
    },
    "date or time": {
        "2021-03-05": ["2013", "2021-05-03", "2021"],
        "3:30 pm": ["3:30 am"],
        "12:00": ["0:00", "12", "12:30"],
        "June 20": ["June 21", "July 20", "20"],
        "July 4, 1776": ["July 5, 1776", "July 4"],
        "9 am": ["9 pm"],
        "21:30": ["9:30 am"],
        "12:30": ["!We meet at 12:31"],
    },
    "score": {
        "2-1": ["1", "3-2", "1-2", "2+1"],
    },
    "code": {
        "555-1234": ["-679", "555-1243"],
        "1.2.3": ["1.2.4", "123"],
        "+1 555-123-4567": ["+1 555-123-4568"],
        "127.0.0.1": ["127.0.0.2"],
    },
    "ratio": {
        "1:2": ["0.5", "2:1", "2:4", "1/2"],
        "2:3": ["3:2", "0.67"],
    },
    "matrix": {
        r"\begin{bmatrix}1&0\\0&1\end{bmatrix}": [r"\begin{bmatrix}1&0\\0&-1\end{bmatrix}"],
    },
}
RIGHT_CHOICES = [
    "B:Nairobi",
    "B.Nairobi",
    "(B) Nairobi",
    "B)",
    "*B*",
    "B (Nairobi)",
    "Answer: B\n\nExplanation: Nairobi is the capital.",
    "I choose B",
    "I would pick option B.",
    "The best answer is (B).",
    "**B**",
    "B!",
    "Option (B)",
    "b.",
    "ANSWER: b",
    "The answer is b",
    "The answer is B) Nairobi",
    "Nairobi is the capital.\n\nAnswer: B",
    r"\boxed{\textbf{(B)}}",
    r"$\boxed{\text{B}}$",
    "My answer: B",
    "B\nBecause Nairobi is the capital",
    "it's B",
    "so the answer is B",
]
WRONG_CHOICES = [
    "Answer: A and B",
    "Answer: all",
    "B is not right",
    "Answer: not B",
    "Answer: C",
    "B. Nairobi is wrong, hence D",
    "A, B",
    "Either A or B",
    "Answer: B or D",
    "Answer: None",
    "B? No, C",
    "Answer: B and D",
    "Answer: D. Nairobi",
    "<think>B</think>A",
    "Answer: B\nAnswer: C",
    "I don't know",
    "Answer: Lagos",
    "(A)(B)",
    "A/B",
]

BOTH: list[tuple[str, str, list[str], list[str]]] = [
    (
        "number",
        "12",
        ["twelve (12)", "12 more than Bob", "12 times as many", "12-year", "12 incorrect answers"],
        [
            "about half of 12", "twice 12", "double 12", "a third of 12", "the square root of 12", "5% of 12",
            "12 squared",
            "12 cubed", "12 less than x", "12 more than 5", "12 times x", "12 plus 3", "12 divided by 4", "twelve (13)",
            "thirteen (12)", "12 is wrong", "12 million", "12 x 3", "12-x", "12 over 5",
        ],
    ),
    (
        "number",
        "12",
        ["12 or so", "12 and that is all", "12 at the shop", "twelve of them"],
        [
            "12 and a half", "12 hours and a half", "12 halves", "12 hundredths", "12 per 100", "12 at most", "12+",
            "the negative of 12", "12 degrees below zero", "12 short of 20", "log of 12", "root 12", "quadruple 12",
            "12 to the third power", "12 if n > 3, else 8", "not twelve", "half of it",
        ],
    ),
    ("number", "1000000000", ["1 thousand million", "one thousand million"], ["1 thousand", "one million"]),
    (
        "number", "42",
        ["42 dollars per day", "42 more apples", "$42 a day", "about 42", "42 apples left", "42</s>", "42 (forty-two)"],
        [
            "it can't be 42", "hardly 42", "far from 42", "anything but 42", "rather than 42", "!The answer isn't 42",
            "42 is too small", "No answer; 42 is excluded", "42 is ruled out", "42 and up", "42 or less", "42 at least",
            "42≤x", "42 ≠ x", "42 < x", "before 42", "since 42", "42nd", "one 42nd", "forty-two point five",
            "forty-two hundredths", "forty-two percent off", "42 gross", "42 pairs", "42 tens", "42—43", "42; 43",
            "42 +/- 1", "42 (base 8)", "42...", "42..", "42.5.1", "42 of 90", "42 out of 90", "42 of the 90",
            "42 in 90", "one in 42", "42 for every 90", "log base 42", "42 under par", "42 in debt", "42 less",
            "42 fewer", "42 double", "42 AM", "42 apples and 3 pears", "42 times as many as 3", "$42m",
            "42 km away from 90 km",
        ],
    ),
    ("number", "42.5", ["forty-two point five"], ["forty-two point six", "forty-two"]),
    ("number", "-3", ["-3", "minus 3"], ["- -3", "3"]),
    ("number", "1/3", ["1/3"], ["1/3 of 9"]),
    ("number", "0.5", ["0.5"], ["0.5.1"]),
    ("number", "10^{-3}", ["0.001", "10^{-3}"], ["10^{-3}x", "10^{-2}"]),
    ("number", "1000000", ["a million"], ["a thousand", "million"]),
    ("money", "$1.5 million", ["$1.5m", "$1,500,000", "$1.5M"], ["$1.5b", "$1.5", "€1.5m"]),
    ("money", "€2b", ["2 billion euros", "€2bn"], ["€2m", "€2"]),
    (
        "money", "$5", ["$5", "5 dollars", "USD 5"],
        ["A$5", "C$5", "CAD 5", "AUD 5", "HK$5", "$5 less", "$5 off", "5 dollars and 20 cents", "$5 and 20 cents"],
    ),
    ("money", "$5.20", ["5 dollars and 20 cents", "$5 and 20 cents"], ["5 dollars and 2 cents", "$5"]),
    (
        "percent", "25%", ["25%", "a 25% increase", "25 percent"],
        ["a 25% decrease", "decreased by 25%", "25% off", "down 25%", "25% less than 50%", "a loss of 25%"],
    ),
    ("percent", "-12.5%", ["a decrease of 12.5%", "down 12.5%"], ["an increase of 12.5%", "12.5%"]),
    ("range", "5-7", ["5-7", "5 to 7"], ["5-7%", "$5-7", "5-8"]),
    ("code", "192.168.0.1", ["192.168.0.1"], ["192-168-0-1", "192 168 0 1"]),
    ("code", "3.10.2", ["v3.10.2", "version 3.10.2"], ["3-10-2", "3.10.3"]),
    ("expression", "π", [r"\pi", "pi"], [r"2\pi", "p"]),
    ("inequality or interval", "(2, 5]", ["]2, 5]"], ["]2, 5[", "[2, 5["]),
    ("expression", "-∞", ["minus infinity", r"-\infty", "negative infinity"], ["infinity", r"\infty", "∞"]),
    ("expression", "dy/dx", [r"\frac{dy}{dx}"], ["dx/dy", r"\frac{dx}{dy}", "y/x"]),
    ("expression", r"\vec{a} \cdot \vec{b}", [r"\vec b \cdot \vec a"], [r"\vec{a} \times \vec{b}"]),
    ("text", "Mr. O'Brien", ["mr o'brien", "MR. O'BRIEN"], ["Mr. Brien", "Mrs. O'Brien"]),
    ("text", "McDonald", ["mcdonald", "MCDONALD"], ["Mc", "McDonalds"]),
    ("text", "CO", ["co"], ["Co", "C", "CO2"]),
    ("number", "1/3", ["one third", "a third", "one-third"], ["two thirds", "third", "three", "one fourth"]),
    ("number", "2.5", ["two and a half", "two and a half cups"], ["two", "two halves", "a half"]),
    (
        "number", "1000000",
        ["1 million", "1.000.000", "one million"],
        ["1 million million", "1 thousand million", "1.000"],
    ),
    ("number", "1234567", ["1.234.567"], ["1.234.568", "1.234", "1.234.56"]),
    (
        "number", "3",
        ["3 apples, 2 of them red"],
        ["3 apples and 4 pears", "3°F and 4", "3 km and 4 km", "3 km to 4 km"],
    ),
    ("number with unit", "4 mm", ["4mm", "4 millimetres"], ["4 Mm", "4 MM", "4 m"]),
    ("number with unit", "5 kg", ["5 Kg", "5 KG", "5kg"], ["5 Mg", "5 mg", "5 g"]),
    ("number with unit", "5 s", ["5 sec", "5 seconds"], ["5 S", "5 ms", "5 Ms"]),
    (
        "number with unit", "43 g",
        ["43g", r"43\,\mathrm{g}", r"$43\,\text{g}$"],
        ["43h", "43g^2", "44g", r"43\,\mathrm{kg}"],
    ),
    ("number with unit", r"4\text{ m}", [r"$4\,\mathrm{m}$", "4m"], ["4m^2", "4m/s", r"4\,\mathrm{m}^2", "4M"]),
    (
        "number with unit",
        "2 hours 30 minutes",
        ["2 hours and 30 minutes", "2 h 30 min", "2 hours, 30 minutes", "It takes 2 hours 30 minutes."],
        ["2 hours 20 minutes", "30 hours 2 minutes", "2 hours", "30 minutes", "It does not take 2 hours 30 minutes"],
    ),
    ("number with unit", "5 feet 11 inches", ["5 ft 11 in", "5 feet and 11 inches"], ["6 feet 11 inches", "5 feet"]),
    ("text", "50% of them", ["50 percent of them", "50 per cent of them"], ["5 percent of them", "50 of them"]),
    ("score", "2-1", ["They won 2-1.", "The score was 2-1"], ["They won 1-2", "They did not win 2-1", "2-2"]),
    ("ratio", "1:2", ["The ratio is 1:2", "1 to 2"], ["The ratio is not 1:2", "2 to 1", "1/2"]),
    ("date or time", "2:13", ["2 to 13"], ["13 to 2", "2 to 14"]),
    ("date or time", "1990s", ["the 1990s", "the 1990's", "in the 1990s"], ["1990", "1980s", "the 1090s"]),
    (
        "date or time", "15:30",
        ["half past three in the afternoon", "30 minutes past three in the evening", "At half past 3 in the afternoon"],
        ["half past three", "half past three in the morning", "half past four in the afternoon", "half three"],
    ),
    ("date or time", "2:45", ["quarter to three", "a quarter to three", "15 minutes to three"], ["quarter past two"]),
    ("date or time", "half past three", ["3:30", "half past three"], ["4:30", "half past four", "three", "half"]),
    ("date or time", "22:00", ["ten at night", "ten o'clock in the evening"], ["ten", "ten in the morning"]),
    ("date or time", "2:00", ["two at night", "2 o'clock", "two in the morning"], ["two in the afternoon"]),
    ("date or time", "12:45", ["a quarter to one", "quarter to one in the afternoon"], ["quarter to one at night"]),
    ("date or time", "0:30", ["half past twelve at night"], ["half past twelve", "half past twelve in the afternoon"]),
    ("date or time", "July 4, 1776", ["July 4, seventeen seventy-six"], ["July 4, seventeen sixty-six"]),
    ("range", "10 to 3", ["10 to 3"], ["2:50", "ten minutes to three"]),
    (
        "number", "1945",
        ["nineteen forty-five", "In nineteen forty five.", "one thousand nine hundred forty-five"],
        ["nineteen forty-six", "nineteen, forty-five", "nineteen forty-five hundred", "about nineteen"],
    ),
    ("number", "1805", ["eighteen oh five", "eighteen o five"], ["eighteen five", "eighteen"]),
    ("number", "2020", ["twenty twenty"], ["twenty two", "twenty"]),
    ("number", "64", ["sixty-four"], ["nineteen forty-five"]),
    ("number", "45", ["forty-five"], ["nineteen forty-five"]),
    (
        "text", "the Fourth Amendment",
        ["the 4th Amendment", "Fourth Amendment"],
        ["a fourth", "one fourth", "a 4th"],
    ),
    ("text", "third", ["the third", "Third"], ["a third", "one third"]),
    ("text", "quarter", ["a quarter"], ["a third"]),
    ("date or time", "noon", ["12 noon", "twelve noon", "midday", "at noon", "12:00 pm"], ["midnight", "12 am"]),
    ("range", "0.02 to 0.16", ["0.02-0.16", "0.02–0.16"], ["0.02-0.17", "0.02", "0.2-0.16"]),
    (
        "text", "2H2 + O2 -> 2H2O",
        ["2 H2 + O2 → 2 H2O", r"2 H2 + O2 \to 2 H2O"],
        ["2 H2O → 2 H2 + O2", "2 H2 + O → 2 H2O"],
    ),
    ("text", "Côte d'Ivoire", ["CÔTE D'IVOIRE", "COTE D’IVOIRE"], ["COTE D'OR"]),
    ("text", "Na+", ["Na⁺", "Na^+"], ["Na⁻", "Na", "na+"]),
    ("text", "Ca2+", ["Ca²⁺", "Ca^{2+}"], ["Ca2-", "Ca+", "Ca³⁺"]),
    ("text", "¬A", [r"\neg A"], ["A", "¬B"]),
    ("text", "≤", ["<=", r"\le"], ["<", "≥", "="]),
    ("text", "Thursday", ["on Thursday", '"Thursday"'], ["not on Thursday", "after Thursday", "Friday"]),
    ("expression", "O(n log n)", ['"O(n log n)"', "“O(n log n)”"], ['"O(n)"']),
    ("expression", "564*h**2*u**2 - 396*h*u**2", ["564h^{2}u^{2} - 396hu^{2}"], ["564h^{2}u^{2} - 396hu^{3}"]),
    (
        "expression",
        r"\mathbf{v} \times \mathbf{w}",
        [r"\vec{v} \times \vec{w}", "v × w"],
        [r"\mathbf{v} \cdot \mathbf{w}", r"\mathbf{w} \times \mathbf{v}", r"\vec{w} \times \vec{v}", "v · w"],
    ),
    (
        "equation",
        "dy/dx = ky",
        [r"\frac{dy}{dx} = ky", "dy/dx = yk"],
        ["dx/dy = ky", r"\frac{dx}{dy} = ky", "dy/dx = -ky", "dy/dx = k/y", "d^2y/dx^2 = ky"],
    ),
    (
        "inequality or interval", "(-∞, 3]",
        [r"(-\infty, 3]", "x ≤ 3", "-∞ < x ≤ 3"],
        ["(∞, 3]", r"(\infty, 3]", "∞ < x ≤ 3"],
    ),
    ("inequality or interval", r"[3, \infty)", [r"[3, +\infty)", "[3, oo)"], [r"[3, -\infty)", "[3, -∞)", "(3, ∞)"]),
    ("inequality or interval", r"(-\infty, \infty)", ["(-∞, ∞)"], [r"(\infty, \infty)", "(-∞, -∞)", "(∞, -∞)"]),
    (
        "inequality or interval", "|x| < 4",
        ["-4 < x < 4", "(-4, 4)"],
        ["[-4, 4]", "-4 < x < 5", "{-4, 4}", "x < 4", "|x| < 5"],
    ),
    ("inequality or interval", "|x - 2| >= 3", ["x <= -1 or x >= 5"], ["x <= -1 or x > 5", "x >= 5", "-1 <= x <= 5"]),
    ("inequality or interval", "-4 < x < 4", ["|x| < 4", "4 > |x|"], ["|x| <= 4", "|x| > 4", "|x| < -4"]),
    (
        "tuple",
        r"\langle 3, 10, 6 \rangle",
        [r"\left\langle 3, 10, 6\right\rangle", r"\begin{pmatrix} 3 \\ 10 \\ 6 \end{pmatrix}"],
        [r"\left\langle 3, 10, -6\right\rangle", r"\left\langle 3, 10\right\rangle"],
    ),
]  # fmt: skip

ROWS = [
    (kind, gold, replies, right)
    for table, right in ((RIGHT, True), (WRONG, False))
    for kind, golds in table.items()
    for gold, replies in golds.items()
]
ROWS += [(kind, gold, one, right) for kind, gold, *both in BOTH for one, right in zip(both, (True, False), strict=True)]

SENTENCES = [
    ("250", "So he was 450-200=$250 out of pocket", True),
    ("8", "So, there are 120/15 = 8 smaller boxes of peaches.", True),
    ("12", "It takes $240/$20 = 12 months until he is out of money.", True),
    ("240", "There are 80 * 3 = 240 sets of laces handed out.", True),
    ("34", "She needs 10 cups, which means the number of cups and spoons is 24+10 = 34", True),
    ("14", "She has 16 inches and cuts off 2 more which leaves her hair 16-2 = 14 inches long", True),
    ("40", "Since Brad is not joining, the 5 friends pay $200/5 = $40 each.", True),
    ("21", "The number of shirts which are neither plaid nor purple is 19+2=21", True),
    ("17", "Therefore, the team got 3 + 14 = 17 incorrect answers.", True),
    ("6", "8 people are in the pool so 14-8 = 6 people are not in the pool", True),
    ("78", "Every week for 4 weeks she spends 19.50*4 = $78.00 over 4 weeks", True),
    ("271", "The third round will result in 810 * 10% = 81 layoffs.\nIn all there are 100 + 90 + 81 = 271.", True),
    ("27", "12 liters of water mixed with 15 liters of vinegar give 12+15 = 27-liter mixture", True),
    ("40", "Answer: After his brother ate 20 of them, Randy has 60 – 20 = 40 biscuits.", True),
    (
        "574",
        "Answer: If they get 2x the customers, they will have 287 customers x 2 = 574 customers on Saturday.",
        True,
    ),
    ("72", "The total is not 48 + 24 = 72", False),
    ("72", "We have 48 + 24 = 72, so each gets 36", False),
    ("72", "48 + 24 = 72 clips and there are 12 left", False),
    ("72", "They sold 70 + 1 = 71 and not 72", False),
    ("13", "Answer: The number of them is 7 or 7 + 6 = 13", False),
    ("20", "Answer: After his brother ate 20 of them, Randy has 60 – 20 = 40 biscuits.", False),
]


STATEMENTS = [
    ("7", "Answer: 5. No: Answer: 7", "Answer: 7. No: Answer: 5"),
    ("7", "The answer is 5. Wait, the answer is 7", "The answer is 7? No, the answer is 5."),
    ("x^2", "Hence\nx^2", "Hence\nx^3"),
    ("2x", "So we get\n$2x$", "So we get\n$3x$"),
    ("12", "He has 12 eggs at 7:30", "He has 7 eggs at 12:30"),
    ("6", "<think >Answer: 5</think >6", "<think >Answer: 6</think >5"),
    ("6", "There are 6 left on page 5.", "There are 5 left on page 6."),
    ("6", "I am 60% sure it is 6", "I am 60% sure it is 5; see step 6"),
]
"""An expected answer, a reply that states it, and one that only mentions it."""


@pytest.mark.parametrize(("gold", "right", "wrong"), STATEMENTS)
def test_what_is_stated_last_counts(gold: str, right: str, wrong: str) -> None:
    assert mark(right, asked(gold)).correct
    assert not mark(wrong, asked(gold)).correct


@pytest.mark.parametrize("cell", ["The answer is: 4", "Answer: 4", "2 + 2\nFinal answer: 4"])
def test_a_cell_of_an_exam_may_mark_its_answer(cell: str, tmp_path: Path) -> None:
    path = tmp_path / "exam.jsonl"
    path.write_text(json.dumps({"question": "What is 2 + 2?", "answer": cell}) + "\n")
    assert [question.answer for question in local.read_exam(path).questions] == ["4"]


def test_a_fault_in_marking_makes_a_reply_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("m")

    monkeypatch.setattr("tutelage.grading.marking.judge", fail)
    made = mark("Answer: 5", asked("6"))
    assert (made.correct, made.why) == (False, "could not be read (KeyError)")


def asked(answer: str, *, question: str = "?", checker: Checker | None = None) -> Exercise:
    kind = checker or local.checker_for(answer)
    return Exercise.of(
        skill="s", skills=("s",), question=question, solution=f"Answer: {answer}", answer=answer, checker=kind
    )


def whole(reply: str) -> str:
    return reply[1:] if reply.startswith("!") else f"Answer: {reply}"


@pytest.mark.parametrize("kind", sorted({kind for kind, *_ in ROWS}))
@pytest.mark.parametrize("right", [True, False])
def test_replies_are_marked(kind: str, right: bool) -> None:
    cases = [
        (gold, reply) for own, gold, replies, is_right in ROWS if (own, is_right) == (kind, right) for reply in replies
    ]
    made = [(gold, reply, mark(whole(reply), asked(gold))) for gold, reply in cases]
    assert [each for each in made if each[2].correct != right] == []
    assert [each for each in made if each[2].kind != kind or not each[2].why] == []


@pytest.mark.parametrize(("gold", "reply", "right"), SENTENCES)
def test_the_result_of_a_calculation_in_a_sentence_counts(gold: str, reply: str, right: bool) -> None:
    assert mark(reply, asked(gold)).correct == right


@pytest.mark.parametrize(
    ("choices", "reply", "letter"),
    [
        (("-5", "5", "0", "10"), "A. -5", "A"),
        (("-5", "5", "0", "10"), "B. 5", "B"),
        (("-5", "5", "0", "10"), "B. -5", ""),
        (("[0, 1]", "(0, 1)", "[0, 1)", "(0, 1]"), "A) [0, 1]", "A"),
        (("[0, 1]", "(0, 1)", "[0, 1)", "(0, 1]"), "(D) (0, 1]", "D"),
        (("[0, 1]", "(0, 1)", "[0, 1)", "(0, 1]"), "A) (0, 1]", ""),
        (("It is not so.", "It is so."), "A - It is not so.", "A"),
        (("It is not so.", "It is so."), "A is not right", ""),
        (("1000 B.P.", "2000 B.P."), "2000 B.P.", "B"),
    ],
)
def test_a_choice_may_be_given_with_its_text(choices: tuple[str, ...], reply: str, letter: str) -> None:
    assert named(reply, choices) == letter


@pytest.mark.parametrize("reply", RIGHT_CHOICES)
def test_a_choice_is_named_in_many_ways(reply: str) -> None:
    assert mark(reply, chosen("B")).correct


@pytest.mark.parametrize("reply", WRONG_CHOICES)
def test_another_choice_or_several_are_wrong(reply: str) -> None:
    assert not mark(reply, chosen("B")).correct


def test_a_choice_that_is_refused_is_not_chosen() -> None:
    assert mark("B. Nairobi is wrong, hence D. Accra", chosen("D")).correct
    assert not mark("B\nNo wait, it is C.", chosen("B")).correct
    assert not mark("B\nC", chosen("B")).correct


def chosen(letter: str) -> Exercise:
    lines = "".join(f"\n{name}. {city}" for name, city in zip("ABCD", CITIES, strict=True))
    return Exercise.of(
        skill="s",
        skills=("s",),
        question=f"?{lines}",
        solution="s",
        answer=letter,
        checker=Checker.CHOICE,
        choices=CITIES,
    )


def documented() -> Iterator[tuple[str, str, bool]]:
    """The pairs in the table of docs/exams.md; what has no arrow is a reply to the row's first expected answer."""
    page = (Path(__file__).parent.parent / "docs" / "exams.md").read_text(encoding="utf-8")
    for row in re.findall(r"^\| (?!what|choice|---).*← .*$", page, flags=re.MULTILINE):
        first = ""
        for right, cell in zip((True, False), row.split(" | ")[1:], strict=True):
            for piece in cell.strip(" |").split("; "):
                gold, arrow, replies = piece.rpartition(" ← ")
                first = first or gold.strip("`")
                for reply in re.findall(r"`([^`]+)`", replies):
                    yield (gold.strip("`") if arrow else first), reply, right


@pytest.mark.parametrize(("gold", "reply", "right"), documented())
def test_the_page_about_exams_is_right(gold: str, reply: str, right: bool) -> None:
    assert mark(f"Answer: {reply}", asked(gold)).correct == right


@pytest.mark.parametrize(
    ("gold", "reply", "right"),
    [
        ("8", "x=7 or x=8", False),
        ("7", "x=7 or x=8", False),
        ("$3", "3 dollars and 50 cents", False),
        ("2", "2 hours 30 minutes", False),
        ("5", "5 apples and 3 pears", False),
        ("H2O", "H₂O", True),
        ("CO2", "\\text{CO}_2", True),
        ("blue", "It is blue", True),
        ("blue", "It is not blue", False),
        ("-85", "--85", False),
    ],
)
def test_answers_of_several_parts_and_their_neighbours(gold: str, reply: str, right: bool) -> None:
    assert mark(f"Answer: {reply}", asked(gold)).correct == right


def test_every_kind_has_rows() -> None:
    assert sum(len(replies) for _, _, replies, _ in ROWS) >= 800
    assert {kind for kind, *_ in ROWS} == {
        "number", "number with unit", "money", "percent", "date or time", "range", "score", "ratio", "code",
        "expression", "equation", "inequality or interval", "set", "tuple", "matrix", "text",
    }  # fmt: skip


@pytest.mark.parametrize("form", ["Answer: {}", "The answer is {}", "<think>Answer: 0</think>\n#### {}"])
def test_expected_answers_are_right_for_themselves(form: str) -> None:
    sample = sorted({gold for _, gold, *_ in ROWS})[::4]
    assert [gold for gold in sample if not mark(form.format(gold), asked(gold)).correct] == []


@pytest.mark.parametrize(
    ("question", "answer", "reply", "right"),
    [
        ("What is 3/8 as a decimal?", "0.375", "3/8", False),
        ("Simplify 3x + 5x.", "8x", "3x + 5x", False),
        ("Expand (x + 1)(x + 2).", "x^2 + 3x + 2", "(x+1)(x+2)", False),
        ("Write 2x - y + 3 = 0 as y = …", "y = 2x + 3", "2x - y + 3 = 0", False),
        ("What is the line's equation?", "y = 2x + 3", "2x - y + 3 = 0", True),
        ("How many cents is it?", "50", "50 dollars", False),
        ("How many cents is it?", "50", "50 cents", True),
        ("How many minutes does it take?", "30", "30 hours", False),
        ("How long is it?", "30", "30 hours", True),
        ("How many dozen eggs are there?", "3", "3 dozen", True),
        ("How many eggs are there?", "3", "3 dozen", False),
        ("How many eggs are there?", "36", "3 dozen", True),
        ("By what percent did it decrease?", "25%", "decreased by 25%", True),
        ("By what percent did it grow?", "25%", "decreased by 25%", False),
        ("What is the discount?", "25%", "25% off", True),
        ("How many apples are left?", "5", "5%", False),
        ("How many apples are left?", "0.05", "5%", True),
        ("What percentage is left?", "5", "5%", True),
        ("Wie viel Prozent bleiben?", "5", "5 percent", True),
        ("How likely is it that it is blue?", "25", "25%", True),
        ("Which amendment forbids unreasonable searches?", "the Fourth Amendment", "the fourth", True),
        ("Which amendment forbids unreasonable searches?", "the Fourth Amendment", "a fourth", False),
        ("How many fewer apples?", "5", "5 fewer", True),
        ("At what time?", "6", "6 AM", True),
        ("How many apples?", "6", "6 AM", False),
        ("How many pairs of shoes?", "42", "42 pairs", True),
        ("How much less does it cost?", "$5", "$5 less", True),
        ("How much less does it cost?", "$5", "$-5 less", False),
        ("What is the length in cm?", "8", "8 cm^2", False),
        ("What is the area in square cm?", "8", "8 cm^2", True),
        ("What is 15% of 200?", "30", "30%", False),
        ("What is the rate, if 15% of 200 pay?", "30", "30%", True),
        ("How many eggs are in 5 dozen?", "60", "60 dozen", False),
        ("How old is he?", "16", "16 months", False),
        ("How old is he?", "16", "16 years", True),
        ("What is its speed in km/h?", "60", "60 miles per hour", False),
        ("What is its speed in km/h?", "60", "60 km per hour", True),
        ("How many hours does the trip take from 2 pm on?", "3", "3 pm", False),
        ("How much do 3 pens at $5 cost?", "15", "15 cents", False),
        ("How much do 3 pens at $5 cost?", "15", "15 hours", False),
        ("How many minutes pass?", "150", "150 hours pass", False),
        ("What percentage of 80 is 20?", "25%", "25% of 80", True),
    ],
)
def test_what_the_question_asks_for_counts(question: str, answer: str, reply: str, right: bool) -> None:
    assert mark(f"Answer: {reply}", asked(answer, question=question)).correct == right


@pytest.mark.parametrize(
    ("answer", "reply", "right"),
    [("14", "14 euros", True), ("14", "15 euros", False), ("37.40", "37.40 euros", True), ("3/4", "6/8", False)],
)
def test_solutions_of_a_teacher_may_have_a_unit(answer: str, reply: str, right: bool) -> None:
    question = asked(answer, question="How much is it?", checker=Checker.MATHEMATICS)
    assert mark(f"Answer: {reply}", question, any_unit=True).correct == right
    assert not mark(f"Answer: {reply}", question).correct


def test_a_mark_says_what_was_read_and_why() -> None:
    assert mark("So we pay $5.\nAnswer: -$5 in all", asked("$5")) == (False, "-$5", "money", "the sign differs")
    assert mark("I do not know.", asked("7")) == (False, "", "number", "no answer found")
    assert mark("Answer: 7 apples", asked("7")) == (True, "7 apples", "number", "equal numbers")
    assert mark("Answer: 2x = 6", asked("x = 3")) == (False, "2x = 6", "equation", "another equation")


def test_a_number_that_is_a_text_stays_one() -> None:
    assert read_expected("007", Checker.TEXT).kind == "text"
    assert not mark("Answer: 7", asked("007", checker=Checker.TEXT)).correct
    assert mark("Answer: 007", asked("007", checker=Checker.TEXT)).correct


@pytest.mark.parametrize(
    ("answer", "reply", "right"),
    [
        ("Nairobi", "Nairobi. Actually it is Mombasa.", False),
        ("x = 3", "y = 3", False),
        ("x = 3", "So y = 3", False),
        ("x = 3", "First 5 = 2 + 3.\nSo y = 3", False),
        ("x = 3", "-x = 3", False),
        ("x = 3", "2x = 6, so x = 3", True),
        ("x = 3", "9/3 = 3", True),
        ("dy/dx = ky", "dx/dy = ky", False),
        ("y' = 2x", "y = 2x", False),
        ("25%", "a decrease of 25%", False),
        ("12", "13 or 12", False),
        ("12", "12? No, 13.", False),
        ("12", "There were 3 boxes of 4, so 12", True),
        ("7", "8 because 3 + 4 = 7", False),
        ("4 mm", "4 Mm", False),
        ("1945", "nineteen forty-five", True),
        ("12", "twelve (12)", True),
        ("9", "9 (apples)", True),
        ("9.8 m/s^2", "9.8 m/s²", True),
        ("x = 4", "x^2 = 4", False),
        ("x = 4", "|x| = 4", False),
        ("x = 4", "x is at least 4", False),
        ("x = 4", "First, 2 + 2 = 4.\nBut x is unknown.", False),
        ("y = 2x", "y^2 = 2x", False),
        ("3x^2", "1/f = 3x^2", False),
        ("3x^2", "f'(x) = 3x^2", True),
        ("(1, 2)", "-v = (1, 2)", False),
        ("{1, 2}", "all but {1, 2}", False),
        ("7", "7 were eaten, so 3 are left", False),
        ("7", "10 were there, so 7 are left", True),
        ("7", "7 eaten, 3 left", False),
        ("$5", "$5 for two, so $2.50", False),
        ("$5", "$10 for two, so $5 each", True),
        ("12", "Answer: 12\nSorry, that is wrong: 13.", False),
        ("12", "Answer: 12\n\nHmm, actually 13.", False),
        ("12", "Answer: 12\nThat is the number of eggs.", True),
        ("12", "Answer: 12\nWait, is it? 5 + 7 = 12. Yes.", True),
        ("12", "Let me think.\nActually, 5 + 7 = 12", True),
        ("12", "12\n\nThis is incorrect.", False),
        ("12", "12 (wrong)", False),
        ("12", "12 too many", False),
        ("7", "7-", False),
        ("7", "The parts add up to 7.", True),
        ("7", "The parts are up to 7.", False),
    ],
)
def test_a_reply_that_is_an_answer_and_nothing_else(answer: str, reply: str, right: bool) -> None:
    question, _ = local.read_row({"question": "?", "answer": answer}, "", None)
    assert mark(reply, question).correct == right


@pytest.mark.parametrize(
    ("reply", "right"),
    [
        ("The capital of Kenya is Nairobi.", True),
        ("It is not Nairobi.", False),
        ("The capital of Kenya is Lagos.", False),
        ("B. Lagos", False),
        ("B", True),
        ("It is Nairobi, not Lagos.", True),
        ("It is Lagos, not Nairobi.", False),
        ("Nairobi or Lagos", False),
        ("I am not sure whether it is Nairobi.", False),
        ("There is no need for Nairobi.", False),
        ("An important city, Nairobi.", True),
    ],
)
def test_a_choice_in_a_sentence(reply: str, right: bool) -> None:
    powers = {"question": "What was differentiated?", "choices": ["t^13", "t^12", "t^14"], "answer": "C"}
    assert not mark("Answer: 14t^14", local.read_row(powers, "", None)[0]).correct
    row = {"question": "The capital of Kenya is", "choices": ["Lagos", "Nairobi"], "answer": "B"}
    assert mark(reply, local.read_row(row, "", None)[0]).correct == right


@pytest.mark.parametrize(
    ("reply", "left"),
    [
        ("<think>a</think>b", "b"),
        ("a</think>b", "b"),
        ("b<think>a", "b"),
        ("b<think>a</think>c", "bc"),
        ("<think>a<think>b</think>c", "c"),
        ("<THINKING>a</THINKING>b", "b"),
        ("a < b and <b>c</b>", "a < b and <b>c</b>"),
        ("", ""),
    ],
)
def test_thinking_is_cut_off(reply: str, left: str) -> None:
    assert without_thinking(reply) == left


@pytest.mark.parametrize(
    "formal",
    [
        "answer = 3*(2 + 5)",
        "answer/3 = 7",
        "answer = sqrt(441)",
        "2*answer = 42",
        "answer = gcd(21, 42)",
        "answer = diff(21*x, x)",
        "answer = 21^2 - 420",
        "answer = abs(3 - 24)",
    ],
)
def test_a_formula_that_computes_is_evidence(formal: str) -> None:
    assert is_evidence(formal, "21")


@pytest.mark.parametrize(
    "formal",
    [
        "answer = 21",
        "21 = answer",
        "answer - 21 = 0",
        "answer = 21*1",
        "answer = 21 and parts(answer) < 2",
        "answer = abs(21)",
        "answer = sqrt(21^2)",
        "answer = 21 + 5 - 5",
        "21*4/4 = answer",
        "answer + 3 = 21 + 3",
        "answer = ln(exp(21))",
        "answer = -(-21)",
    ],
)
def test_a_formula_that_says_the_answer_again_is_none(formal: str) -> None:
    assert not is_evidence(formal, "21")


HARD = [
    "9^9^9^9", "x^99999999", "(" * 150, "\\frac{" * 60, "\\boxed{" * 400, "x" * 199, "2^{2^{2^{2^9}}}", "(x+1)^{500}",
    "\\sqrt{" * 50 + "x" + "}" * 50, "\\sum_{i=1}^{10^9} i^2", "\\int_0^1 e^{x^2} dx", "1" * 190, "1e999", "10^{9999}",
    "x" + "+x" * 90, "± " * 60, "| " * 90, "sin(" * 40, "{" * 90 + "}" * 90, "1/" * 90 + "1", "(1," * 60, "999!",
    "\\prod_{k=1}^{99999} k", "\\begin{pmatrix}" * 9, "- " * 90,
]  # fmt: skip


@pytest.mark.parametrize("hard", HARD, ids=range(len(HARD)))
def test_no_answer_takes_long_in_any_thread(hard: str) -> None:
    golds = ("15x^2", "\\sum_{i=1}^{n} i", "x = 3", "72", "Nairobi", "(1, 2)")
    pairs = [(hard, f"{hard}1"), *((gold, hard) for gold in golds), *((hard, gold) for gold in golds[::2])]
    taken: list[float] = []

    def work() -> None:
        for gold, reply in pairs:
            start = time.perf_counter()
            mark(f"Answer: {reply}", asked(gold))
            taken.append(time.perf_counter() - start)

    for gold in golds:
        mark("Answer: 1", asked(gold))  # loads what it needs
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(taken) == len(pairs)
    assert max(taken) < 1.5


def test_a_computation_that_does_not_end_is_ended() -> None:
    def forever() -> bool:
        while True:
            try:
                sum(range(1000))
            except Exception:
                continue

    start = time.perf_counter()
    assert within(0.1, forever, otherwise=False) is False
    assert time.perf_counter() - start < 1
    assert within(5, lambda: 1 // 0, otherwise=7) == 7


@given(st.text(max_size=80), st.text(max_size=40))
@settings(max_examples=150)
def test_marking_never_raises(reply: str, gold: str) -> None:
    for text in (reply, f"Answer: {reply}", f"\\boxed{{{reply}}}"):
        assert isinstance(mark(text, asked(gold)).correct, bool)


@given(
    st.text("0123456789xyzi+-*/^()[]{}<>=≤≥≠±,.;:%$€√ \\frac", min_size=1, max_size=25).filter(
        lambda text: text.strip() and "**" not in text
    )
)
@settings(max_examples=200)
def test_any_formula_is_right_for_itself(gold: str) -> None:
    assert mark(f"Answer: {gold}", asked(gold)).correct


FORMULAS_AND_WORDS: list[tuple[str, list[str], list[str]]] = [
    (r"\frac{dy}{dx}", [r"\dfrac{dy}{dx}", "dy/dx"], ["y/x", r"\frac{y}{x}", "dx/dy"]),
    ("x > 2", ["x>2", "2 < x", "X > 2", "(2, ∞)", "x is greater than 2"], ["y>2", "y ∈ (2, ∞)", "x is at least 2"]),
    (r"x \ne 2", ["x ≠ 2", r"x \neq 2"], [r"y \ne 2", "t ≠ 2"]),
    ("x = 1 or x = 2", ["x = 2 or x = 1", "{1, 2}", "1, 2"], ["y = 1 or y = 2"]),
    ("F = ma", ["F=ma", r"F = m \cdot a"], ["f=ma", "F=MA"]),
    ("E = mc^2", ["E=mc²"], ["e = mc^2", "E = Mc^2"]),
    ("O(n^2)", ["O(n²)", r"\mathcal{O}(n^2)"], ["o(n^2)", "O(n)"]),
    ("O(n log n)", [r"\mathcal{O}(n\log n)", r"O(n \log n)"], ["o(n log n)"]),
    (r"\{1,2,3\}", ["{3, 2, 1}", "1, 2, 3"], ["1,2,3,...", r"\{1,2,3,\dots\}", "{1, 2, 3, …}", "1, 2, 3, etc."]),
    ("2^{10}", ["2^10"], ["2^{1}0", "2^{1} 0"]),
    ("2x", ["2 x", r"2\cdot x"], [r"2\mathbf{x}", r"2\vec{x}", r"\vec{2x}"]),
    ("x^2+2x+1", ["x^2 + 1 + 2x"], ["x^2+2x+1+C", "C + x^2+2x+1"]),
    ("y=2x+3", ["y = 3 + 2x"], ["y=2x+3+C"]),
    ("ax^2+bx+c", ["c + bx + ax^2"], ["ax^2+bx"]),
    ("x^2 + C", ["x^2+c", "x^2"], ["x^2 + 1"]),
    (r"[1,2] \cup [3,4]", ["[3,4] ∪ [1,2]", "[1,2] U [3,4]", "1≤x≤2 or 3≤x≤4"], ["[1,2] ∩ [3,4]", "(1,2) ∪ [3,4]"]),
    (r"(1,2) \cup (3,4)", ["(3,4) ∪ (1,2)", "1<x<2 or 3<x<4"], ["[1,2] ∪ [3,4]"]),
    ("-1 < x < 4", ["x>-1 and x<4", "-1<x and x<4", r"x > -1 \land x < 4"], ["x>-1 or x<4", "x<-1 and x>4"]),
    ("-2 < t < 5", ["t>-2, t<5"], ["t>-2 and y<5", "t>-2"]),
    (r"x \in [1,3]", ["1 ≤ x ≤ 3", "[1, 3]"], [r"y \in [1,3]"]),
    ("3^{12}", ["3^12"], ["3^1 2"]),
    (r"\binom{n}{k}", [r"\binom nk", "C(n,k)"], [r"\binom kn"]),
    (r"\|v\|", [r"\lVert v\rVert", r"\left\|v\right\|"], ["v"]),
    ("1, 2, 3, ...", ["1, 2, 3, ...", "1, 2, 3, …"], ["1, 2, 3"]),
    ("print('hi')", ['print("hi")'], ["print(hi)", "Print('hi')"]),
    ("(0,0), (1,1)", ["(0,0) and (1,1)", "(1,1), (0,0)", r"\{(0,0),(1,1)\}"], ["(0,1), (1,0)", "(0,0), (1,2)"]),
    (r"\int_0^1 x^2 dx", [r"\int_{0}^{1} x^2 \, dx", r"\int_0^1 x^{2}\,\mathrm{d}x"], [r"\int_0^{11} x^2 dx"]),
    (r"\sum_{k=1}^{n} k^2", [r"\sum_{k=1}^n k^2", r"\sum_{k=1}^{n} k^{2}"], [r"\sum_{k=0}^n k^2", r"\sum_{k=1}^n k"]),
    (r"\sin^2 x", [r"\sin^2(x)", r"(\sin x)^2", "sin²x"], [r"\sin(x^2)", r"\sin x"]),
    (r"\sin^{-1}(x)", ["arcsin x", "asin(x)", r"\arcsin(x)"], [r"\sin(x)", "arccos x"]),
    (r"\binom{5}{2}", [r"\binom52", r"\dbinom{5}{2}", r"{5 \choose 2}", "C(5,2)"], [r"\binom{5}{3}", "C(2,5)"]),
    ("|x-3|", [r"\lvert x-3\rvert", r"\left|x-3\right|", r"\left\lvert x-3 \right\rvert"], ["x-3", "|x+3|"]),
    (r"\lfloor x \rfloor", ["⌊x⌋", "floor(x)", r"\left\lfloor x \right\rfloor"], ["⌈x⌉", "x", r"\lceil x \rceil"]),
    ("H2O", ["H₂O", "H_2O", "H_{2}O", r"\mathrm{H_2O}"], ["HO2", "h2o", "H2O2"]),
    ("Na+", ["Na⁺", "Na^+", "Na^{+}"], ["Na-", "Na", "NA+"]),
    ("p → q", ["p -> q", r"p \to q", r"p \rightarrow q", "p ⇒ q"], ["q → p", "p ↔ q", "p ← q"]),
    (r"\mathbb{R} \setminus \{0\}", [r"ℝ \ {0}", "x ≠ 0", "all real numbers except 0"], [r"ℝ \ {1}", "ℝ"]),
    ("yes", ["Yes.", "yes, there is no remainder", "Yes, no doubt"], ["Yes, but no", "yes — no, wait: no"]),
    ("no", ["No.", "No, 5 is odd.", "No. 5 is odd."], ["No, that is wrong: yes", "no. 5", "No, wait, yes."]),
    ("true", ["True.", "True, as it is even"], ["True, no: false", "true? false", "Not true"]),
    ("Paris", ["Paris.", "Paris!"], ["Paris?", "Is it Paris?", "not Paris"]),
    ("Who?", ["Who?"], ["Why?"]),
    ('printf("%d")', ['printf( "%d" )', '`printf("%d")`', "printf(“%d”)"], ["printf(%d)", 'Printf("%d")']),
    ("list.append(x)", ["list.append(x)", "`list.append( x )`"], ["List.append(x)", "list.append(X)", "list.append()"]),
]  # fmt: skip


@pytest.mark.parametrize(("gold", "right", "wrong"), FORMULAS_AND_WORDS, ids=[gold for gold, *_ in FORMULAS_AND_WORDS])
def test_formulas_and_words_and_their_neighbours(gold: str, right: list[str], wrong: list[str]) -> None:
    question = asked(gold)
    assert [reply for reply in right if not mark(f"Answer: {reply}", question).correct] == []
    assert [reply for reply in wrong if mark(f"Answer: {reply}", question).correct] == []


def test_a_constant_belongs_to_an_antiderivative() -> None:
    question = asked("x^2", question="Find the antiderivative of 2x.")
    assert mark("Answer: x^2 + C", question).correct
    assert not mark("Answer: x^2 + C", asked("x^2", question="What is x times x?")).correct


@pytest.mark.parametrize(
    ("reply", "letter"),
    [
        ("B", "B"),
        ("B.", "B"),
        ("B; it is in Kenya", "B"),
        ("B. Nairobi is the capital.", "B"),
        ("B, not A", "B"),
        ("Not A but B", "B"),
        ("I would choose B", "B"),
        ("I would not choose B", ""),
        ("I wouldn't pick B", ""),
        ("never choose B", ""),
        ("B; C", ""),
        ("B | C", ""),
        ("B. C.", ""),
        ("B. Actually A.", ""),
        ("B, no, C", ""),
        ("B - wait, it is C", ""),
        ("B. Oops, C.", ""),
        ("B?", ""),
        ("Ⓑ", "B"),
    ],
)
def test_a_choice_that_is_denied_or_taken_back_is_none(reply: str, letter: str) -> None:
    assert named(reply, CITIES) == letter


REPEATED = (
    "a",
    "A",
    "a.",
    "a(",
    "(",
    "(a) ",
    "…",
    "!",
    ": ",
    "1, ",
    "\\frac{1}{2}",
    "x = 1, ",
    "a\n",
    "$1$ ",
    "no ",
    "- ",
)


@pytest.mark.parametrize("piece", REPEATED)
def test_no_length_makes_marking_slow(piece: str) -> None:
    endless = piece * (200_000 // len(piece))
    start = time.process_time()
    assert mark(endless, asked(endless)).correct
    assert mark(f"Answer: {endless}", asked("Nairobi")).correct is False
    assert mark(f"{endless} 42", asked("x^2 + 1")).correct is False
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    "power", ["6t^5", "8 t^7", "-3h^2", "2m^4", "5g^2", "9l^2", "4d^3", "7s^{-2}", "3C^2", "5A^2", "2 V^2", "2t^n"]
)
@pytest.mark.parametrize("checker", [None, Checker.MATHEMATICS])
def test_a_power_of_a_letter_is_no_number_with_a_unit(power: str, checker: Checker | None) -> None:
    """Tonnes, hours and litres have no such powers: 6 was marked right for 6t^5."""
    number, letter, exponent = re.fullmatch(r"(-?\d) ?(\w)\^(.+)", power).groups()  # type: ignore[union-attr]
    question = Exercise.of(
        skill="a",
        skills=("a",),
        question="Differentiate.",
        solution="",
        answer=power,
        checker=checker or local.checker_for(power),
    )
    right = (
        power,
        f"${power}$",
        f"{number}{letter}^{exponent}",
        f"{number} {letter}^{exponent}",
        f"{number}*{letter}^{exponent}",
    )
    wrong = (
        number,
        f"{number}{letter}",
        f"{number} {letter}",
        f"{number}{letter}^9",
        f"{number}x^{exponent}",
        f"{number} kg",
    )
    assert [reply for reply in right if not mark(f"Answer: {reply}", question).correct] == []
    assert [reply for reply in wrong if mark(f"Answer: {reply}", question).correct] == []


def test_areas_and_volumes_keep_their_units() -> None:
    for gold in ("5 m^2", "5 m²", "12 cm^2", "4 ft^3"):
        assert mark(f"Answer: {gold}", asked(gold)).correct
        assert not mark("Answer: 5 m^3", asked("5 m^2")).correct


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("a hundred and five", 105),
        ("nineteen hundred", 1900),
        ("one hundred and five thousand", 105_000),
        ("one million, two hundred thousand and six", 1_200_006),
        ("three thousand million", 3 * 10**9),
        ("minus seven", -7),
        ("one two three", None),
        ("two and three", None),
        ("five twenty", None),
        ("twenty eleven", None),
        ("nineteen ninety", None),
        ("two thousand three thousand", None),
        ("two thousand and", None),
        ("and five", None),
        ("zero five", None),
    ],
)
def test_several_numbers_in_words_are_not_their_sum(words: str, value: int | None) -> None:
    assert value_of_words(words) == value
    assert in_figures(f"There are {words} left.").isascii()
    if value is not None and value > 0:
        assert in_figures(words.replace("a hundred", "one hundred").replace(",", "")) == str(value)


@pytest.mark.parametrize("checker", [Checker.NUMBER, Checker.MATHEMATICS])
@pytest.mark.parametrize(
    "reply",
    [
        "12? No, 13.",
        "12. No, 13.",
        "12. Wait, 13",
        "12, no, 13",
        "12 (no, 13)",
        "12 - no, 13",
        "12, wait, it is 13",
        "12 is tempting but 13",
        "12 -> 13",
        "12 => 13",
        "12. Oops, 13",
        "12 isn't right",
        "12 if n is even, 13 if n is odd",
        "12**2",
        "Twelve? No, thirteen.",
        "twelve, no, thirteen",
        "twelve minus one",
        "twelve times two",
        "twelve dozen",
    ],
)
def test_a_number_that_is_taken_back_or_goes_on_is_not_stated(reply: str, checker: Checker) -> None:
    question = "How many apples are there?"
    assert not mark(f"Answer: {reply}", asked("12", checker=checker, question=question)).correct


@pytest.mark.parametrize(
    "reply",
    [
        "12, no more",
        "12, no doubt",
        "12 apples with no leaves",
        "12? Yes.",
        "12 if we count all",
        "12, but not all are red",
    ],
)
def test_what_stands_behind_a_number_need_not_take_it_back(reply: str) -> None:
    assert mark(f"Answer: {reply}", asked("12", question="How many apples are there?")).correct


@pytest.mark.parametrize(
    ("reply", "right"),
    [
        ("Nairobi. It lies in Kenya.", True),
        ("Nairobi. No other city is larger.", True),
        ("Nairobi; it is the capital", True),
        ("Nairobi, which is in Kenya", True),
        ("Nairobi. No, Mombasa.", False),
        ("Nairobi... no, Mombasa", False),
        ("Nairobi (no, Mombasa)", False),
        ("Nairobi. Wait, Mombasa.", False),
        ("Nairobi. Actually it is Mombasa.", False),
        ("Nairobi. Or Mombasa.", False),
        ("Nairobi; Mombasa", False),
        ("Nairobi. Oops, Mombasa.", False),
        ("Nairobi — Mombasa rather", False),
        ("Nairobi, which is not it", False),
    ],
)
def test_a_name_that_is_taken_back_is_not_stated(reply: str, right: bool) -> None:
    assert mark(f"Answer: {reply}", asked("Nairobi")).correct is right


def test_a_calculation_may_say_how_often() -> None:
    reply = "Matthew eats 3x as many as Patrick eats, 3 x 2 = 6 egg rolls that Matthew eats."
    assert mark(f"Answer: {reply}", asked("6", question="How many egg rolls did Matthew eat?")).correct


@pytest.mark.parametrize(
    ("expected", "reply", "right"),
    [
        ("C", "(C)", True),
        ("x+1", "Answer: (x + 1)", True),
        ("Paris", "(Paris)", True),
        ("7", "(7)", True),
        ("(1, 2)", "(1, 2)", True),
        ("(1, 2)", "1", False),
        ("C", "(D)", False),
        ("x+1", "(x + 1)(x - 1)", False),
        ("6", "(2*3)", False),
    ],
)
def test_brackets_around_an_answer_never_matter(expected: str, reply: str, right: bool) -> None:
    exercise = Exercise.of(
        skill="s", skills=("s",), question="", solution="", answer=expected, checker=local.checker_for(expected)
    )
    assert mark(reply, exercise).correct == right
