"""The teacher of documents: exercises by rule, from passages, without a language model.

`clauses.py` finds sentences that can be understood alone, `values.py` the figures, dates, roles and names in them,
`turning.py` turns a sentence round into a question. A rule (`rules/`, one file each) makes facts of that, each with
questions in several wordings; `bank.py` keeps some of the wordings for the exam; `teacher.py` answers requests.
"""
