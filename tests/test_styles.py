"""The two styles of figures: legible, told apart by colour-blind people, the same everywhere."""

import io
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from sim import cli
from sim.cli import styles
from sim.figures import curves
from sim.figures.palettes import DARK, LIGHT, STYLES, Palette, contrast, on, style, tone
from sim.figures.style import compact, encoded, look

# How people without one kind of cone see linear RGB (Machado, Oliveira & Fernandes 2009).
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TOLD_APART = 15.0
"""Distance in CIE L*a*b*: several times what can just be seen side by side."""

both = pytest.mark.parametrize("palette", STYLES.values(), ids=STYLES)


def seen(colour: str, eye: str) -> NDArray[np.float64]:
    """A colour (#rrggbb) in CIE L*a*b*, as somebody sees it."""
    part = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    r, g, b = np.clip(np.array(EYES[eye]) @ linear, 0, 1)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089
    f = [np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def corner(content: bytes) -> tuple[int, ...]:
    return tuple(Image.open(io.BytesIO(content)).convert("RGB").getpixel((0, 0)))


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[k : k + 2], 16) for k in (1, 3, 5))


@both
def test_words_can_be_read(palette: Palette) -> None:
    for colour in (palette.ink, palette.faint, palette.blue, palette.reference):
        assert contrast(colour, palette.paper) >= 4.5
    for ground in (palette.ground, palette.water, palette.middle):
        assert contrast(palette.ink, ground) >= 4.5


@both
def test_lines_stand_out_from_the_paper(palette: Palette) -> None:
    for colour in palette.series[:4]:
        assert contrast(colour, palette.paper) >= 3.0
    if palette is DARK:
        assert min(contrast(colour, palette.paper) for colour in palette.series) >= 3.0


@both
@pytest.mark.parametrize("eye", EYES)
def test_colours_are_told_apart_without_one_kind_of_cone(palette: Palette, eye: str) -> None:
    for one, other in combinations(palette.series, 2):
        assert np.linalg.norm(seen(one, eye) - seen(other, eye)) >= TOLD_APART, (one, other)


def test_words_on_a_colour_are_dark_or_light_as_it_needs() -> None:
    assert (on("#fde725"), on("#00204d")) == (LIGHT.ink, LIGHT.paper)
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


def test_a_style_holds_inside_its_context_only() -> None:
    assert tone.name == "light"
    with look("dark"):
        assert tone.ink == DARK.ink
        with look():  # as functions that draw do
            assert tone.name == "dark"
    assert tone.name == "light"
    with pytest.raises(ValueError, match="there are: light, dark"), style("sepia"):
        pass


@both
def test_a_figure_keeps_its_style_until_it_is_saved(palette: Palette) -> None:
    with look(palette.name):
        figure = curves({"a": [1, 2]}, "A finding", ("x", "y"))
    # Saved in another style, or none: ticks are made then, and have to match.
    for content in (encoded(figure, "png", 40), compact(figure, 40)):
        picture = np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), np.int64)
        assert corner(content) == rgb(palette.paper)
        far = np.abs(picture - rgb(palette.ink)).sum(axis=2) < 60
        assert far.sum() > 50  # words
    other = LIGHT if palette is DARK else DARK
    assert other.ink not in encoded(figure, "svg").decode()


def test_compact_pictures_are_smaller_and_look_the_same() -> None:
    figure = curves({"a": np.random.default_rng(1).random(300)}, "A finding", ("x", "y"))
    full, small = encoded(figure, "png"), compact(figure)
    assert len(small) < 0.8 * len(full)
    one, other = (
        np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), float)
        for content in (full, small)
    )
    assert np.abs(one - other).mean() < 1.0
    assert compact(figure) == small


def test_the_command_line_knows_the_styles(tmp_path: Path) -> None:
    assert tuple(STYLES) == styles.STYLES
    words = ["run", "classroom", "--weeks", "8", "--figures", "--style", "dark", "--out"]
    assert cli.main([*words, str(tmp_path)]) == 0
    assert corner((tmp_path / "timeline.png").read_bytes()) == rgb(DARK.paper)
    assert tone.name == "light"
