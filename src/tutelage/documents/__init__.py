"""Documents are read into passages, each with its file, its headings and its place in there.

`files.py` finds the files; a format (`formats.py`, one file each) reads one into headings, paragraphs and items;
`leaving_out.py` says what nobody should learn; `passages.py` makes passages of the rest. Whatever stands in a document
is data: nothing in it is followed, fetched, or carried out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, get_args, get_type_hints

from tutelage import progress as progress_module
from tutelage.documents.blocks import Block, Deadline, Read, Unreadable
from tutelage.documents.files import Found, find_files, shown
from tutelage.documents.formats import FORMATS, DocumentFormat, by_ending
from tutelage.documents.leaving_out import empty_headings, without_links, without_repeats
from tutelage.documents.passages import left_out, passages_of
from tutelage.errors import DocumentError
from tutelage.progress import Progress
from tutelage.records import Documents, LeftOut, Passage, Unread

MAX_BYTES = 64 * 2**20
"""Of one file."""
MAX_TEXT = 64 * 2**20
"""Characters of all passages: a shelf of a hundred thick books."""
KINDS = get_args(get_type_hints(Block)["kind"])
"""Of blocks."""

__all__ = ["read_documents"]


class _File(NamedTuple):
    name: str
    title: str
    blocks: Sequence[Block]
    unit: str


def read_documents(paths: Sequence[str | Path] | str | Path, *, progress: Progress | None = None) -> Documents:
    """Read files and folders of documents into passages, in the order of the paths and of the names in them.

    A file that cannot be read is reported and passed over. Raises `DocumentError` if a path is missing or no passage is
    found, and `MissingExtra` if a package for one of the formats is not installed.
    """
    progress = progress or progress_module.automatic()
    given = [Path(one) for one in ([paths] if isinstance(paths, str | Path) else paths)]
    formats = by_ending()
    found = find_files(given, formats)
    for file in found:
        if not file.refused:
            name, known = formats[file.path.suffix.lower()]
            with FORMATS.using(name):
                known.require()
    files: list[_File] = []
    unread: list[Unread] = []
    with progress.bar("documents", len(found), "read") as bar:
        for file in found:
            try:
                files.append(_read(file, formats))
            except Unreadable as error:
                unread.append(Unread(file=file.name, reason=str(error)))
            bar.advance(1)
    documents = _assemble(files, unread)
    if not documents.passages:
        reasons = "; ".join(f"{one.file}: {one.reason}" for one in unread[:3])
        why = f" ({reasons})" if reasons else f": Tutelage reads {', '.join(sorted(formats))}"
        raise DocumentError(f"no text was found in {', '.join(map(str, given))}{why}")
    return documents


def _read(file: Found, formats: dict[str, tuple[str, DocumentFormat]]) -> _File:
    """Raises `Unreadable`."""
    if file.refused:
        raise Unreadable(file.refused)
    try:
        size = file.path.stat().st_size
        if size > MAX_BYTES:
            raise Unreadable(f"{size / 2**20:,.0f} MiB; {MAX_BYTES // 2**20} MiB are the most: split it")
        data = file.path.read_bytes()
    except OSError as error:
        raise Unreadable(f"cannot be opened: {error.strerror}") from None
    if not data.strip():
        raise Unreadable("empty")
    name, known = formats[file.path.suffix.lower()]
    with FORMATS.using(name):
        read = known.read(data, Deadline())
    if name not in FORMATS.shipped and (fault := _fault(read)):
        raise FORMATS.misused(name, f"{fault}, of {file.name}")
    return _File(file.name, _title(read, file.path), without_links(read.blocks), read.unit)


def _fault(read: object) -> str:
    """What is wrong with what a format made of a file."""
    if not isinstance(read, Read):
        return f"gives a {type(read).__name__}: a Read is needed"
    if not isinstance(read.title, str) or not isinstance(read.unit, str):
        return "gives a title or a unit that is no text"
    if not isinstance(read.blocks, list | tuple):
        return f"gives a {type(read.blocks).__name__} as blocks: a list of Block is needed"
    return next(filter(None, map(_fault_of_block, read.blocks)), "")


def _fault_of_block(block: object) -> str:
    if not isinstance(block, Block):
        return f"gives a {type(block).__name__} among the blocks: a Block is needed"
    if block.kind not in KINDS:
        return f"gives a block of the kind {block.kind!r}: choose from {', '.join(KINDS)}"
    if not all(isinstance(text, str) for text in (block.text, block.marker, block.why)):
        return "gives a block whose text is no text"
    numbers = block.level, block.first, block.last, block.linked
    if not all(isinstance(number, int) and number >= 0 for number in numbers):
        return f"gives a block with the numbers {numbers}: whole numbers from 0 are needed"
    return ""


def _title(read: Read, path: Path) -> str:
    """As a file names itself, or its only heading of the highest level, or the file's name in words."""
    if read.title:
        return read.title
    headings = [block for block in read.blocks if block.kind == "heading"]
    highest = min((block.level for block in headings), default=0)
    top = [block for block in headings if block.level == highest]
    if len(top) == 1 and top[0] is headings[0]:
        return top[0].text
    words = shown(path.stem.replace("-", " ").replace("_", " "))
    return words[:1].upper() + words[1:]


def _assemble(files: Sequence[_File], unread: Sequence[Unread]) -> Documents:
    """What all files hold, without what repeats from one to another."""
    passages: list[Passage] = []
    out: list[LeftOut] = []
    first: dict[tuple[str, str], str] = {}
    size = 0
    for file, blocks in zip(files, without_repeats([file.blocks for file in files]), strict=True):
        kept = empty_headings(blocks)
        out += left_out(file.name, kept, file.unit)
        for passage in passages_of(file.name, file.title, kept, file.unit):
            key = passage.trail[-1], passage.text
            size += len(passage.text)
            if size > MAX_TEXT:
                raise DocumentError(f"more than {MAX_TEXT // 2**20} million characters of text: name fewer documents")
            if key in first:
                why = f"the same stands in {first[key]}"
                out.append(LeftOut(file=file.name, place=passage.place, why=why, text=passage.text[:120]))
                continue
            first[key] = passage.file
            passages.append(passage.model_copy(update={"position": len(passages)}))
    return Documents(
        passages=tuple(passages),
        left_out=tuple(out),
        unread=tuple(unread),
        files=tuple(file.name for file in files),
    )
