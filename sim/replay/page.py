"""Putting the page together: one HTML file that needs no server and no network."""

import json
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from sim.replay.content import check_pair, numbers, words
from sim.replay.folder import Recording
from sim.saving import write_page

SCRIPTS = (
    "unpack.js",
    "run.js",
    "look.js",
    "land.js",
    "signs.js",
    "map.js",
    "sentence.js",
    "turns.js",
    "timeline.js",
    "story.js",
    "panel.js",
    "clock.js",
    "main.js",
)
"""Sources of the page's program, in the order in which they build on each other."""


def page(runs: Sequence[Recording]) -> str:
    """Return the page that plays back one run, or two side by side.

    Raises:
        UserError: the two differ in more than their strategy.
    """
    if len(runs) == 2:
        check_pair(*runs)
    web = files("sim.replay") / "web"
    content = [{**words(run), **_packed(run)} for run in runs]
    parts = {
        "@TITLE@": escape(_title(runs)),
        "@STYLE@": (web / "page.css").read_text(encoding="utf-8"),
        "@DATA@": _json(content),
        "@SCRIPT@": "\n".join((web / name).read_text(encoding="utf-8") for name in SCRIPTS),
    }
    text = (web / "page.html").read_text(encoding="utf-8")
    for mark, part in parts.items():
        before, found, after = text.partition(mark)
        assert found, mark
        text = before + part + after
    return text


def write(runs: Sequence[Recording], path: Path) -> int:
    """Write the page of one or two runs, whole or not at all; return its size in bytes.

    Raises:
        UserError: the two differ in more than their strategy.
        OSError: it cannot be written.
    """
    return write_page(page(runs), path)


def _packed(run: Recording) -> dict[str, Any]:
    packed = numbers(run)
    return {"index": packed.entries, "data": packed.text}


def _json(content: Any) -> str:
    """JSON that can stand in a page: nothing in it ends the element that holds it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


def _title(runs: Sequence[Recording]) -> str:
    strategies = " and ".join(run.scenario.strategy.name for run in runs)
    return f"{runs[0].scenario.name} with {strategies}, seed {runs[0].seed}"
