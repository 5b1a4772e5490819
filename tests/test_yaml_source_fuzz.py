"""Whatever the input, the answer is data or InputErrors that point into the file."""

from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, model_validator

from sim.units import Count, Duration, Share
from sim.yaml_source import (
    Document,
    FieldProblem,
    InputErrors,
    apply_settings,
    composing,
    dump,
    load,
    validate,
)

PARSERS = [yaml.SafeLoader] + ([yaml.CLoader] if yaml.__with_libyaml__ else [])

# Texts that YAML 1.1 or 1.2 takes for something else, or that are hard to write.
tricky = [
    "NO",
    "1e9",
    "0o17",
    "0x1",
    ".5",
    "+1",
    ".inf",
    "<<",
    "=",
    "-",
    "?",
    "1e999",
    "",
    "'",
    "\\",
]
spaced = [" x", "x ", "a: b", "a #b", "\ta", "\n", "a\nb", "a\n\n b\n", "\r", "a\n\x85b", "\u2028a"]
texts = st.text(max_size=30) | st.sampled_from([*tricky, *spaced, "\ufeff", "\x7f", "\U0001f600"])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
plain_data = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)
documents = st.dictionaries(texts, plain_data, min_size=1, max_size=5)

# Random text is seldom nearly YAML; random sequences of its parts often are.
marks = [
    "- ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "&x ",
    "*x ",
    "!t ",
    "'",
    '"',
    "|",
    ">",
    "%",
    "@",
    "? ",
    "#",
]
words = ["a", "b: ", ": ", "<<: ", "~: ", "0777", "1e999", "extends: ", "f.yaml", "é", "9" * 400]
breaks = [
    "\n",
    "\n  ",
    "\t",
    "\n---\n",
    "\n...\n",
    "%YAML 1.1\n---\n",
    '"\\U99999999"',
    '"\\ud800"',
]
fragments = st.lists(st.sampled_from(marks + words + breaks), max_size=25).map("".join)


class Strict(BaseModel, extra="forbid", frozen=True):
    pass


class Drought(Strict):
    kind: Literal["drought"]
    severity: Share = 0.1


class Coup(Strict):
    kind: Literal["coup"]
    week: Duration


class Small(Strict):
    name: str = "x"
    count: Count = 0
    level: Share | Coup = 0.5
    choice: Literal["one", "two"] | None = None
    shares: dict[str, Share] = {}
    events: list[Annotated[Drought | Coup, Field(discriminator="kind")]] = []
    either: "list[Small] | Small | float | None" = None

    @model_validator(mode="after")
    def _events_are_counted(self) -> "Small":
        if len(self.events) > self.count:
            raise FieldProblem(("events", 0), "too many events", "fewer", "remove one")
        return self


keys = st.sampled_from(["name", "count", "level", "choice", "shares", "events", "either", "kind"])
guided_scalars = scalars | st.sampled_from(["drought", "coup", "one", "two", 0, 1, 0.5, "3 weeks"])
guided = st.recursive(
    guided_scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            keys | st.sampled_from(["week", "nmae", "[key]", "float"]), inner, max_size=4
        )
    ),
    max_leaves=15,
)


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("yaml") / "f.yaml"


def read(file: Path, content: bytes) -> list[Document]:
    """Load with each parser; the document, if there is one, is the same and so are the lines."""
    file.write_bytes(content)
    lines = len(content.splitlines())
    found = []
    for parser in PARSERS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(composing, "PARSER", parser)
            try:
                found.append(load(file))
            except InputErrors as failure:
                assert failure.errors
                assert len(str(failure).splitlines()) == len(failure.errors)
                for error in failure.errors:
                    assert 1 <= error.line <= max(lines, 1)
                    assert error.column >= 1
    return found


@given(content=st.binary(max_size=200))
def test_random_bytes_never_crash(file, content):
    read(file, content)


@given(text=st.text(max_size=200) | fragments)
def test_random_text_never_crashes(file, text):
    read(file, text.encode("utf-8", "surrogatepass"))


@given(data=documents)
def test_what_is_dumped_loads_back_identically(file, data):
    data.pop("extends", None)
    text = dump(data)
    found = read(file, text.encode())
    if data:
        assert [repr(document.data) for document in found] == [repr(data)] * len(PARSERS)
        assert dump(found[0].data) == text


@given(data=st.dictionaries(keys, guided, max_size=5))
def test_random_documents_against_a_model_never_crash(file, data):
    content = dump(data or {"name": "x"}).encode()
    for document in read(file, content):
        try:
            validate(document, Small)
        except InputErrors as failure:
            assert failure.errors
            assert len(str(failure).splitlines()) == len(failure.errors)
            for error in failure.errors:
                assert 1 <= error.line <= len(content.splitlines())
                assert not {"pydantic", "Input should", "https"} & set(error.message.split())


@given(
    data=documents, setting=st.text(max_size=30) | fragments | st.from_regex(r"name\.?[a-z0]*=.*")
)
def test_random_settings_never_crash(data, setting):
    document = Document.from_data({**data, "name": [0, {"a": 1}]})
    try:
        changed = apply_settings(document, [setting])
    except InputErrors as failure:
        assert all(error.file == "--set" for error in failure.errors)
    else:
        assert dump(changed.data)


def test_the_model_of_these_tests_accepts_something():
    data: Any = {
        "count": 1,
        "events": [{"kind": "coup", "week": "3 months"}],
        "either": {"count": 2},
    }
    small = validate(Document.from_data(data), Small)
    assert small.events == [Coup(kind="coup", week=13)]
    assert small.either == Small(count=2)
