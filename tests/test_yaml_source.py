"""Reading YAML: what values mean, where they are, and what is refused, in which words."""

import os
import pickle
import re
from pathlib import Path

import pytest
import yaml

from sim.errors import UserError
from sim.yaml_source import InputErrors, composing, load
from sim.yaml_source.composing import MAX_DEPTH
from sim.yaml_source.reading import MAX_BYTES
from sim.yaml_source.scalars import MAX_DIGITS

PARSERS = [yaml.SafeLoader] + ([yaml.CLoader] if yaml.__with_libyaml__ else [])


@pytest.fixture(params=PARSERS, ids=lambda parser: parser.__name__, autouse=True)
def parser(request, monkeypatch):
    """Every test runs with PyYAML's parser in Python and with libyaml."""
    monkeypatch.setattr(composing, "PARSER", request.param)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Work in an empty folder, so that messages name files as a user would."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(text: str | bytes, name: str = "f.yaml"):
    """Load a text as a file of the current folder."""
    Path(name).write_bytes(text.encode() if isinstance(text, str) else text)
    return load(name)


def refusal(text: str | bytes) -> str:
    """Return what is said about a text that cannot be loaded."""
    with pytest.raises(InputErrors) as caught:
        read(text)
    return str(caught.value)


# ---------------------------------------------------------------- scalars


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("12:30:00", "12:30:00"),
        ("2024-01-31", "2024-01-31"),
        ("1_000", "1_000"),
        ("0777", 777),
        ("0o777", 511),
        ("0xfF", 255),
        ("+12", 12),
        ("-0", 0),
        ("1e9", 1e9),
        ("1.5E-3", 0.0015),
        (".5", 0.5),
        ("2.", 2.0),
        ("1e", "1e"),
        ("0b1", "0b1"),
        ("-.5", -0.5),
        (".", "."),
        ("-", "-"),
        ("true", True),
        ("False", False),
        ("tRUE", "tRUE"),
        ("null", None),
        ("~", None),
        ("", None),
        ("nULL", "nULL"),
        (".inf", float("inf")),
        ("-.Inf", float("-inf")),
        ("inf", "inf"),
        ("'1'", "1"),
        ('"true"', "true"),
        ("١٢", "١٢"),
        ("18 months", "18 months"),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says(folder, text, value):
    found = read(f"a: {text}\n" if text != "-" else "a: '-'\n").data["a"]
    assert found == value
    assert type(found) is type(value)


def test_not_a_number_is_read_as_such(folder):
    assert read("a: .nan").data["a"] != read("a: .nan").data["a"]


def test_block_text_and_order_of_keys_are_kept(folder):
    data = read("b: |\n  one\n  two\na: >-\n  three\n  four\n").data
    assert data == {"b": "one\ntwo\n", "a": "three four"}
    assert list(data) == ["b", "a"]


# ---------------------------------------------------------------- positions


def test_values_and_keys_know_where_they_are(folder):
    document = read("# a comment\nä: [1, {b: x}]\nc:\n  d:\n  e: 5\n")
    assert document.where(("ä",)) == ("f.yaml", 2, 4)
    assert document.where(("ä",), key=True) == ("f.yaml", 2, 1)
    assert document.where(("ä", 1, "b")) == ("f.yaml", 2, 12)
    assert document.where(("ä", 1, "b"), key=True) == ("f.yaml", 2, 9)
    assert document.where(("ä", 1), key=True) == ("f.yaml", 2, 8), "an item has no key"
    assert document.where(("c", "d")) == ("f.yaml", 4, 3), "an empty value lies at its key"
    assert document.where(("c", "nothing", 3)) == ("f.yaml", 4, 3), "the nearest around it"
    assert document.where(()) == ("f.yaml", 2, 1)
    assert document.has(("c", "d"))
    assert not document.has(("c", "d", "x"))
    assert document.has(("ä", 1))
    assert not document.has(("ä", 2))


def test_an_alias_stands_for_a_copy(folder):
    document = read("a: &x {b: [1]}\nc: *x\n")
    document.data["a"]["b"].append(2)
    assert document.data["c"] == {"b": [1]}
    assert document.where(("c", "b", 0)) == ("f.yaml", 1, 12)


# ---------------------------------------------------------------- what is refused inside a file


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("a: 1\nb: 2\na: 3\n", "f.yaml:3:1: a: the key is written twice, first in line 1"),
        ("s:\n  a: 1\n  a: 2\n", "f.yaml:3:3: s.a: the key is written twice, first in line 2"),
        ("a: &x {}\nb:\n  <<: *x\n", "f.yaml:3:3: b.<<: `<<` (a merge key) is not read here"),
        ("1: a\n", 'f.yaml:1:1: 1: the key 1 is not text, expected a name, write "1": in quotes'),
        ("true: a\n", "f.yaml:1:1: true: the key true is not text"),
        ("? [a]\n: 1\n", "f.yaml:1:3: (whole file): a list or section stands as a key"),
        ("~: a\n", "f.yaml:1:1: ~: the key is empty, expected a name"),
        ("a: &x b\n*x : 1\n", "f.yaml:2:1: (whole file): the key is the alias *x"),
        ("a: !!int 3\n", "f.yaml:1:4: a: the tag !!int is not read here"),
        ("a: !python/object:os.system {}\n", "f.yaml:1:4: a: the tag !python/object:os.system is"),
        ("a: *x\n", "f.yaml:1:4: a: no &x comes before *x"),
        ("a: &x [*x]\n", "f.yaml:1:8: a.0: *x stands inside the value that it names"),
        ("a: 1e999\n", "f.yaml:1:4: a: the number 1e999 is too large"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1: (whole file): a second document starts here"),
        ("%YAML 1.1\n---\na: 1\n", "f.yaml:1:1: (whole file): the file asks for YAML 1.1"),
        ("\n  - a\n", "f.yaml:2:3: (whole file): the file holds a list of 1 item"),
        ("just text", 'f.yaml:1:1: (whole file): the file holds "just text"'),
    ],
)
def test_refusals_say_where_what_and_why(folder, text, start):
    message = refusal(text)
    assert message.startswith(start)
    assert "\n" not in message


@pytest.mark.parametrize(
    ("text", "start", "word"),
    [
        ("a:\n\tb: 1\n", "f.yaml:2:1:", "a tab in the indentation, expected spaces"),
        ("a: @x\n", "f.yaml:1:4:", 'the text starts with "@"'),
        ("a: b: c\n", "f.yaml:1:5:", "a second colon on one line"),
        ("a:\n  - 1\n b: 2\n", "f.yaml:3:2:", "does not fit the lines before it"),
        ("a:1\nb: 2\n", "f.yaml:2:2:", "goes on with the value of the line before it"),
        ('a: "x" y\n', "f.yaml:1:8:", "does not belong here"),
        ("a: - b\n", "f.yaml:1:4:", "does not belong here"),
        ("- 1\na: 2\n", "f.yaml:2:1:", "does not fit the lines before it"),
        ("a:\n  b: 1\n\tc: 2\n", "f.yaml:3:1:", "a tab in the indentation"),
        ("a: 'x\nb: 1\n", "f.yaml:1:4:", "the quote opened here is never closed"),
        ("a: [1\nb: 2\n", "f.yaml:1:4:", "the bracket opened here is not closed"),
        ("a: {b: 1\n", "f.yaml:1:4:", "the bracket opened here is not closed"),
        ('a: "\\q"\n', "f.yaml:1:", "an unknown escape after a backslash"),
        ('a: "\\U99999999"\n', "f.yaml:1:", "an unknown escape after a backslash"),
        ("a: |x\n  b\n", "f.yaml:1:", "after | or >"),
        ("a: 1\nb\n", "f.yaml:2:", "without a colon"),
        ("a: & b\n", "f.yaml:1:", "without a name"),
        ("}\n", "f.yaml:1:1:", "starts no value"),
    ],
)
def test_syntax_errors_are_explained_by_either_parser(folder, text, start, word):
    message = refusal(text)
    assert message.startswith(start)
    assert word in message
    assert not re.search("token|scalar|block (mapping|end)|context", message), message


def test_numbers_of_absurd_length_are_refused(folder):
    for digits in ("9" * 5000, "0x" + "f" * 5000, "1." + "1" * 5000):
        assert "a number of 500" in refusal(f"a: {digits}\n")
    assert read("a: " + "9" * MAX_DIGITS).data["a"] == int("9" * MAX_DIGITS)


def test_every_problem_of_a_file_is_reported_even_beside_a_syntax_error(folder):
    message = refusal("a: 1\na: 2\n3: x\nb: !t y\nc: 'open\n")
    assert [line.split(":")[1] for line in message.splitlines()] == ["2", "3", "4", "5"]


def test_deep_nesting_ends_with_a_message(folder):
    for text in (
        "a: " + "[" * 100_000,
        "a: " + "{b: " * 100_000,
        "\n".join("  " * i + "a:" for i in range(1000)),
        "\n".join("- " * 500 for i in range(2)),
        "a0: &a0 []\n" + "\n".join(f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, 200)),
    ):
        assert f"nesting deeper than {MAX_DEPTH} levels" in refusal(text)
    most = "a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert read(most).data


def test_an_alias_bomb_is_not_expanded(folder):
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for one, other in zip("bcdefghij", "abcdefghi", strict=True):
        lines.append(f"{one}: &{one} [{', '.join([f'*{other}'] * 10)}]")
    assert "values, aliases written out" in refusal("\n".join(lines))


# ---------------------------------------------------------------- files that are none


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "f.yaml:1:1: (whole file): the file is empty, expected"),
        (b"# only a comment\n", "the file is empty"),
        (b"---\n", "the file is empty"),
        (b"a: \xe9\n", "f.yaml:1:4: (whole file): the text is not UTF-8 (byte 0xE9)"),
        ("é: x\nb: ".encode() + b"\xff", "f.yaml:2:4: (whole file): the text is not UTF-8"),
        (b"\xef\xbb\xbfa: 1\n", "f.yaml:1:1: (whole file): the file starts with a byte-order mark"),
        ("a: 1\n".encode("utf-16"), "the byte-order mark of UTF-16"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "the file is binary"),
        (
            b"a: 1\nb: x\x07y\n",
            "f.yaml:2:5: (whole file): there is an invisible character (U+0007)",
        ),
        ("a: x\x85y\n".encode(), "f.yaml:1:5: (whole file): there is an invisible character"),
        (b"a: " + b"x" * MAX_BYTES, "the file is larger than 4 MB"),
    ],
)
def test_content_that_is_no_yaml_text(folder, content, words):
    assert words in refusal(content)


def test_paths_that_are_no_files(folder):
    for path, words in (
        ("missing.yaml", "missing.yaml:1:1: (whole file): there is no such file"),
        ("missing/f.yaml", "there is no such file"),
        (".", "this is a folder, expected a YAML file"),
        ("a\0b", "a\\x00b:1:1: (whole file): the file cannot be read"),
        ("x" * 5000 + ".yaml", "the file cannot be read"),
        (os.devnull, "this is not a regular file"),
    ):
        with pytest.raises(InputErrors) as caught:
            load(path)
        assert words in str(caught.value)


def test_a_file_that_may_not_be_read(folder, monkeypatch):
    Path("f.yaml").write_text("a: 1")

    def forbidden(*_args):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", forbidden)
    with pytest.raises(InputErrors, match="you may not read this file"):
        load("f.yaml")


# ---------------------------------------------------------------- extends


def test_extends_merges_mappings_and_replaces_lists(folder):
    (folder / "base").mkdir()
    Path("base/root.yaml").write_text("a: {x: 1, y: 2}\nl: [1, 2, 3]\nk: 1\n")
    Path("base/mid.yaml").write_text("extends: root.yaml\na: {y: 3}\nl: [9]\n")
    document = read("extends: base/mid.yaml\na: {z: 4}\nk: {deep: 1}\n")
    assert document.data == {"a": {"x": 1, "y": 3, "z": 4}, "l": [9], "k": {"deep": 1}}
    assert document.chain == ("f.yaml", "base/mid.yaml", "base/root.yaml")
    assert document.where(("a", "x")) == ("base/root.yaml", 1, 8)
    assert document.where(("a", "y"), key=True) == ("base/mid.yaml", 2, 5)
    assert document.where(("a", "z")) == ("f.yaml", 2, 8)
    assert document.where(("a",), key=True) == ("f.yaml", 2, 1)
    assert document.where(("l", 0)) == ("base/mid.yaml", 3, 5)


def test_bare_names_are_found_in_the_folders_given(folder):
    for name in ("one", "two"):
        Path(name).mkdir()
    Path("one/base.yaml").write_text("a: 1\n")
    Path("two/base.yaml").write_text("a: 2\n")
    Path("two/other.yml").write_text("a: 3\n")
    Path("base.yaml").write_text("extends: base\nb: 1\n")
    assert load("base.yaml", ["one", "two"]).data == {"a": 1, "b": 1}, "no circle: the shipped one"
    assert load("base", ["two", "one"]).data == {"a": 2}
    assert load("other", [Path("one"), Path("two")]).file == os.path.join("two", "other.yml")
    with pytest.raises(InputErrors) as caught:
        load("bsae", ["one", "two"])
    assert str(caught.value) == (
        'bsae:1:1: (whole file): there is no "bsae", expected one of base or other, write base'
    )


@pytest.mark.parametrize(
    ("extends", "words"),
    [
        ("gone.yaml", "f.yaml:1:10: extends: there is no file gone.yaml"),
        ("bse", 'f.yaml:1:10: extends: there is no "bse", expected one of base, write base'),
        ("[a, b]", "f.yaml:1:10: extends: a list of 2 items is no name of a file"),
        ("", "f.yaml:1:1: extends: an empty value is no name of a file"),
        ("f.yaml", "in a circle: f.yaml -> f.yaml"),
        ("x/../f.yaml", "in a circle: f.yaml -> f.yaml"),
        (".", "this is a folder"),
        ('"a\\0b"', "there is no file a\\x00b"),
        ("3", "f.yaml:1:10: extends: 3 is no name of a file"),
    ],
)
def test_extends_that_leads_nowhere(folder, extends, words):
    Path("shipped").mkdir()
    Path("shipped/base.yaml").write_text("a: 1\n")
    Path("f.yaml").write_text(f"extends: {extends}\nb: 1\n")
    with pytest.raises(InputErrors) as caught:
        load("f.yaml", ["shipped"])
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_circle_of_files_is_printed_from_where_it_starts(folder):
    Path("a.yaml").write_text("extends: b.yaml\n")
    Path("b.yaml").write_text("extends: c.yaml\n")
    Path("c.yaml").write_text("x: 1\nextends: b.yaml\n")
    with pytest.raises(InputErrors) as caught:
        load("a.yaml")
    assert str(caught.value) == (
        "c.yaml:2:10: extends: the files extend each other in a circle: b.yaml -> c.yaml -> b.yaml,"
        " expected a chain with an end, remove one `extends:`"
    )


def test_an_endless_chain_ends(folder):
    for i in range(30):
        Path(f"f{i}.yaml").write_text(f"extends: f{i + 1}.yaml\n")
    with pytest.raises(InputErrors, match="more than 20 files extend each other"):
        load("f0.yaml")


def test_problems_of_all_files_of_a_chain_are_reported_together(folder):
    Path("base.yaml").write_text("a: 1\na: 2\n")
    message = refusal("extends: base.yaml\n1: x\n")
    assert [line[:12] for line in message.splitlines()] == ["f.yaml:2:1: ", "base.yaml:2:"]


# ---------------------------------------------------------------- the error itself


def test_input_errors_are_user_errors_and_survive_another_process(folder):
    with pytest.raises(InputErrors) as caught:
        read("a: 1\na: 2\n")
    assert isinstance(caught.value, UserError)
    assert isinstance(caught.value, ValueError)
    copy = pickle.loads(pickle.dumps(caught.value))
    assert copy.errors == caught.value.errors
    assert str(copy) == str(caught.value)
    (error,) = copy.errors
    assert (error.file, error.line, error.column, error.path) == ("f.yaml", 2, 1, ("a",))


def test_loading_needs_no_pydantic(python):
    code = "import sys, sim.yaml_source; sys.exit('pydantic' in sys.modules)"
    assert python("-c", code).returncode == 0
