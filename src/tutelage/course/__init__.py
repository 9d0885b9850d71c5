"""Stage 2: the course. The teacher writes drafts, and checks decide which are kept."""

from tutelage.course.own_exercises import add_exercises
from tutelage.course.stage import ensure_teachable, ensure_written, write_course

__all__ = ["add_exercises", "ensure_teachable", "ensure_written", "write_course"]
