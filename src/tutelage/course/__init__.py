"""Stage 2, the course: what the teacher writes, checked before it is kept."""

from tutelage.course.stage import add_exercises, ensure_teachable, write_course

__all__ = ["add_exercises", "ensure_teachable", "write_course"]
