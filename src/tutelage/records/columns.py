"""Very many small records as columns: the losses of a training run, at a few bytes a value.

A million examples over three epochs are three million losses. As objects they take over a gigabyte, as columns a
twentieth. `Many` is the type of a field that holds records either way; its readers see a sequence of records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import ValidatorFunctionWrapHandler, WrapValidator

from tutelage.errors import DamagedRun
from tutelage.records.base import AnyRecord, field_names
from tutelage.records.lazy import Lazy
from tutelage.records.parquet import read_parquet

if TYPE_CHECKING:
    import pyarrow as pa

R = TypeVar("R", bound=AnyRecord)

AT_ONCE = 10_000
"""Rows that are objects at the same time while a table is read."""


class Columns(Lazy[R]):
    """Records of one kind, made when they are read."""

    def __init__(self, kind: type[R], table: pa.Table) -> None:
        """`table` has a column for every field of `kind`."""
        self.kind = kind
        self.table = table.select(field_names(kind))

    @classmethod
    def of(cls, kind: type[R], columns: Mapping[str, Any]) -> Columns[R]:
        """From arrays of numbers (numpy), and texts as pairs of indices (numpy) and the list that they point into."""
        import pyarrow as pa

        arrays = {
            name: pa.DictionaryArray.from_arrays(pa.array(column[0], pa.int32()), pa.array(column[1], pa.string()))
            if isinstance(column, tuple)
            else pa.array(column)
            for name, column in columns.items()
        }
        return cls(kind, pa.table(arrays))

    @classmethod
    def read(cls, path: Path, kind: type[R]) -> Columns[R]:
        """From a Parquet file. Raises `DamagedRun`, naming the file, if it holds no such records."""
        import pyarrow as pa

        table = read_parquet(path)
        try:
            return cls(kind, table)
        except (pa.ArrowInvalid, KeyError) as error:
            raise DamagedRun(f"{path} holds no records of {kind.__name__}: {error}") from None

    def write(self, path: Path) -> None:
        """As a Parquet file."""
        from pyarrow import parquet

        parquet.write_table(self.table, path)

    def values(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """The fields `names` of every record, without making records."""
        for batch in self.table.select(list(names)).to_batches(max_chunksize=AT_ONCE):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def __iter__(self) -> Iterator[R]:
        names = field_names(self.kind)
        for row in self.values(*names):
            yield self.kind(**dict(zip(names, row, strict=True)))

    def at(self, index: int) -> R:
        return next(iter(Columns(self.kind, self.table.slice(index, 1))))

    def part(self, indices: Sequence[int]) -> Columns[R]:
        return Columns(self.kind, self.table.take(list(indices)))


def chosen(records: Sequence[R], indices: Sequence[int]) -> Sequence[R]:
    """The records at these indices, held as they were."""
    return records.part(indices) if isinstance(records, Columns) else tuple(records[index] for index in indices)


def values(records: Sequence[AnyRecord], *names: str) -> Iterator[tuple[Any, ...]]:
    """The fields `names`, at least two, of every record, however the records are held."""
    if isinstance(records, Columns):
        return records.values(*names)
    return map(attrgetter(*names), records)


def _keep_lazy(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    return value if isinstance(value, Lazy) else tuple(handler(value))


Many = Annotated[Sequence[R], WrapValidator(_keep_lazy)]
"""Records as a tuple, or made when they are read (`Columns`, `Stored`)."""
