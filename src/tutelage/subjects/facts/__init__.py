"""Fact tables, and statements about answers that are settled by looking them up.

Every table is a relation from keys to values: `capital("Kenya") = Nairobi`. Most stand in the CSV files of this
package, one row a fact, with the source where it can be checked; those about countries come from open-data packages
(`tutelage.subjects.facts.countries`).

Grammar of a statement:
    statement   answer = term
                answer = text if comparison     the comparison in the grammar of `tutelage.grading.mathematics`
    term        relation(term)                  the values of a key, or of several keys
                relation~(term)                 the keys that have the value, with their other names
                most relation(text, text, …)    those of the keys that have the largest number
                least relation(text, text, …)   … the smallest
                text                            in double quotes

A statement holds of a free answer if the answer is one of the values and every other value is accepted too; of a choice
if that choice is one of the values and no other choice is. So a question that holds has no second right answer that
would be marked wrong. Where the answer is a number, the statement is one of `tutelage.grading.mathematics`, in which
`relation("key")` stands for a number of a table.
"""

from __future__ import annotations

from tutelage.subjects.facts.statements import holds
from tutelage.subjects.facts.table import Relation, Row
from tutelage.subjects.facts.tables import relation, relations

__all__ = ["Relation", "Row", "holds", "relation", "relations"]
