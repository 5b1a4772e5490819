"""Keeps the documents true: parts of them are made from the code, and a test compares.

In a document, a generated part stands between two comments::

    <!-- generated: parameters dynamics.feelings -->
    ...
    <!-- end -->

The first names a function of `sim.documentation.blocks` and its argument. ``make docs`` (or
``python -m sim.documentation``) writes what stands between; ``--check`` only says what is stale.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ("README.md", "sim/ODD.md", "sim/GLOSSARY.md")
END = "<!-- end -->"
_PART = re.compile(rf"<!-- generated: (?P<request>[^>]*?)\s*-->\n(?P<text>.*?){END}", re.DOTALL)


def problems() -> list[str]:
    """Sentences on the parts that are not what the code says, as ``file:line: request``."""
    return _compared(write=False)


def rewrite() -> list[str]:
    """Make the generated parts of all documents anew; sentences on those that cannot be made."""
    return _compared(write=True)


def _compared(*, write: bool) -> list[str]:
    found = []
    for name in DOCUMENTS:
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        made = text
        for part in _PART.finditer(text):
            place = f"{name}:{text.count(chr(10), 0, part.start()) + 1}"
            request = " ".join(part["request"].split())
            try:
                new = _made(request)
            except LookupError as error:
                found.append(f"{place}: {request}: {error}")
                continue
            if new != part["text"]:
                made = made.replace(
                    part.group(), part.group().replace(part["text"] + END, new + END)
                )
                found += [] if write else [f"{place}: {request}: out of date, run make docs"]
        if write and made != text:
            path.write_text(made, encoding="utf-8")
    return found


def _made(request: str) -> str:
    """The text of a part; raises LookupError if it asks for what the code does not have."""
    from sim.documentation.blocks import BLOCKS

    for name, make in BLOCKS.items():
        if request == name or request.startswith(f"{name} "):
            return make(request.removeprefix(name).strip()) + "\n"
    raise LookupError(f"there is no such part; there are {', '.join(BLOCKS)}")
