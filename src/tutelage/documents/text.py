"""What was read, for a terminal."""

from __future__ import annotations

from collections import Counter

from tutelage.documents.personal import personal_lines
from tutelage.progress import counted, wrapped
from tutelage.records import Documents, Passage

MAX_UNREAD = 20
"""Files that are named, of those that could not be read."""
EXAMPLES = 60
"""Characters of an example of what is left out."""


def documents_text(documents: Documents) -> str:
    """What was read, left out and not read, in a few lines of 80 columns."""
    lines = [summary_line(documents), *left_out_lines(documents), *unread_lines(documents)]
    if personal := personal_lines(documents.passages):
        lines += ["looks like personal data: read it before an endpoint or the student gets it:"]
        lines += [f"  {line}" for line in personal]
    return "\n".join(map(wrapped, lines))


def summary_line(documents: Documents) -> str:
    """How much was read."""
    words = sum(len(passage.text.split()) for passage in documents.passages)
    unread = f", {counted(len(documents.unread), 'file')} not" if documents.unread else ""
    return (
        f"{counted(len(documents.files), 'file')} read{unread}; {counted(len(documents.passages), 'passage')}, "
        f"{counted(words, 'word')}"
    )


def left_out_lines(documents: Documents) -> list[str]:
    """What no passage holds, by reason, with an example of each."""
    count = Counter(part.why for part in documents.left_out)
    examples = {part.why: part for part in reversed(documents.left_out)}
    lines = ["left out:"] if count else []
    for why, number in count.most_common():
        part = examples[why]
        shown = part.text if len(part.text) <= EXAMPLES else f"{part.text[: EXAMPLES - 1]}…"
        where = ", ".join(filter(None, (part.file, part.place)))
        lines.append(
            f"  {number:,} x {why}, such as {shown!r} ({where})" if shown else f"  {number:,} x {why} ({where})"
        )
    return lines


def unread_lines(documents: Documents) -> list[str]:
    """Files that could not be read, with the reasons."""
    lines = ["not read:"] if documents.unread else []
    lines += [f"  {one.file}: {one.reason}" for one in documents.unread[:MAX_UNREAD]]
    if len(documents.unread) > MAX_UNREAD:
        lines.append(f"  and {len(documents.unread) - MAX_UNREAD:,} more")
    return lines


def passage_text(passage: Passage) -> str:
    """A passage below a line that says where it stands, in 80 columns."""
    where = ", ".join(filter(None, (passage.file, passage.place)))
    lines = [f"[{where}: {' > '.join(passage.trail)}]", *passage.text.split("\n")]
    return "\n".join(map(wrapped, lines))
