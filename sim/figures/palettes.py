"""The colours of figures: one palette for paper and lit rooms, one for dark walls and screens.

Code that draws asks for ``tone.ink`` or ``tone.blue`` and gets the colour of the palette in force,
which :func:`sim.figures.style.look` sets.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast


@dataclass(frozen=True)
class Palette:
    """Colours by what they are for. Text has a contrast of 4.5 to the paper, or more (WCAG 2.2).

    Attributes:
        name: of the style. paper: behind everything. ink, faint: text and marks, and less of it.
        grid: lines that guide the eye. band: what is accepted, or expected.
        ground, water, river, border: of maps; a border is between districts.
        middle: of scales with two ends. deep: from where to where in cividis quantities rise, so
            that the most stands out from the paper.
        reference: what others are compared with.
        series: eight colours that colour-blind people tell apart, the first ones best.
    """

    name: str
    paper: str
    ink: str
    faint: str
    grid: str
    band: str
    ground: str
    water: str
    river: str
    border: str
    middle: str
    deep: tuple[float, float]
    reference: str
    series: tuple[str, ...]

    @property
    def blue(self) -> str:
        """The state, the mission, and whatever is first."""
        return self.series[0]

    @property
    def orange(self) -> str:
        """Armed groups, and whatever is second."""
        return self.series[1]

    @property
    def red(self) -> str:
        """Violence and loss."""
        return self.series[2]

    @property
    def sky(self) -> str:
        """A pale blue, to fill areas with."""
        return self.series[5]


SCALE = "cividis"
"""The colour map of what is a quantity."""

LIGHT = Palette(
    name="light",
    paper="#ffffff",
    ink="#222222",
    faint="#6e6e6e",
    grid="#e3e3e3",
    band="#dcdcdc",
    ground="#ebe8e1",
    water="#cfdde6",
    river="#6f9fc0",
    border="#ffffff",
    middle="#f7f5f0",
    deep=(1.0, 0.0),
    reference="#656364",
    # The sequence petroff8 (Petroff 2021, arXiv:2107.02270).
    series=(
        "#1845fb", "#ff5e02", "#c91f16", "#c849a9", "#adad7d", "#86c8dd", "#578dff", "#656364",
    ),
)  # fmt: skip

DARK = Palette(
    name="dark",
    paper="#14171c",
    ink="#f0efec",
    faint="#a3a7ae",
    grid="#333840",
    band="#3c424b",
    ground="#3a3934",
    water="#1d2c39",
    river="#5b88a8",
    border="#14171c",
    middle="#2b2c2e",
    deep=(0.3, 1.0),
    reference="#a5a2a3",
    # Hues of petroff8, as light as dark paper needs, the lightest kept apart.
    series=(
        "#5580ff", "#ff9248", "#e6362e", "#dd6cc4", "#c4c48f", "#aeeaf7", "#8fb0fb", "#8f8c8d",
    ),
)  # fmt: skip

STYLES = {palette.name: palette for palette in (LIGHT, DARK)}
"""The styles of figures by name; the first is the usual one."""

IN_FORCE: ContextVar[Palette] = ContextVar("palette", default=LIGHT)


@contextmanager
def style(name: str | None) -> Iterator[Palette]:
    """Let figures that are drawn inside this context have a style, by default that in force.

    Raises:
        ValueError: there is no such style.
    """
    if name is not None and name not in STYLES:
        raise ValueError(f"there is no style {name!r}; there are: {', '.join(STYLES)}")
    palette = IN_FORCE.get() if name is None else STYLES[name]
    token = IN_FORCE.set(palette)
    try:
        yield palette
    finally:
        IN_FORCE.reset(token)


class _Tone:
    """Hands every question on to the palette in force."""

    def __getattr__(self, name: str) -> Any:
        return getattr(IN_FORCE.get(), name)


tone = cast(Palette, _Tone())
"""The palette in force, wherever something is drawn."""


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (#rrggbb), 0 black to 1 white (WCAG 2.2)."""
    parts = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (#rrggbb), 1 for none to 21 for black on white."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def on(background: str) -> str:
    """Return the colour of text that is read best on a colour (#rrggbb)."""
    return max((LIGHT.ink, LIGHT.paper), key=lambda colour: contrast(colour, background))
