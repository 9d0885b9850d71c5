"""Word documents (DOCX), which mammoth turns into HTML: its headings, lists and tables, without its looks."""

from __future__ import annotations

import io
from zipfile import ZipFile

from tutelage.documents import html
from tutelage.documents.archives import member, open_archive
from tutelage.documents.blocks import Deadline, Read, Unreadable
from tutelage.documents.formats import DocumentFormat
from tutelage.errors import MissingExtra

MAX_XML = 48 * 2**20
"""Bytes of the text with its markup: held as a tree, it takes twenty times as much."""
STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"


def require() -> None:
    """Raise `MissingExtra` without the package that reads DOCX files."""
    try:
        import mammoth  # noqa: F401
    except ImportError:
        raise MissingExtra("DOCX files need a package: pip install 'tutelage[documents]'") from None


def read(data: bytes, deadline: Deadline) -> Read:
    """The blocks of a DOCX file. Raises `Unreadable` for one that cannot be read, or takes too long."""
    import mammoth

    with open_archive(data) as archive:
        _check(archive)
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=STYLES,
            convert_image=mammoth.images.img_element(lambda _: {"src": ""}),
            external_file_access=False,
        )
    except RecursionError:
        raise Unreadable("its tables or lists are nested too deeply") from None
    except Exception as error:  # a broken file makes the library fail in any way
        raise Unreadable(f"broken: {type(error).__name__}: {str(error)[:120]}") from None
    deadline.check()
    found = html.blocks_of(made.value, deadline)
    return Read(tuple(html.without_places(found)))


def _check(archive: ZipFile) -> None:
    """Raises `Unreadable` for an archive that is no document of Word, or whose parts are too large to be held as trees.
    The text has any name in there: Word on the web writes `word/document2.xml`."""
    parts = [one for one in archive.infolist() if one.filename.endswith((".xml", ".rels"))]
    if not any(one.filename.startswith("word/") for one in parts):
        raise Unreadable("broken: it lacks word/document.xml")
    size = sum(one.file_size for one in parts if not one.filename.startswith("customXml/"))
    if size > MAX_XML:
        raise Unreadable(f"its text takes {size / 2**20:,.0f} MiB; {MAX_XML // 2**20} are the most: split it")
    for one in parts:
        if b"<!DOCTYPE" in member(archive, one.filename).replace(b"\0", b""):  # of UTF-16, too
            raise Unreadable("broken: its XML defines entities, which no word processor writes")


FORMAT = DocumentFormat((".docx",), read, require)
