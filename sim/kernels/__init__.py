"""Compiled building blocks: plain functions over rows, free of Mesa and of global state.

Every compiled function of the project is made by :func:`kernel`. The same source runs in two ways:

* *compiled* (numba is installed): a table arrives as a structured array, ``c[i].grievance`` is one
  load from memory;
* *interpreted* (numba is missing, or ``PEACEGRID_INTERPRET=1``): a table arrives as a list of row
  views, ``c[i].grievance`` is one property. Slow, but a debugger steps through it, and it gives
  the same numbers to the last bit.

The dialect: loops over rows, scalars, ``math``; no allocation, no exceptions, no containers, no
``**`` (libraries differ in its last bit), integer division only of non-negative numbers.
"""

from sim.kernels.compiling import INTERPRETED, inlined, kernel, lent
from sim.kernels.maths import (
    clamp,
    exponential,
    gumbel,
    gumbel_most,
    highest,
    poisson,
    relax,
    round_random,
    saturate,
)
from sim.kernels.philox import BATCH, draw_numbers, draw_places, draw_rows, philox4x32, uniform

__all__ = [
    "BATCH",
    "INTERPRETED",
    "clamp",
    "draw_numbers",
    "draw_places",
    "draw_rows",
    "exponential",
    "gumbel",
    "gumbel_most",
    "highest",
    "inlined",
    "kernel",
    "lent",
    "philox4x32",
    "poisson",
    "relax",
    "round_random",
    "saturate",
    "uniform",
]
