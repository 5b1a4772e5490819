"""The elements of a strategy: what a mission can do. One file each, one interface.

An element is a frozen record whose fields are its levers (:mod:`sim.mechanisms.base`). To add one,
write its file and one line in :mod:`sim.strategy`.
"""
