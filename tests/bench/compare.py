"""Whether the code has become slower: ratios measured now beside the recorded ones.

    make bench-compare

Only ratios of processor time measured side by side count, since machines differ and are busy.
`make bench` records them (``--json``). The exit code is 1 if one is worse than it was by more than
the margin.
"""

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench import bench, civil_violence, overheads  # noqa: E402

MARGIN = 0.3
"""A ratio may be this share worse than recorded: what repeated measurements differ by on a busy
machine."""


class Ratio(NamedTuple):
    """A measured ratio: its name, what was recorded, what is now, whether more is better."""

    name: str
    recorded: float
    now: float
    more_is_better: bool

    @property
    def change(self) -> float:
        """How much better (above 1) or worse (below 1) it is than recorded."""
        better = self.now / self.recorded
        return better if self.more_is_better else 1.0 / better


def measure() -> list[Ratio]:
    """All ratios, measured now."""
    recorded = read(bench.RESULTS)
    beside, over = recorded["mesa"], read(overheads.RESULTS)
    mesas = civil_violence.compare()
    plain = mesas[bench.MESA_SIZE]["mesa"]
    found = [
        Ratio(f"civil violence, {size}, times Mesa", beside[size]["ratio"], one["ratio"], True)
        for size, one in mesas.items()
    ]
    for name in bench.STRATEGIES:
        then = beside[bench.MESA_SIZE][f"times_{name}"]
        # Whole runs, as recorded: weeks with a mission are dearer than those after it.
        now = bench.rate(name, None)["agent_weeks_per_second"] / plain
        found.append(Ratio(f"baseline, {name}, times Mesa", then, now, True))
    for part in ("whole_run", "rules_in_python"):
        then, now = (
            next(iter(figures[part].values()))
            for figures in (over, {part: overheads.PARTS[part]()})
        )
        found.append(Ratio(f"{part.replace('_', ' ')}, times stepping", then, now, False))
    return found


def read(file: Path) -> dict[str, Any]:
    """A recorded result."""
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def main() -> int:
    """Print the table; 1 if something is slower than it was."""
    worse = 0
    print(f"{'':40}{'recorded':>10}{'now':>10}{'change':>9}")
    for ratio in measure():
        slow = ratio.change < 1.0 - MARGIN
        worse += slow
        print(
            f"{ratio.name:40}{ratio.recorded:10,.2f}{ratio.now:10,.2f}{ratio.change:9.2f}"
            f"{'  SLOWER' if slow else ''}"
        )
    print(f"Slower by more than {MARGIN:.0%}: {worse}.")
    return int(worse > 0)


if __name__ == "__main__":
    sys.exit(main())
