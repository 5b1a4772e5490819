"""One short text that stands for the whole state of a run."""

import hashlib

import numpy as np

from sim.state.world import TABLES, World


def digest(world: World) -> str:
    """Return a hash over all that lives in a world's tables, 16 hexadecimal digits.

    It does not depend on byte order, on the layout or spare rows of tables, on whether kernels
    were compiled, or on which rows Python decided for.
    """
    found = hashlib.sha256(f"{world.seed} {world.week}".encode())
    used = int(world.clock.events[0])
    for name in TABLES:
        table = getattr(world, name)
        rows = np.arange(used) if name == "events" else table.living
        found.update(f"{name} {len(rows)}".encode())
        if table.dynamic:
            found.update(rows.astype("<i8").tobytes())
        for column in table.columns.values():
            if column.name != "overridden":
                values = np.ascontiguousarray(table.data[column.name][rows], f"<{column.kind}")
                found.update(column.name.encode() + values.tobytes())
    return found.hexdigest()[:16]
