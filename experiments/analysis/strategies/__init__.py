"""Which strategy, under which conditions, and how sure: questions asked of a table of runs.

One module a question. Each has a function that takes a :class:`~.study.Study` (runs of strategies
in one or many worlds, with the same seeds) and returns an answer: an object with a `table` and a
`sentence()` in plain words that says when the runs do not suffice.
"""
