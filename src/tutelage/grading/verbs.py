"""English verbs in one form: `won`, `winner` and `wins` are `win`. Pure."""

from __future__ import annotations

import re

_FORMS_LISTED = """
win won winner winning, lose lost loser losing, write wrote written, begin began begun, speak spoke spoken, lead led,
beat beaten, make made, build built, sing sang sung, draw drew drawn, take took taken, give gave given, find found, hold
held, run ran, sell sold, buy bought, teach taught, tell told, eat ate eaten, come came, become became, get got, lie lay
lies, choose chose chosen, fly flew flown, grow grew grown, know knew known, see saw seen, wear wore worn, break broke
broken, drive drove driven, steal stole stolen, throw threw thrown, shoot shot, fight fought, leave left, keep kept,
meet met, pay paid, say said, send sent, spend spent, stand stood, think thought, swim swam swum, rise rose risen, fall
fell fallen, have has had, be is are was were, show shown, bear bore born
"""
_FORMS = {form: words.split()[0] for words in " ".join(_FORMS_LISTED.split()).split(", ") for form in words.split()}


def base(word: str) -> str:
    """One form for all of a verb, in small letters; of any other word something as short.

    >>> [base(word) for word in ("wrote", "written", "discovers", "discovered")]
    ['write', 'write', 'discover', 'discover']
    """
    word = _FORMS.get(word, word)
    return re.sub(r"(?:e[sd]?|ing|s|d)$", "", word) if len(word) > 3 else word
