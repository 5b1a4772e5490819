"""The rule by which each kind of agent decides: written once, compiled, run for one row or all.

A rule reads the world as its agent may know it and writes only the intentions of its own row; the
processes in `sim.dynamics` make intentions happen. Every rule is a function
``rule(t, q, seed, week, i)`` and has a loop ``all_rows(t, q, order, seed, week, start)`` over the
order drawn for the week that stops at a row whose agent decides in Python, and returns where it
stopped.
"""
