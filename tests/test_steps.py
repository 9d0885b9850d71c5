"""What a worked solution states in so many numbers is computed again."""

from __future__ import annotations

import pytest

from tutelage.course.steps import wrong_step


@pytest.mark.parametrize(
    ("solution", "wrong"),
    [
        ("The claim is 300 euros, which is above 900 euros.", "300 euros, which is above 900 euros"),
        ("The claim of 500 euros is above 900 euros, so", "500 euros is above 900 euros"),
        (
            "It costs 190 euros, which is below the limit of 165 euros.",
            "190 euros, which is below the limit of 165 euros",
        ),
        ("3*40 = 130 euros", "3*40 = 130"),
        ("He pays 12 euros - 5 euros = 8 euros.", "12 euros - 5 euros = 8"),
        ("The total is 250 x 12 = 3,100 grams", "250 x 12 = 3,100"),
        ("2 + 3 * 4 = 20", "2 + 3 * 4 = 20"),
        ("Then 10/4 = 2.4.", "10/4 = 2.4"),
        ("At $2 each, 5 × $2 = $12.", "5 × $2 = $12"),
        ("7 / 0 = 0", "7 / 0 = 0"),
    ],
)
def test_what_does_not_hold_is_found(solution: str, wrong: str) -> None:
    assert wrong_step(solution) == wrong


@pytest.mark.parametrize(
    "solution",
    [
        "Since 145 euros is less than 150 euros, the team lead approves it.",
        "100 km * 0.40 euros/km = 40 euros; 40 euros + 10 euros = 50 euros",
        "120 minutes – 30 minutes - 15 minutes = 75 minutes",
        "8 x 1 1/2 = 12 rolls, and 2 + 1 1/2 = 3 1/2",
        "2 * $75 - $25 = $150 - $25 = $125",
        "20 / 240 = 8.333...%, which rounds to 8.3",
        "10/3 = 3.33, 2/3 = 0.667, 100/7 = 14.3",
        "$2.50 - $2.24 = 26 cents",
        "600 x 30 = 18 000 watts, 17 000/5 = 3 400",
        "0900-0130 = 0730 hours",
        "45 * 0,2 = 9",
        "500 / 2/5 = 1250",
        "2x + 3 = 7, so x = 2; 2^3*4 = 32; (3 + 2)*4 = 20; 3D + 5 = 38",
        "22 - 16 = 6 + x - 6, 3*30 = 90 + M trees",
        "4 minutes * 60 + 30 seconds = 240 seconds + 30 seconds",
        "15 % of 80 = 12",
        "5 apples is more than 3 pears and 4 metres is more than 90 centimetres",
        "3 + 5 is more than 7, and half of 30 is less than 20",
    ],
)
def test_what_holds_or_is_written_otherwise_is_left_alone(solution: str) -> None:
    assert wrong_step(solution) == ""


def test_a_long_row_of_numbers_is_read_quickly() -> None:
    assert wrong_step("1 + " * 5000 + "1 = 5001") == ""
    assert wrong_step("12 euros " * 5000) == ""
