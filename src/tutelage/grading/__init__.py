"""Whether a reply is right: read its answer, and compare it with the expected one.

reply → thinking (cut off) → extract (what is stated) → compare (as what the expected answer is) → Mark
"""

from tutelage.grading.compare import is_right
from tutelage.grading.marking import Mark, mark

__all__ = ["Mark", "is_right", "mark"]
