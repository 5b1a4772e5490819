"""What the YAML parser complains about, in plain English.

PyYAML's two parsers (libyaml and Python) word the same mistake differently; both are known here.
"""

import re

from sim.yaml_source.errors import InputError, one_line

_QUOTE = "put the text in quotes"
_MISFIT = (
    "this line does not fit the lines before it",
    "`key: value` or `- item`",
    "indent the keys of one section alike, with spaces",
)
_TRAILING = (
    "something that does not belong here, after what comes before it on this line",
    "the end of the line",
    "put the whole text in quotes, or start a new line",
)

# Searched in order in "context | problem | character there >> what stands before it on its line".
_KNOWN: tuple[tuple[str, tuple[str, str, str]], ...] = (
    (
        r"(cannot start any token.*\| \t >>)|tab character",
        ("there is a tab in the indentation", "spaces", "replace the tab by spaces"),
    ),
    (
        r"cannot start any token.*\| (.) >>",
        (r'the text starts with "\1"', "a value", _QUOTE),
    ),
    (
        r"mapping values are not allowed.*>> .*: ",
        ("a second colon on one line", "one `key: value`", 'put text that contains ": " in quotes'),
    ),
    (
        r"mapping values are not allowed",
        (
            "this line goes on with the value of the line before it, and yet has a key",
            "a colon and a space in the line before, and both lines indented alike",
            "correct one of the two lines",
        ),
    ),
    (
        r"could not find expected ':'",
        ("a line without a colon", "`key: value`", "add the colon, or indent the line as text"),
    ),
    (
        r"(quoted|double-quoted) scalar \| found unexpected",
        ("the quote opened here is never closed", "a closing quote", "add it"),
    ),
    (
        r"escape (character|code|sequence)|hexdecimal|hexadecimal|chr\(\)|too large to convert",
        (
            "an unknown escape after a backslash, in double quotes",
            r"\\n, \\t, \\u00e9 and the like",
            r"write \\\\ for a backslash, or use single quotes",
        ),
    ),
    (
        r"flow (sequence|mapping)",
        (
            "the bracket opened here is not closed, or a comma is missing in it",
            "`[a, b]` or `{key: value}`",
            "add the bracket or the comma",
        ),
    ),
    (
        r"scanning a block scalar",
        ("text after | or > that does not belong there", "a line break", "start on a new line"),
    ),
    (r"sequence entries.*>> .*\S", _TRAILING),
    (r"block (mapping|collection|sequence|end).*>> .*\S", _TRAILING),
    (r"block (mapping|collection|sequence|end)|sequence entries", _MISFIT),
    (r"anchor|alias", ("an & or * without a name", "a name of letters and digits", _QUOTE)),
    (
        r"directive|document start.*\| % >>",
        ("a line that starts with %", "a key", "delete the line"),
    ),
    (r"document start.*>> .*\S", _TRAILING),
    (r"document start", _MISFIT),
    (r"tag", ("a ! that starts no text", "a value", _QUOTE)),
    (r"block node|node content", ("something that starts no value", "a value", _QUOTE)),
)
# In these the place where the construct was opened says more than the place of the failure.
_AT_OPENING = ("never closed", "is not closed")


def syntax_error(failure: Exception, file: str, text: str, line: int) -> InputError:
    """Translate what the parser raised.

    Args:
        failure: a ``yaml.YAMLError``, or what the Python parser lets slip through.
        file: as it is to be shown.
        text: what was parsed.
        line: of the last thing read, from 1, for failures that do not say where they are.
    """
    mark = getattr(failure, "problem_mark", None)
    context = getattr(failure, "context", None) or ""
    problem = getattr(failure, "problem", None) or str(failure)
    before, character = _around(text, mark)
    description = f"{context} | {problem} | {character} >> {before}"
    for pattern, wording in _KNOWN:
        found = re.search(pattern, description, re.DOTALL)
        if found:
            what, expected, fix = (found.expand(part) for part in wording)
            break
    else:
        what, expected, fix = (
            f"the file is not valid YAML ({problem})",
            "YAML 1.2",
            "mend this line",
        )
    if any(phrase in what for phrase in _AT_OPENING):
        mark = getattr(failure, "context_mark", None) or mark
    row, column = (mark.line + 1, mark.column + 1) if mark else (line, 1)
    # The end of the text, where the parser often gives up, lies beyond the last line.
    last = max(1, len(text.splitlines()))
    row, column = (row, column) if row <= last else (last, 1)
    return InputError(file, row, column, (), one_line(what), expected, fix)


def _around(text: str, mark: object) -> tuple[str, str]:
    """Return what stands before a mark on its line, and the character at it."""
    lines = text.splitlines()
    line, column = getattr(mark, "line", len(lines)), getattr(mark, "column", 0)
    if line >= len(lines):
        return "", ""
    return lines[line][:column], lines[line][column : column + 1]
