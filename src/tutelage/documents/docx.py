"""Word documents (DOCX), which mammoth turns into HTML: its headings, lists and tables, without its looks."""

from __future__ import annotations

import io

from tutelage.documents import html
from tutelage.documents.archives import member, open_archive
from tutelage.documents.blocks import Deadline, Read, Unreadable
from tutelage.documents.formats import DocumentFormat
from tutelage.errors import MissingExtra

MAX_XML = 48 * 2**20
"""Bytes of the text with its markup: held as a tree, it takes twenty times as much."""
STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"


def require() -> None:
    try:
        import mammoth  # noqa: F401
    except ImportError:
        raise MissingExtra("DOCX files need a package: pip install 'tutelage[documents]'") from None


def read(data: bytes, deadline: Deadline) -> Read:
    import mammoth

    with open_archive(data) as archive:
        text = member(archive, "word/document.xml")
        if len(text) > MAX_XML:
            raise Unreadable(f"its text takes {len(text) / 2**20:,.0f} MiB; {MAX_XML // 2**20} are the most: split it")
        if b"<!DOCTYPE" in text[:2000]:
            raise Unreadable("broken: its XML defines entities, which no word processor writes")
    del text
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


FORMAT = DocumentFormat((".docx",), read, require)
