"""The skill graph: pure functions from skills and prerequisites to an acyclic graph in teaching order.

`order` builds it, `merge` joins several sources, `cycles` breaks cycles or keeps their skills as groups, `checks` finds
what a person should see, `score` measures it against gold pairs, `difference` compares two, `export` and `drawing` show
it elsewhere.
"""

from __future__ import annotations

from tutelage.graph.order import ancestors, arrange, build, reading_places, soft_order, teaching_order

__all__ = ["ancestors", "arrange", "build", "reading_places", "soft_order", "teaching_order"]
