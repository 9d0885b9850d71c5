"""The items of a review as a table for a spreadsheet, and the decisions of one that was filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tutelage.errors import DataError
from tutelage.records import ReviewAction
from tutelage.review.items import Item
from tutelage.review.session import Choice, Review
from tutelage.storage.reviews import Standing
from tutelage.storage.spreadsheets import cell, from_cell, read_sheet, write_sheet

KNOWN = ("item", "version", "seen")
"""`seen`: how many decisions there were when the table was written."""
ABOUT = ("suspicion", "why", "kind", "about", "facts", "source")
DECIDED = ("decision", "comment")
WORDS = {
    "accept": ReviewAction.ACCEPT,
    "edit": ReviewAction.EDIT,
    "insist": ReviewAction.EDIT,
    "refuse": ReviewAction.REFUSE,
    "open": ReviewAction.OPEN,
}
"""What may stand in the column `decision`; `insist` is an edit that counts although a check objects."""
FORMS = {ReviewAction.ACCEPT: "accept", ReviewAction.EDIT: "edit", ReviewAction.REFUSE: "refuse"}
MAX_NAMED = 5
"""Lines with a fault that an error names."""


def write_table(path: Path, review: Review) -> int:
    """A row for every item, the most suspicious first, with what was decided; how many there are. Raises `DataError`
    if there is such a file: it may hold decisions."""
    if path.exists():
        raise DataError(f"{path} exists, and may hold decisions: name another file, or read it with --csv-in")
    decided, seen = review.decisions(), str(len(review.log()))
    items = sorted(review.items.values(), key=lambda item: -item.suspicion)
    fields = _fields(items)

    def row(item: Item) -> list[str]:
        decision = decided.get(item.draft.key)
        texts = {**item.draft.fields, **(decision.changes if decision else {})}
        word = "insist" if decision and decision.insist else FORMS[decision.action] if decision else ""
        about = (
            f"{item.suspicion:.2f}",
            "; ".join(concern.why for concern in item.concerns),
            item.draft.kind.label,
            item.name,
            "\n".join(f"{name}: {value}" for name, value in item.facts),
            "\n\n".join(f"{shown.where}\n{shown.quote or shown.text}" for shown in item.sources),
        )
        own = (*about, *(texts.get(name, "") for name in fields), word, decision.reason if decision else "")
        return [cell(text) for text in (item.draft.key, item.draft.version, seen, *own)]

    write_sheet(path, (*KNOWN, *ABOUT, *fields, *DECIDED), map(row, items))
    return len(items)


def read_table(path: Path, review: Review) -> int:
    """Take the decisions of a table that was filled in, and say how many are new. Texts count only where the decision
    is `edit` or `insist`, since spreadsheets change what looks like a number or a date. Raises `DataError`, naming the
    rows, for what cannot be taken; then nothing is."""
    rows, names = read_sheet(path)
    if missing := [name for name in (*KNOWN, *DECIDED) if name not in names]:
        raise DataError(
            f"{path} has no column '{missing[0]}': save the table that --out wrote as CSV, with its first row"
        )
    before, taken, faults = review.decisions(), list[Choice](), list[str]()
    for line, row in enumerate(rows, start=2):
        try:
            taken += _choices(row, review, before)
        except DataError as error:
            faults.append(f"row {line}: {error}")
    if faults:
        more = f"; and {len(faults) - MAX_NAMED} more" if len(faults) > MAX_NAMED else ""
        raise DataError(f"{path}: nothing was taken: {'; '.join(faults[:MAX_NAMED])}{more}")
    review.decide_all(taken)
    return len(taken)


def _choices(row: Mapping[str, str | None], review: Review, decided: Standing) -> Iterator[Choice]:
    """The decision of one row, if there is one that does not stand yet. Raises `DataError` for one that cannot be
    taken."""
    word = (row.get("decision") or "").strip().lower()
    if not word:
        return
    if word not in WORDS:
        raise DataError(f"'{word[:20]}' in the column 'decision': write {', '.join(WORDS)}, or leave it empty")
    key = from_cell((row.get("item") or "").strip())
    item = review.items.get(key)
    version, seen = (from_cell((row.get(name) or "").strip()) for name in KNOWN[1:])
    if item is None or version != item.draft.version or not seen.isdecimal():
        raise DataError("this is no item as it was drafted: change nothing but texts, 'decision' and 'comment'")
    changes = {}
    if WORDS[word] is ReviewAction.EDIT:
        texts = {name: from_cell(row.get(name) or "").replace("\r\n", "\n") for name in item.draft.fields}
        changes = {name: text for name, text in texts.items() if text != item.draft.fields[name]}
    choice = Choice(key, WORDS[word], changes, from_cell(row.get("comment") or ""), word == "insist")
    if _stands(choice, decided):
        return
    if others := [one.by for one in review.log()[int(seen) :] if one.item == key and one.by != review.by]:
        raise DataError(
            f"{others[-1]} has decided about it since the table was written: look at it in a new one (--out)"
        )
    fault = review.fault(choice)
    if fault.reason:
        what = f"the edit of this {item.draft.kind.label}"
        raise DataError(f"{what} is not taken: {fault.reason}{f' ({fault.detail})' * bool(fault.detail)}")
    yield choice


def _stands(choice: Choice, decided: Standing) -> bool:
    """Whether exactly this was decided before, so that a table can be read twice."""
    old = decided.get(choice.key)
    if old is None:
        return choice.action is ReviewAction.OPEN
    new = (choice.action, dict(choice.changes), choice.reason.strip(), choice.insist)
    return (old.action, old.changes, old.reason, old.insist) == new


def _fields(items: Sequence[Item]) -> list[str]:
    return list(dict.fromkeys(name for item in items for name in item.draft.fields))
