"""What is public is described: every module, class and function outside the generators of subjects, and every method
that the page on the library lists."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import tutelage
from test_docs_site import reference  # noqa: F401

PACKAGE = Path(tutelage.__file__).parent
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

WITHOUT = {
    "subjects/calculus": "generators: what they teach is said beside them, in their topic",
    "subjects/social_studies": "the same",
    "teacher/language/forms.py": "a description would be sent to the language model, as part of the schema",
}
"""Where names need no description, and why."""


def public() -> Iterator[tuple[str, bool]]:
    """Every public module, class and function, and whether it is described."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith(tuple(WITHOUT)) or any(part.startswith("_") and "__" not in part for part in path.parts):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield name, bool(ast.get_docstring(tree)) or not tree.body
        for node in tree.body:
            if isinstance(node, Definition) and not node.name.startswith("_"):
                yield f"{name}: {node.name}", bool(ast.get_docstring(node))


def test_all_of_it_is_described() -> None:
    found = dict(public())
    assert len(found) > 1400
    assert [name for name, described in found.items() if not described] == []


def test_the_page_on_the_library_has_every_public_name_with_its_methods(reference) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    page = reference.api_page()
    for name in tutelage.__all__:
        assert name == "__version__" or f"### `tutelage.{name}`\n" in page
    for name in (name for name in tutelage.__all__ if name in tutelage._HOMES):
        node = reference.definition(*tutelage._HOMES[name])
        methods = getattr(node, "body", []) if isinstance(node, ast.ClassDef) else []
        own = [one for one in methods if isinstance(one, ast.FunctionDef) and not one.name.startswith("_")]
        described = [ast.get_docstring(one) for one in (node, *own)]
        assert all(described), name
