"""Markdown and HTML as plain text: what an outline on the web has around its names. In time linear in the text."""

from __future__ import annotations

import html
import re

_FRONT = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|$)", re.DOTALL)
_TITLE = re.compile(r"title\s*[:=]\s*(\S.*)")
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]]+\]:\s*\S.*$", re.MULTILINE)
_UNDERLINE = re.compile(r" {0,3}(=+|--+)[ \t]*")
_NO_TITLE = re.compile(r"[ \t]*(?:[-*+#>|]|\d+[.)]|$)")
"""How a line begins that is no heading whatever is below it."""
_PICTURE = re.compile(r"\(data:[^()\s]*\)")
_RULE = re.compile(r"^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$", re.MULTILINE)
_HTML_HEADING = re.compile(r"^[ \t]*<h([1-6])(?:\s[^<>]*)?>([^\n]*?)</h\1>[ \t]*$", re.MULTILINE | re.IGNORECASE)
_HTML_TABLE = re.compile(r"^[ \t]*<table\b|(</table>)", re.MULTILINE | re.IGNORECASE)

_CODE = re.compile(r"(`+)([^`]+)\1")
_PLACE = 0xE000
"""Private characters, which no text means anything by: each stands for a piece of code."""
_TARGET = r"\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\]"
_IMAGE = re.compile(rf"!\[([^\[\]]*)\](?:{_TARGET})")
_LINK = re.compile(rf"(?<!\\)\[([^\[\]]*)\](?:{_TARGET})")
_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_ADDRESS = re.compile(
    r"<(?:https?://|mailto:)[^<>\s]*>|\bhttps?://[^\s<>)]+|\[\^[^\[\]]*\]|(?<!\w):[a-z][a-z0-9_+-]{1,30}:(?!\w)"
)
"""Addresses, footnotes, and pictures such as `:star:`."""
_TAG = re.compile(
    r"</?(?:a|b|i|u|s|p|em|strong|sub|sup|code|kbd|br|hr|span|div|img|font|small|big|mark|del|ins|details|summary|center|"
    r"h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|blockquote|pre|abbr|cite|q|input|label)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31}\d{0,2});")
_MARK = re.compile(r"(?<!\\)(?:\*{1,3}|_{1,3}|~~)")
_ATTRIBUTES = re.compile(r"\s*\{:?\s*[#.][^{}]*\}\s*$")
_ESCAPED = re.compile(r"\\([*_#.!~+`|&<>\[\]-])")
BOX = re.compile(r"^\s*(?:\[[ xX~/-]?\]|[☐☑☒✅✔⬜🔲❌]\ufe0f?)\s+|^\s*<input[^<>]*>\s*")


def blocks(text: str) -> tuple[str, str]:
    """A document without front matter, comments, rules and definitions of links, all its headings with `#`; and the
    title in its front matter, if there is one."""
    title = ""
    if front := _FRONT.match(text):
        named = next(filter(None, (_TITLE.fullmatch(line[:500]) for line in front[2].split("\n"))), None)
        title, text = (named[1].strip().strip("'\"") if named else ""), text[front.end() :]
    text = _DEFINITION.sub("", _PICTURE.sub("()", _without_comments(text)))
    rows: list[str] = []
    for row in text.split("\n"):
        if rows and not _NO_TITLE.match(rows[-1]) and (under := _UNDERLINE.fullmatch(row)):
            rows[-1] = f"{'#' if under[1][0] == '=' else '##'} {rows[-1].strip()}"
        else:
            rows.append(row)
    text = "\n".join(rows)
    return _HTML_HEADING.sub(lambda m: f"{'#' * int(m[1])} {m[2]}", _RULE.sub("", text)), title


def plain(text: str, *, breaks: bool = False) -> str:
    """One line without check boxes, images, addresses, tags and marks of emphasis; the texts of links and code stay.
    With `breaks`, `<br>` begins another line."""
    if not text.strip():
        return ""
    pieces: list[str] = []

    def keep(match: re.Match[str]) -> str:
        pieces.append(match[2].strip())
        return chr(_PLACE + len(pieces) - 1)

    text = "".join(character for character in text if not _PLACE <= ord(character) < _PLACE + 4096)
    text = _CODE.sub(keep, BOX.sub("", text))
    shown = _IMAGE.sub("", text)
    text = shown if re.search(r"\w", _LINK.sub(r"\1", shown)) else _IMAGE.sub(r"\1", text)
    text = _WIKI.sub(r"\1", _LINK.sub(r"\1", _LINK.sub(r"\1", text)))
    text = _TAG.sub(lambda m: "\n" if m[0].lower().startswith(("<br", "<hr")) else "", _ADDRESS.sub("", text))
    text = _ENTITY.sub(lambda m: html.unescape(m[0]), _ATTRIBUTES.sub("", _without_emphasis(text)))
    text = re.sub(r"\(\s*\)|\[\s*\]", "", _ESCAPED.sub(r"\1", text))
    text = "".join(pieces[ord(c) - _PLACE] if _PLACE <= ord(c) < _PLACE + len(pieces) else c for c in text)
    lines = (" ".join(line.split()) for line in (text.split("\n") if breaks else [text]))
    return "\n".join(filter(None, lines))


def without_html_tables(text: str) -> tuple[str, int]:
    """A text without its tables in HTML, which begin a line, and how many there were; one without an end stays."""
    kept, start, begin, count = list[str](), 0, -1, 0
    for match in _HTML_TABLE.finditer(text):
        if not match[1] and begin < 0:
            begin = match.start()
        elif match[1] and begin >= 0:
            kept.append(text[start:begin])
            start, begin, count = match.end(), -1, count + 1
    return "".join([*kept, text[start:]]), count


def _without_comments(text: str) -> str:
    kept, start = [], 0
    while (begin := text.find("<!--", start)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        kept.append(text[start:begin])
        start = end + 3
    return "".join([*kept, text[start:]])


def _without_emphasis(text: str) -> str:
    """Without the marks that come in pairs, one that opens a word and the same that closes one: the star of `A*` and of
    `2 * 3`, and the line in `snake_case`, stay."""
    open_: dict[str, list[re.Match[str]]] = {}
    gone: list[tuple[int, int]] = []
    for match in _MARK.finditer(text):
        before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
        opens = not before.isalnum() and after.strip() != ""
        closes = not after.isalnum() and before.strip() != ""
        stack = open_.setdefault(match[0], [])
        if closes and stack and stack[-1].end() < match.start():
            gone += [stack.pop().span(), match.span()]
        elif opens:
            stack.append(match)
    kept, start = [], 0
    for begin, end in sorted(gone):
        kept.append(text[start:begin])
        start = end
    return "".join([*kept, text[start:]])
