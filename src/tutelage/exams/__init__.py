"""Exams of all kinds: where questions come from, how they are asked, what the replies come to."""

NAMED = {"course": "tutelage.exams.course", "new-operations": "tutelage.exams.operations"}
"""Name of an exam -> the module whose `KIND` it is, loaded when it is asked for."""

RECOGNISED = {"a file": "tutelage.exams.local", "a task of lm-eval": "tutelage.exams.harness"}
"""What is known without a name -> the same. The first one that recognises it has it."""
