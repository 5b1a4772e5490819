"""From a path to text, with a clear error for whatever is no readable text file."""

import os
import re
import stat

from sim.yaml_source.errors import InputError, InputErrors

MAX_BYTES = 4 * 1024 * 1024
"""Largest file read. A scenario takes some 20 kB."""

_BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "a byte-order mark",
    b"\xff\xfe": "the byte-order mark of UTF-16",
    b"\xfe\xff": "the byte-order mark of UTF-16",
}
# What YAML allows in a stream (1.2, production 1), less the invisible: DEL, the byte-order mark,
# and three line breaks of Unicode at which the parsers start a new line and editors do not.
_NOT_ALLOWED = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_SAVE_AS_UTF8 = "save the file as UTF-8 without a byte-order mark"


def read_text(file: str) -> str:
    """Return the text of a UTF-8 file.

    Raises:
        InputErrors: it does not exist, is a folder, cannot be read, is too large, or is no text.
    """
    raw = _read_bytes(file)
    for mark, name in _BYTE_ORDER_MARKS.items():
        if raw.startswith(mark):
            raise _refused(file, f"the file starts with {name}", "plain UTF-8 text", _SAVE_AS_UTF8)
    if b"\0" in raw:
        raise _refused(
            file,
            "the file is binary (it has zero bytes), not text",
            "a YAML file in UTF-8",
            "name the right file, or save it as UTF-8 text",
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as failure:
        raise _not_utf8(file, raw, failure.start) from None
    bad = _NOT_ALLOWED.search(text)
    if bad:
        line, column = _position(text, bad.start())
        raise InputErrors(
            [
                InputError(
                    file,
                    line,
                    column,
                    (),
                    f"there is an invisible character (U+{ord(bad.group()):04X})",
                    "printable text",
                    "delete it",
                )
            ]
        )
    return text


def _read_bytes(file: str) -> bytes:
    """Read a regular file up to the size limit; a device or pipe is never opened."""
    raw = b""
    try:
        mode = os.stat(file).st_mode
        if stat.S_ISREG(mode):
            with open(file, "rb") as stream:
                raw = stream.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        what, expected = "there is no such file", "a YAML file"
        raise _refused(file, what, expected, "check the spelling and the folder") from None
    except PermissionError:
        what, expected = "you may not read this file", "a readable file"
        raise _refused(file, what, expected, "change its permissions") from None
    except (OSError, ValueError) as failure:
        what = f"the file cannot be read ({getattr(failure, 'strerror', None) or failure})"
        raise _refused(file, what, "a readable file", "check the path") from None
    if stat.S_ISDIR(mode):
        raise _refused(file, "this is a folder", "a YAML file", "name a file inside it")
    if not stat.S_ISREG(mode):
        raise _refused(file, "this is not a regular file", "a YAML file", "name a file on disk")
    if len(raw) > MAX_BYTES:
        what = f"the file is larger than {MAX_BYTES // 1024**2} MB"
        expected = "a scenario, which takes some 20 kB"
        raise _refused(file, what, expected, "name the right file")
    return raw


def _not_utf8(file: str, raw: bytes, offset: int) -> InputErrors:
    """Say where the first byte is that is not UTF-8."""
    before = raw[:offset]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    what = f"the text is not UTF-8 (byte 0x{raw[offset]:02X})"
    return InputErrors(
        [InputError(file, line, column, (), what, "text in UTF-8", "save the file as UTF-8")]
    )


def _position(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _refused(file: str, what: str, expected: str, fix: str) -> InputErrors:
    return InputErrors([InputError(file, 1, 1, (), what, expected, fix)])
