"""What is learnt of the requests that an endpoint takes, from its answers and refusals alone."""

from __future__ import annotations

import pytest

from tutelage.config import TeacherConfig
from tutelage.records import Message
from tutelage.teacher.language.chat import Call
from tutelage.teacher.language.known_formats import VAIN_CALLS, Descent, KnownFormats
from tutelage.teacher.language.request_format import LIMITS, RequestFormat
from tutelage.teacher.language.responses import Fault

FULL, NO_SEED = RequestFormat(), RequestFormat(left_out=frozenset({"seed"}))
FREE, PLAIN = RequestFormat(bounds=False), RequestFormat(bounds=False, schema=False)


def known(**settings: object) -> KnownFormats:
    return KnownFormats(TeacherConfig.model_validate({"kind": "openai", "model": "m", **settings}))


def descent(formats: KnownFormats, prompt: str = "a", form: str = "F", steps_down: int = 0) -> Descent:
    return Descent(
        formats, Call((Message(role="user", content=prompt),), 9, 0.0, 0, form, {"a": 1}, steps_down=steps_down)
    )


def refused(one: Descent, said: str = "", status: int = 400, *, guess: bool = True) -> RequestFormat | None:
    """What is sent next; `None` if nothing is."""
    return one.format if one.refused(status, said, ValueError(said), guess=guess) else None


def test_what_a_refusal_names_is_left_out_of_all_calls_once_the_rest_was_answered() -> None:
    formats = known()
    one = descent(formats)
    assert refused(one, "seed?") == NO_SEED
    assert descent(formats).format == FULL, "nothing was answered"
    assert one.answered() == "seed"
    later = descent(formats, form="G")
    assert (later.format, later.is_known, later.answered()) == (NO_SEED, False, "")
    assert descent(formats, form="G").is_known


def test_what_is_wrong_with_the_first_request_is_what_is_told() -> None:
    one = descent(known())
    assert refused(one, "seed?")
    assert refused(one, "temperature?")
    assert refused(one, "no", 403) is None
    assert str(one.refused_for) == "seed?"


def test_after_a_refusal_that_names_nothing_a_second_call_confirms_what_was_answered() -> None:
    formats = known()
    plainer = list(FULL.plainer())
    first = descent(formats)
    assert [refused(first) for _ in range(3)] == plainer[:3]
    assert first.answered() == ""
    second = descent(formats)
    assert second.format == FULL
    assert [refused(second) for _ in range(3)] == [plainer[2], *plainer[:2]], "what has helped comes first"
    third = descent(formats)
    assert refused(third) == plainer[2]
    assert third.answered() == "the JSON schema"
    assert descent(formats).format == plainer[2]


@pytest.mark.parametrize("said", ["schema?", ""])
def test_what_others_like_it_were_answered_with_is_left_out_for_a_second_prompt_only(said: str) -> None:
    formats = known()
    assert descent(formats).answered() == ""
    if not said:  # then the refusal is one of the prompt
        assert refused(descent(formats, "hard")) is None
        return
    for prompt, left_out in (("hard", ""), ("hard", ""), ("harder", "bounds of the JSON schema")):
        one = descent(formats, prompt)
        assert one.format == FULL
        assert refused(one, said) == FREE
        assert one.answered() == left_out
    assert descent(formats).format == FREE


def test_an_answer_to_a_like_call_meanwhile_makes_a_refusal_one_of_the_prompt() -> None:
    formats = known()
    hard, other = descent(formats, "hard"), descent(formats, "other")
    assert refused(hard, "schema?") == FREE
    other.answered()
    assert hard.answered() == ""
    assert descent(formats).format == FULL


def test_calls_of_a_form_that_were_refused_in_vain_are_not_tried_for_ever() -> None:
    formats = known()
    for _ in range(VAIN_CALLS):
        one, tried = descent(formats), 1
        while refused(one):
            tried += 1
        assert tried == 8
    assert refused(descent(formats)) is None
    assert refused(descent(formats, form="G")) is not None
    assert refused(descent(formats, form="H"), guess=False) is None


@pytest.mark.parametrize(
    "said", ["seed", "seed and schema", "temperature, response_format: unknown", "seed, schema, stream only"]
)
def test_an_endpoint_that_names_one_thing_after_another_is_soon_given_up(said: str) -> None:
    one, tried = descent(known()), [FULL]
    while refused(one, said):
        tried.append(one.format)
    assert len(tried) == len(set(tried)) <= 12


@pytest.mark.parametrize("silent", [False, True])
def test_names_of_the_limit_that_are_refused_by_turns_are_tried_by_turns(silent: bool) -> None:
    """The same again after each second refusal: if two servers take turns, it comes to the other one."""
    formats = known()
    for limit in LIMITS:
        one = descent(formats)
        if one.format.limit != limit:
            assert refused(one, f"{one.format.limit}: unknown")
        one.answered()
    one, sent = descent(formats), []
    for _ in range(6):
        sent.append(one.format.limit)
        went_on = refused(one, "" if silent else f"{one.format.limit}: extra inputs are not permitted")
        assert bool(went_on) != one.between_two
    old, new = LIMITS
    assert sent == [old, new, new, old, old, new]
    assert refused(one, "context length") is None
    assert not one.between_two


def test_once_the_newer_name_of_the_limit_is_usual_it_stays_so() -> None:
    formats = known()
    for prompt in "abcdef":
        one = descent(formats, prompt)
        assert refused(one, f"{one.format.limit}: unknown")
        one.answered()
        assert formats.usual.limit == LIMITS[1]


def test_a_fault_of_the_server_says_nothing_once_such_a_request_was_answered() -> None:
    formats = known()
    assert refused(descent(formats), "schema", 500) == FREE
    assert [one.format for one in [descent(formats)] for _ in one.plainer()] == list(FULL.plainer())
    descent(formats).answered()
    assert refused(descent(formats), "schema", 500) is None
    assert not list(descent(formats).plainer())


def test_a_passing_fault_leaves_everything_as_it_is() -> None:
    one = descent(known())
    assert refused(one, "seed?") == NO_SEED
    assert not one.refused(429, "seed", Fault("slow down"))
    assert one.format == NO_SEED


@pytest.mark.parametrize("said", ["the temperature of this prompt was flagged", "content_filter: seed"])
def test_a_prompt_that_is_flagged_is_not_asked_more_simply(said: str) -> None:
    assert refused(descent(known()), said) is None


def test_the_name_of_the_model_is_no_complaint() -> None:
    assert refused(descent(known(model="seed-oss")), "seed-oss: unavailable", 404) is None


def test_connections_that_break_lead_down_only_what_was_never_answered() -> None:
    formats = known()
    assert [descent(formats, steps_down=steps).format for steps in range(4)] == [FULL, FREE, PLAIN, PLAIN]
    descent(formats).answered()
    assert descent(formats, steps_down=2).format == FULL
    assert descent(known(structured="schema"), steps_down=2).format == FULL
    assert not descent(known(structured="prompt")).format.schema
