"""Exams of all kinds: where the questions come from, how they are asked, how the replies are scored."""

NAMED = {
    "course": "tutelage.exams.course",
    "new-operations": "tutelage.exams.operations",
    "panel": "tutelage.exams.panel",
}
"""Name of an exam -> the module whose `KIND` it is, loaded on first use."""

RECOGNISED = {"a file": "tutelage.exams.local", "a task of lm-eval": "tutelage.exams.harness"}
"""What is recognised without a name -> the same. The first that recognises it is used."""
