"""What is wrong with a model's files, as one line that names them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tutelage.errors import MissingExtra, StudentError
from tutelage.student.rendering import printable


@contextmanager
def of_folder(source: str, part: str, advice: str) -> Iterator[None]:
    """Around code that reads a model's folder: somebody else made it, so whatever is raised is the folder's fault, and
    becomes a `StudentError` that names folder, part and cause. The machine's own errors stay what they are."""
    try:
        yield
    except Exception as error:
        if isinstance(error, MissingExtra) or (isinstance(error, OSError) and error.errno is not None):
            raise
        if isinstance(error, StudentError):
            raise StudentError(f"student {source}: {error}") from None
        said = " ".join(str(error).split())
        if "out of memory" in said:
            raise StudentError(f"student {source} does not fit into memory ({printable(said)})") from None
        if "ignore_mismatched_sizes" in said:
            said = "the sizes of its weights are not those of its config.json"
        elif not isinstance(error, OSError | ValueError | RuntimeError | ImportError):
            said = f"{type(error).__name__}: {said}"
        raise StudentError(f"student {source}: its {part} cannot be used ({printable(said)}): {advice}") from None
