"""A folder that `datasets` loads: Parquet files and a dataset card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tutelage.exports.card import dataset_card
from tutelage.exports.forms import ExportForm
from tutelage.exports.material import ExportedExercise, Material, turns_of
from tutelage.exports.upload import DATA_SET
from tutelage.progress import Progress
from tutelage.records import Exercise, Passage, SkillGraph
from tutelage.storage.store import write_text

TEXTS = pa.list_(pa.string())
TURNS = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))


def _texts(*names: str, **others: pa.DataType) -> pa.Schema:
    return pa.schema([*((name, pa.string()) for name in names), *others.items()])


QUESTION: list[tuple[str, pa.DataType]] = [
    ("id", pa.string()),
    ("skill", pa.string()),
    ("skills", TEXTS),
    ("messages", TURNS),
    ("answer", pa.string()),
    ("checker", pa.string()),
    ("choices", TEXTS),
    ("accepted", TEXTS),
    ("phrases", pa.struct([("all_of", TEXTS), ("any_of", TEXTS), ("none_of", TEXTS)])),
    ("rubric", pa.list_(pa.struct([("text", pa.string()), ("met", pa.string()), ("weight", pa.float64())]))),
    ("difficulty", pa.int64()),
    ("origin", pa.string()),
    ("parents", TEXTS),
    ("verdict", pa.string()),
    ("review", pa.string()),
]
EVIDENCE: list[tuple[str, pa.DataType]] = [
    ("evidence", pa.list_(pa.struct([("file", pa.string()), ("place", pa.string()), ("quote", pa.string())])))
]
"""What an exercise rests on, in the documents of a run that has some."""
SOURCES: list[tuple[str, pa.DataType]] = [
    ("passages", pa.list_(pa.struct([("file", pa.string()), ("place", pa.string())])))
]
"""The passages that a section or a skill is about."""
SCHEMAS = {
    "textbook": _texts("id", "skill", "title", "text", "review", prerequisites=TEXTS),
    "exercises": pa.schema([*QUESTION, ("weight", pa.float64()), ("category", pa.string()), ("loss", pa.float64())]),
    "exam": pa.schema(QUESTION),
    "graph": _texts(
        *("id", "name", "description", "unit", "source", "group", "review"),
        level=pa.int64(),
        prerequisites=TEXTS,
        reasons=TEXTS,
        sources=TEXTS,
    ),
}
"""Columns of each configuration; declared, so that an empty column has its type."""
SPLITS = {"textbook": "train", "exercises": "train", "exam": "test", "graph": "train"}


def write_dataset(material: Material, folder: Path, _: Progress) -> str:
    """One Parquet file for each configuration, and the card."""
    passages = material.run.documents.by_id if material.run.documents else {}
    rows: dict[str, list[dict[str, Any]]] = {
        "textbook": [lesson.model_dump() | _sources(lesson.passages, passages) for lesson in material.lessons],
        "exercises": [_row(item) | _evidence(item.exercise, passages) for item in material.items],
        "exam": [_question(question) | _evidence(question, passages) for question in material.exam],
        "graph": [row | _sources(row["passages"], passages) for row in _skills(material.run.graph)],
    }
    schemas = with_documents(SCHEMAS) if passages else SCHEMAS
    for name, schema in schemas.items():
        (folder / name).mkdir()
        table = pa.Table.from_pylist([dict(row) for row in rows[name]], schema=schema)
        pq.write_table(table, folder / path_of(name))
    counts = {name: len(found) for name, found in rows.items()}
    files = {name: (SPLITS[name], path_of(name)) for name in SCHEMAS}
    write_text(folder / "README.md", dataset_card(material, counts, files))
    return 'Load it:\n  datasets.load_dataset("{folder}", "exercises")'


def with_documents(schemas: Mapping[str, pa.Schema]) -> dict[str, pa.Schema]:
    """With the columns that say where in the documents something stands."""
    added = {"textbook": SOURCES, "graph": SOURCES, "exercises": EVIDENCE, "exam": EVIDENCE}
    return {
        name: pa.schema([*schema, *(pa.field(*column) for column in added[name])]) for name, schema in schemas.items()
    }


def _sources(ids: Iterable[str], passages: Mapping[str, Passage]) -> dict[str, Any]:
    return {"passages": [passages[one].model_dump(include={"file", "place"}) for one in ids if one in passages]}


def _evidence(exercise: Exercise, passages: Mapping[str, Passage]) -> dict[str, Any]:
    known = [citation for citation in exercise.evidence if citation.passage in passages]
    return {
        "evidence": [
            passages[one.passage].model_dump(include={"file", "place"}) | {"quote": one.quote} for one in known
        ]
    }


def path_of(name: str) -> str:
    """The file of a configuration, relative to the folder."""
    return f"{name}/{SPLITS[name]}.parquet"


def _question(exercise: Exercise) -> dict[str, Any]:
    return exercise.model_dump(mode="json", include={name for name, _ in QUESTION} - {"messages"}) | {
        "messages": turns_of(exercise)
    }


def _row(item: ExportedExercise) -> dict[str, Any]:
    return _question(item.exercise) | {"weight": item.weight, "category": item.category, "loss": item.loss}


def _skills(graph: SkillGraph) -> Iterable[dict[str, Any]]:
    """One row per skill, in teaching order; `reasons` and `sources` are parallel to its prerequisites."""
    for skill in graph.skills:
        edges = [edge for edge in graph.edges if edge.skill == skill.id]
        yield skill.model_dump(
            include={"id", "name", "description", "unit", "level", "source", "group", "passages", "review"}
        ) | {
            "prerequisites": [edge.prerequisite for edge in edges],
            "reasons": [edge.reason for edge in edges],
            "sources": [edge.source for edge in edges],
        }


FORM = ExportForm(write_dataset, DATA_SET)
