"""Parquet files, which somebody else may have made, or a fault of the disk."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from tutelage.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa


def read_parquet(path: Path, wanted: Collection[str] | None = None) -> pa.Table:
    """The columns `wanted` that the file has; all of them without `wanted`. Raises `ValueError`, naming the file, if it
    is damaged or no Parquet file."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        # parquet.read_table would bring pandas along, and threads take twice the table's memory.
        with parquet.ParquetFile(path) as file:
            columns = None if wanted is None else [name for name in file.schema_arrow.names if name in wanted]
            table = file.read(columns, use_threads=False)
        table.validate(full=True)  # whether texts are UTF-8 is not looked at before
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        # What the file system says has a number; what Arrow says of damaged content may be an OSError without one.
        if isinstance(error, OSError) and error.errno is not None:
            raise
        reason = " ".join(str(error).split())[:200]
        raise DataError(f"{path} cannot be read ({reason}): it is damaged, or no Parquet file") from None
    pa.default_memory_pool().release_unused()
    return table
