"""Small documents of every format, made here; nothing of them is anybody else's."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

LEAVE = """---
title: Leave
---
{% alert "New rules from July." %}
  They hold for all members.
{% endalert %}

# Annual leave

Every member has 25 days of annual leave in a year. See [the form](forms.md#leave) before you ask.
{: .note }

| Grade | Days | Approver |
|-------|------|----------|
| 3     | 27   | team lead |
| 4     | 29   | head of unit |

## Carrying over

Up to 5 days may be carried over until 31 March. ![a calendar](calendar.png) <!-- draft -->

## Empty

## Links

- [Home](index.md)
- [Forms](forms.md)
- [Rules](rules.md)
"""


def archive(files: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()


def docx(paragraphs: Sequence[tuple[str, str]], table: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word document of paragraphs, each with its style, such as `Heading1`, or empty."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(
        f"<w:p>{f'<w:pPr><w:pStyle w:val={chr(34)}{style}{chr(34)}/></w:pPr>' if style else ''}"
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        for style, text in paragraphs
    )
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>' for cell in row)}</w:tr>"
        for row in table
    )
    body += f"<w:tbl>{rows}</w:tbl>" if rows else ""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/></w:style>' for n in (1, 2)
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    style_kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    return archive(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{relations}">'
            f'<Relationship Id="r1" Type="{kind}" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{relations}">'
            f'<Relationship Id="r2" Type="{style_kind}" Target="styles.xml"/></Relationships>',
            "word/styles.xml": f'<w:styles xmlns:w="{word}">{styles}</w:styles>',
            "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>',
        }
    )


def epub(chapters: Mapping[str, str]) -> bytes:
    """An e-book of chapters in HTML, by the names of their files."""
    items = "".join(
        f'<item id="c{n}" href="text/{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfile full-path="OEBPS/book.opf"/></container>',
            "OEBPS/book.opf": f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>",
            **{f"OEBPS/text/{name}": text for name, text in chapters.items()},
        }
    )


def pdf(pages: Sequence[Sequence[tuple[float, str]]], *, encrypted: bool = False) -> bytes:
    """A PDF of lines, each with the size of its letters."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, lines in enumerate(pages):
        height, parts = 780.0, []
        for size, text in lines:
            height -= size * 1.4
            escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            parts.append(f"BT /F1 {size} Tf 60 {height} Td ({escaped}) Tj ET")
        stream = "\n".join(parts)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out = "%PDF-1.4\n"
    offsets = []
    for index, text in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{index} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'00' * 32}> /U <{'11' * 32}> /P -4 >> /ID [<00><00>]"
    return (
        f"{out}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R {lock if encrypted else ''} >>\n"
        f"startxref\n{len(out)}\n%%EOF\n"
    ).encode("latin-1")
