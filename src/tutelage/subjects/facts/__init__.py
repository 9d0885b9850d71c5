"""The fact tables of social studies: relations that `tutelage.subjects.statements` looks answers up in.

Most are in the CSV files of this package, one row a fact, with the source where it can be checked; those about
countries come from open-data packages (`tutelage.subjects.facts.countries`).
"""

from __future__ import annotations

from tutelage.subjects.facts.tables import names, relation

__all__ = ["names", "relation"]
