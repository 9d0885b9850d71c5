"""A language model as the teacher: prompts, calls, and how its answers are read."""
