"""E-books (EPUB): the chapters of their spine, which are HTML."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from tutelage.documents import html
from tutelage.documents.archives import member, open_archive
from tutelage.documents.blocks import Block, Deadline, Read, Unreadable, decode
from tutelage.documents.formats import DocumentFormat

CONTAINER = "META-INF/container.xml"


def read(data: bytes, deadline: Deadline) -> Read:
    """The blocks of an EPUB book, chapter by chapter. Raises `Unreadable` for one that cannot be read."""
    blocks: list[Block] = []
    with open_archive(data) as archive:
        if "META-INF/encryption.xml" in archive.namelist() and b"EncryptedKey" in member(
            archive, "META-INF/encryption.xml"
        ):
            raise Unreadable("encrypted: its publisher protects it against copying")
        names = html.attributes_of(decode(member(archive, CONTAINER)), frozenset(["rootfile"]), deadline)
        package = next((attributes.get("full-path", "") for _, attributes in names), "")
        if not package:
            raise Unreadable(f"broken: {CONTAINER} names no book")
        elements = list(html.attributes_of(decode(member(archive, package)), frozenset(["item", "itemref"]), deadline))
        items = {attributes.get("id", ""): attributes for name, attributes in elements if name == "item"}
        for reference in (attributes.get("idref", "") for name, attributes in elements if name == "itemref"):
            item = items.get(reference, {})
            if "html" not in item.get("media-type", "") or "nav" in item.get("properties", "").split():
                continue
            chapter = posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(item.get("href", ""))))
            blocks += html.without_places(html.blocks_of(decode(member(archive, chapter)), deadline))
    return Read(tuple(blocks))


FORMAT = DocumentFormat((".epub",), read)
