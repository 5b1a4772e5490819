"""The number that says how a folder of results is laid out, and what to say of another one.

Whoever changes what a folder holds so that earlier readers, or readers of earlier folders, would
stumble, raises its number; a reader asks for the number before anything else.
"""

import json
from pathlib import Path
from typing import Any

from sim.errors import UserError


def read_about(path: Path, expected: int, remedy: str) -> dict[str, Any]:
    """Read a JSON file that says what its folder holds, if its key `format` is the one expected.

    Args:
        path: the file. expected: the number of this version.
        remedy: what to do about a folder of another version.

    Raises:
        OSError, ValueError: it cannot be read, or is no JSON object.
        UserError: the folder was written in another format.
    """
    about: Any = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(about, dict):
        raise ValueError(f"{path.name} holds no JSON object")
    found = about.get("format")
    if found == expected:
        return about
    by = f", written by peacegrid {about['peacegrid']}" if "peacegrid" in about else ""
    what = f"format {found}" if "format" in about else "no number of a format"
    raise UserError(
        f"{path}: found {what}{by}; expected format {expected}, that of this version of peacegrid. "
        f"{remedy}"
    )
