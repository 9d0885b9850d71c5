"""Exams of all kinds: where questions come from, how they are asked, what the replies come to."""
