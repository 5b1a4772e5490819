"""Settings from the command line, where values come from, joining documents, and writing YAML."""

from pathlib import Path

import pytest
import yaml

from sim.yaml_source import (
    Document,
    InputErrors,
    Origin,
    apply_settings,
    dump,
    format_path,
    load,
    origins,
    set_path,
    set_value,
)


@pytest.fixture
def document(tmp_path, monkeypatch) -> Document:
    monkeypatch.chdir(tmp_path)
    Path("base.yaml").write_text("weeks: 780\nstrategy:\n  training: {level: 0.2, mentors: 3}\n")
    Path("f.yaml").write_text(
        "extends: base.yaml\nplaces:\n  - name: A\n  - name: B\n"
        "strategy:\n  training: {level: 0.5}\nempty: []\n"
    )
    return load("f.yaml")


# ---------------------------------------------------------------- --set


def test_a_setting_replaces_one_value_and_is_where_it_was_given(document):
    changed = apply_settings(document, ["weeks=52", "strategy.training.level=1e-1"])
    assert changed.data["weeks"] == 52
    assert changed.data["strategy"] == {"training": {"level": 0.1, "mentors": 3}}
    assert changed.where(("weeks",)) == ("--set", 1, 7)
    assert changed.where(("strategy", "training", "level")) == ("--set", 2, 25)
    assert changed.where(("strategy", "training", "level"), key=True)[0] == "f.yaml"
    assert changed.where(("strategy", "training", "mentors"))[0] == "base.yaml"
    assert changed.chain == ("f.yaml", "base.yaml", "--set")
    assert document.data["weeks"] == 780, "the document itself stays as it is"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("true", True),
        ("", None),
        ("0777", 777),
        ("18 months", "18 months"),
        ("a: b # c", "a: b # c"),
        ("[1, {a: NO}]", [1, {"a": "NO"}]),
        ("{}", {}),
        ("'12'", "12"),
        ("x=y", "x=y"),
    ],
)
def test_a_setting_is_read_as_yaml_1_2(document, text, value):
    assert apply_settings(document, [f"weeks={text}"]).data["weeks"] == value


def test_settings_reach_into_lists_and_make_what_is_missing(document):
    changed = set_path(document, "places.1.name", "C")
    assert changed.data["places"] == [{"name": "A"}, {"name": "C"}]
    changed = set_path(document, 'new."with . dot".deep', "1")
    assert changed.data["new"] == {"with . dot": {"deep": 1}}
    assert changed.where(("new", "with . dot"), key=True) == ("--set", 1, 1)
    path = ("new", 'a."b\\', 3)
    assert set_path(document, format_path(path), "1").data["new"] == {'a."b\\': {"3": 1}}


def test_every_wrong_setting_is_reported(document):
    with pytest.raises(InputErrors) as caught:
        apply_settings(
            document,
            [
                "weeks",
                "weeks.x=1",
                "places.2.name=C",
                "places.x.name=C",
                "empty.0=1",
                "a..b=1",
                "=1",
                "weeks=[1",
                "weeks=1e999",
                "weeks=\udc80",
            ],
        )
    assert str(caught.value).splitlines() == [
        '--set:1:1: (whole file): "weeks" has no equals sign, expected path=value, '
        "write for example --set strategy.training.level=0.8",
        "--set:2:9: weeks.x: weeks is 780, which has nothing inside, "
        "expected the path of a section, stop the path at weeks",
        '--set:3:15: places.2: places is a list of 2, and "2" is none of its places, '
        "expected a number from 0 to 1, set places to the whole list, or correct the number",
        '--set:4:15: places.x: places is a list of 2, and "x" is none of its places, '
        "expected a number from 0 to 1, set places to the whole list, or correct the number",
        '--set:5:9: empty.0: empty is a list of 0, and "0" is none of its places, '
        "expected a list with items, set empty to the whole list, or correct the number",
        '--set:6:6: (whole file): "a..b" is no path, expected names joined by dots, '
        "write for example strategy.training.level",
        "--set:7:2: (whole file): an empty text is no path, expected names joined by dots, "
        "write for example strategy.training.level",
        "--set:8:7: weeks: the bracket opened here is not closed, or a comma is missing in it, "
        "expected `[a, b]` or `{key: value}`, add the bracket or the comma",
        "--set:9:7: weeks: the number 1e999 is too large, expected a number below 1e308, "
        "write a smaller number, or put it in quotes if it is text",
        "--set:10:7: weeks: half a character (\\ud800 to \\udfff), expected whole characters, "
        "delete it",
    ]


def test_values_set_from_python_are_taken_as_they_are(document):
    changed = set_value(document, "strategy.training", {"level": "0.5"})
    assert changed.data["strategy"]["training"] == {"level": "0.5"}
    assert changed.where(("strategy", "training", "level")) == ("<python>", 1, 1)
    assert set_value(document, ("places", 0), 1).data["places"] == [1, {"name": "B"}]


# ---------------------------------------------------------------- origins, parts


def test_origins_name_file_and_line_of_every_value(document):
    changed = set_path(document, "weeks", "52")
    assert origins(changed) == [
        Origin(("weeks",), 52, "--set", 1),
        Origin(("strategy", "training", "level"), 0.5, "f.yaml", 6),
        Origin(("strategy", "training", "mentors"), 3, "base.yaml", 3),
        Origin(("places", 0, "name"), "A", "f.yaml", 3),
        Origin(("places", 1, "name"), "B", "f.yaml", 4),
        Origin(("empty",), [], "f.yaml", 7),
    ]


def test_origins_of_resolved_data_tell_defaults_apart(document):
    resolved = {"weeks": 780.0, "cell": 25}
    assert origins(document, resolved) == [
        Origin(("weeks",), 780.0, "base.yaml", 1),
        Origin(("cell",), 25, "(default)", 0),
    ]


def test_parts_of_documents_keep_their_positions(document, tmp_path):
    Path("s.yaml").write_text("\ntraining:\n  level: 0.9\n")
    strategy = load("s.yaml")
    whole = document.with_part(("strategy",), strategy)
    assert whole.data["strategy"] == {"training": {"level": 0.9}}
    assert whole.where(("strategy", "training", "level")) == ("s.yaml", 3, 10)
    assert whole.chain == ("f.yaml", "base.yaml", "s.yaml")
    merged = document.part(("strategy",)).extending(strategy)
    assert merged.data == {"training": {"level": 0.5, "mentors": 3}}
    assert merged.where(("training", "level"))[0] == "f.yaml"
    with pytest.raises(KeyError):
        document.part(("strategy", "none"))


def test_plain_data_can_be_a_document():
    document = Document.from_data({"a": [1, {"b": None}]}, "here")
    assert document.data == {"a": [1, {"b": None}]}
    assert document.where(("a", 1, "b")) == ("here", 1, 1)
    assert document.file == "here"


# ---------------------------------------------------------------- writing


def test_dump_is_plain_and_stable():
    data = {
        "title": "A war: its end",
        "weeks": 780,
        "share": 0.25,
        "large": 1e20,
        "none": None,
        "flag": True,
        "text": "First line.\nSecond line, with: a colon.\n",
        "places": [{"name": "NO", "at": "12:30:00"}, {"name": "0o17", "at": "1e9"}],
        "empty": {},
    }
    shared = data["places"]
    data["again"] = shared
    assert dump(data) == (
        "title: 'A war: its end'\n"
        "weeks: 780\n"
        "share: 0.25\n"
        "large: 1.0e+20\n"
        "none: null\n"
        "flag: true\n"
        "text: |\n"
        "  First line.\n"
        "  Second line, with: a colon.\n"
        "places:\n"
        "- name: 'NO'\n"
        "  at: '12:30:00'\n"
        '- name: "0o17"\n'
        '  at: "1e9"\n'
        "empty: {}\n"
        "again:\n"
        "- name: 'NO'\n"
        "  at: '12:30:00'\n"
        '- name: "0o17"\n'
        '  at: "1e9"\n'
    )


@pytest.mark.parametrize("word", ["NO", "yes", "on", "Off", "~", "null", "12:30", "0777", "<<", ""])
def test_words_that_other_readers_take_for_something_else_are_quoted(word):
    assert yaml.safe_load(dump({"a": word, "b": [word]})) == {"a": word, "b": [word]}


def test_dump_refuses_what_is_not_plain_data():
    with pytest.raises(yaml.representer.RepresenterError):
        dump({"a": object()})
