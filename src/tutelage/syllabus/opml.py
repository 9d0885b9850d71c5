"""Outlines of outliners: OPML. Declarations of entities are refused, so that nothing in a file can grow when it is read
or name another file."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn
from xml.parsers import expat

from tutelage.errors import SyllabusError
from tutelage.graph.decisions import SourceGraph
from tutelage.syllabus.collector import Collector, ReadingOptions
from tutelage.syllabus.markup import plain
from tutelage.syllabus.outline import MAX_LINE, Line, collect, line_of

MAX_DEPTH = 50


def read_opml(text: str, name: str, options: ReadingOptions) -> SourceGraph:
    """The skills of an outline in OPML. Raises `ValueError` naming the line."""
    lines: list[Line] = []
    title: list[str] = []
    depth = 0
    inside = [""]

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        inside.append(tag)
        if tag == "outline":
            depth += 1
            if depth > MAX_DEPTH:
                raise SyllabusError(f"the outline is more than {MAX_DEPTH} levels deep")
            shown = (attributes.get("text") or attributes.get("title") or "")[:MAX_LINE]
            note = plain((attributes.get("_note") or attributes.get("description") or "")[:MAX_LINE])
            lines.append(line_of(depth, shown, note))

    def end(tag: str) -> None:
        nonlocal depth
        inside.pop()
        depth -= tag == "outline"

    def words(data: str) -> None:
        if inside[-2:] == ["head", "title"] and len(title) < 20:
            title.append(data)

    walk_xml(text, "OPML", begin, end, words)
    return collect(lines, Collector(name, options), plain("".join(title)[:MAX_LINE]))


def walk_xml(
    text: str,
    kind: str,
    begin: Callable[[str, dict[str, str]], object],
    end: Callable[[str], object],
    words: Callable[[str], object],
) -> None:
    """Call what is given for each element and text of an XML file. Raises `ValueError` naming the line."""
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, words
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(text.encode(errors="replace") if not text.startswith("<?xml") else _declared(text), True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise SyllabusError(f"line {error.lineno}: this is not {kind} ({reason})") from None


def _declared(text: str) -> bytes:
    """Without the XML declaration: the text has been decoded, whatever encoding it names."""
    return text[text.find("?>") + 2 if "?>" in text[:500] else 0 :].encode(errors="replace")


def _refuse(*_: object) -> NoReturn:
    raise SyllabusError("it declares entities, which nothing here needs: remove its DOCTYPE")
