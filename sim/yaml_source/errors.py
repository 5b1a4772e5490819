"""What can be wrong with an input file, said so that its author can mend it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.errors import UserError

Path = tuple[str | int, ...]
"""Where a value sits in a document: keys and list indices (from 0), outermost first."""

WHOLE_FILE = "(whole file)"
"""How the empty path is written in a message."""

_SHOWN_CHARACTERS = 60
_SHOWN_KEYS = 4
_BARE_KEY = re.compile(r'[^."\s\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class InputError:
    """One thing to mend.

    Attributes:
        file: the file as the user named it, or ``--set``.
        line: from 1.
        column: from 1, in characters.
        path: keys and list indices that lead to the value.
        message: what was found, for example ``1.4 is more than 1``.
        expected: what would be right, for example ``a share from 0 to 1``.
        fix: what to do, as an instruction, for example ``write a number in that range``.
    """

    file: str
    line: int
    column: int
    path: Path
    message: str
    expected: str = ""
    fix: str = ""

    def __str__(self) -> str:
        parts = [self.message]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.fix:
            parts.append(self.fix)
        place = f"{self.file}:{self.line}:{self.column}: {format_path(self.path)}"
        return one_line(f"{place}: {', '.join(parts)}")


class InputErrors(UserError, ValueError):  # noqa: N818 - it holds several
    """Everything that is wrong with an input, at once; ``str()`` gives one line per error."""

    def __init__(self, errors: Sequence[InputError]) -> None:
        super().__init__(list(errors))
        self.errors: list[InputError] = list(errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


class FieldProblem(ValueError):  # noqa: N818
    """Raise this in a pydantic validator to say where, below the value checked, the problem is.

    Attributes:
        path: keys and indices from the value that the validator sees, so ``()`` is that value
            itself and ``("communities", 3, "district")`` a district in the root model.
        what: what was found.
        expected: what would be right.
        fix: what to do.
        depends: other paths, from the same value, that the check has read. When one of them has
            an error of its own, this problem may only be its consequence and is left out.
    """

    def __init__(
        self,
        path: Path,
        what: str,
        expected: str = "",
        fix: str = "",
        depends: tuple[Path, ...] = (),
    ) -> None:
        super().__init__(path, what, expected, fix, depends)
        self.path = path
        self.what = what
        self.expected = expected
        self.fix = fix
        self.depends = depends

    def __str__(self) -> str:
        where = f"{format_path(self.path)}: " if self.path else ""
        expected = f", expected {self.expected}" if self.expected else ""
        fix = f", {self.fix}" if self.fix else ""
        return f"{where}{self.what}{expected}{fix}"


class FieldProblems(ValueError):  # noqa: N818
    """Several :class:`FieldProblem` of one validator, to be raised together."""

    def __init__(self, problems: Iterable[FieldProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "; ".join(str(problem) for problem in self.problems)


def format_path(path: Path) -> str:
    """Write a path as ``communities.3.district``, in the form that ``--set`` takes."""
    if not path:
        return WHOLE_FILE
    return ".".join(_format_key(key) for key in path)


def _format_key(key: str | int) -> str:
    if isinstance(key, int):
        return str(key)
    key = shortened(key)
    if _BARE_KEY.fullmatch(key):
        return key
    return '"' + one_line(key).replace("\\", "\\\\").replace('"', '\\"') + '"'


def shown(value: object) -> str:
    """Return a value as a reader of YAML would name it, short enough for one line."""
    if value is None:
        return "an empty value"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + shortened(one_line(value)) + '"' if value else "an empty text"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)} items" if len(value) != 1 else "a list of 1 item"
    if isinstance(value, dict):
        keys = [shortened(one_line(str(key))) for key in list(value)[:_SHOWN_KEYS]]
        more = ", ..." if len(value) > _SHOWN_KEYS else ""
        return f"a section with {', '.join(keys)}{more}" if keys else "an empty section"
    return shortened(repr(value))


def shortened(text: str) -> str:
    """Cut a text that is too long for a message."""
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 3] + "..."


def one_line(text: str) -> str:
    """Write line breaks and other invisible characters as escapes."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def choices(options: Iterable[object], last: str = "or") -> str:
    """Join options as ``a, b or c``."""
    words = [str(option) for option in options]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that `word` is most probably a misspelling of, if any is close."""
    from difflib import get_close_matches

    by_lower = {candidate.lower().replace("-", "_"): candidate for candidate in candidates}
    close = get_close_matches(word.lower().replace("-", "_"), list(by_lower), n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None
