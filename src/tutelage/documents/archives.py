"""Formats that are ZIP archives, opened within bounds."""

from __future__ import annotations

import io
import zipfile

from tutelage.documents.blocks import Unreadable

MAX_UNPACKED = 256 * 2**20
"""Bytes of all files in an archive."""
MAX_RATIO = 200
"""How much larger than the archive they may be, beyond the first 16 MiB: text packs to a twentieth."""
MAX_MEMBERS = 20_000


def open_archive(data: bytes) -> zipfile.ZipFile:
    """An archive whose files are of bearable size. Raises `Unreadable` for any other.

    The sizes are those that the archive states; `zipfile` unpacks no byte more than these.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("encrypted, or in the format of before 2007: save it again without a password")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Unreadable("broken: it is no whole ZIP archive, which this format is") from None
    members = archive.infolist()
    size = sum(member.file_size for member in members)
    if size > MAX_UNPACKED or len(members) > MAX_MEMBERS or size > MAX_RATIO * len(data) + 16 * 2**20:
        raise Unreadable(f"it unpacks to {size / 2**20:,.0f} MiB in {len(members):,} files, which no document does")
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("encrypted: save it again without a password")
    return archive


def member(archive: zipfile.ZipFile, name: str) -> bytes:
    """A file of the archive, by its name in there. Raises `Unreadable` if it is missing or damaged."""
    try:
        return archive.read(name)
    except KeyError:
        raise Unreadable(f"broken: it lacks {name[:80]}") from None
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, RuntimeError):
        raise Unreadable(f"broken: {name[:80]} in it is damaged") from None
    except Exception as error:  # zlib.error and its like, which have no common base
        raise Unreadable(f"broken: {name[:80]} in it is damaged ({type(error).__name__})") from None
