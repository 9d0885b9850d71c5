"""Parquet files, which may come from anybody, and may be damaged."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from tutelage.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa


def read_parquet(path: Path, wanted: Collection[str] | None = None) -> pa.Table:
    """Those of the columns `wanted` that the file has; by default all. Raises `DataError`, naming the file, if it is
    damaged or not a Parquet file."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        # parquet.read_table would import pandas, and threads take twice the table's memory.
        with parquet.ParquetFile(path) as file:
            columns = None if wanted is None else [name for name in file.schema_arrow.names if name in wanted]
            table = file.read(columns, use_threads=False)
        table.validate(full=True)  # only this checks whether texts are UTF-8
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        # An error of the file system has a number; Arrow may raise an OSError without one for damaged content.
        if isinstance(error, OSError) and error.errno is not None:
            raise
        reason = " ".join(str(error).split())[:200]
        raise DataError(f"{path} cannot be read ({reason}): it is damaged, or not a Parquet file") from None
    pa.default_memory_pool().release_unused()
    return table
