"""Documents say what the code does, examples run, sources and assumptions are in order."""

import ast
import re
import shlex
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from sim import documentation
from sim.cli import main
from sim.documentation import equations, expressions, inventory, world_parts
from sim.effects import CHANNELS
from sim.metrics import OUTCOMES
from sim.state import TABLES, codes
from sim.units import is_assumption

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", "CHANGELOG.md", "sim/ODD.md", "sim/GLOSSARY.md", "sim/DECISIONS.md")
CITATION = re.compile(r"\[((?:[A-Z][A-Za-z]*(?:19|20)\d\d)(?:; ?[A-Z][A-Za-z]*(?:19|20)\d\d)*)\]")
HAND_WRITTEN = re.compile(r"<!-- generated: [^>]*-->.*?<!-- end -->", re.DOTALL)
TABLE_OF = re.compile(r"columns? ((?:`\w+`(?:, )?)+) of `([\w.]+)`")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def fenced(name: str, language: str) -> Iterator[str]:
    for found in re.finditer(rf"^```{language}\n(.*?)^```", text(name), re.DOTALL | re.MULTILINE):
        yield found[1]


def cited(name: str) -> set[str]:
    by_hand = HAND_WRITTEN.sub("", text(name))
    return {key for found in CITATION.findall(by_hand) for key in re.split("; ?", found)}


# ------------------------------------------------------------------------------ generated parts


def test_generated_parts_are_up_to_date() -> None:
    assert documentation.problems() == []


def test_what_is_stale_is_named_and_rewritten(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    before = "# Page\n\n<!-- generated: columns clock -->\nold\n<!-- end -->\n\nprose\n"
    page.write_text(before, encoding="utf-8")
    monkeypatch.setattr(documentation, "ROOT", tmp_path)
    monkeypatch.setattr(documentation, "DOCUMENTS", ("page.md",))
    (problem,) = documentation.problems()
    assert problem.startswith("page.md:3: columns clock: out of date")
    assert page.read_text(encoding="utf-8") == before
    assert documentation.rewrite() == []
    after = page.read_text(encoding="utf-8")
    assert "| `rain` |" in after
    assert "old" not in after
    assert after.endswith("\n\nprose\n")
    assert documentation.problems() == []


def test_what_cannot_be_made_is_named_and_left(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    before = "<!-- generated: equations rules.force rule: nowhere -->\nold\n<!-- end -->\n"
    page.write_text(before, encoding="utf-8")
    monkeypatch.setattr(documentation, "ROOT", tmp_path)
    monkeypatch.setattr(documentation, "DOCUMENTS", ("page.md",))
    (problem,) = documentation.rewrite()
    assert "sim.rules.force.rule does not assign 'nowhere'" in problem
    assert page.read_text(encoding="utf-8") == before


def test_the_odd_has_every_table_and_every_record() -> None:
    odd = text("sim/ODD.md")
    asked = set(re.findall(r"<!-- generated: (\w+ [\w.*]+) -->", odd))
    assert {f"columns {name}" for name in TABLES} <= asked
    records = [*inventory.declared(), *inventory.declared_beside()]
    assert {f"parameters {record}" for record in records} <= asked


@pytest.mark.parametrize("room", ["dynamics", "rules", "mechanisms"])
def test_the_odd_has_equations_of_every_process(room: str) -> None:
    odd = text("sim/ODD.md")
    silent = {"base", "membership", "__init__"}  # an interface, and books of who is where
    places = {path.stem for path in (ROOT / "sim" / room).iterdir() if path.suffix in ("", ".py")}
    places = {place for place in places - silent if not place.startswith("__")}
    assert len(places) >= 6
    for place in places:
        assert re.search(rf"^# sim/{room}/{place}(\.py|/)", odd, re.MULTILINE), (
            f"ODD.md has no equations of sim/{room}/{place}"
        )


def test_the_schedule_is_that_of_the_tick() -> None:
    body = text("sim/tick.py").partition("def advance(")[2].partition("\n@kernel")[0]
    body = re.sub(r'(?s:""".*?""")|#.*', "", body).partition(":\n")[2]
    calls = re.findall(r"\b(?:[a-z]+\.[a-z_]+|decisions)(?=\()", body)
    steps = re.findall(r"^\| \d+ \| `([\w.]+)` \|", world_parts.schedule(""), re.MULTILINE)
    assert steps == calls


# ------------------------------------------------------------------------------ equations


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("a - (b - c)", "a - (b - c)"),
        ("(a - b) - c", "a - b - c"),
        ("(a + b) * c", "(a + b) · c"),
        ("a / (b * c)", "a / (b · c)"),
        ("a / b * c", "a / b · c"),
        ("-(a + b) * c", "-(a + b) · c"),
        ("p.rate * (1.0 - people.fear)", "p.rate · (1 - people.fear)"),
        ("q[0].leverage * t.clock[0].rain", "p.leverage · clock.rain"),
        ("t.factions[0].pay + 20_000.0", "factions[0].pay + 20,000"),
        ("t.hostility[a.group, b.group]", "hostility[a.group, b.group]"),
        ("float(int(0.2 * x))", "floor(0.2 · x)"),
        ("math.log(1.0 + x)", "ln(1 + x)"),
        ("heat * gumbel(uniform(seed, CHOICE, week, i, 0))", "heat · Gumbel"),
        ("poisson(mean, uniform(seed, KILL, week, i, 1))", "Poisson(mean)"),
        ("share_of_strength(t, q, k, 0.0)", "share_of_strength(k, 0)"),
        ("x if a > 0.0 and (b == 1 or c != 2) else -1", "x if a > 0 and (b = 1 or c ≠ 2) else -1"),
        ("x**2.0", "x ** 2.0"),
        ("uniform(seed, SPLIT, week, k, 0) < p.split", "by chance(p.split)"),
    ],
)
def test_an_expression_is_printed_as_it_is_meant(source: str, printed: str) -> None:
    assert expressions.expression(ast.parse(source, mode="eval").body) == printed


def test_a_long_expression_keeps_its_brackets() -> None:
    first, second = "first_quantity_" * 3, "second_quantity_" * 3
    source = f"{first} - ({second} + {first}) - {second} / ({first} * {second})"
    printed = expressions.laid_out(ast.parse(source, mode="eval").body, 4, 60)
    plain = printed.replace("·", "*").replace("\n", " ")
    assert ast.dump(ast.parse(plain.strip(), mode="eval")) == ast.dump(
        ast.parse(source, mode="eval")
    )


def test_conditions_are_printed_once_and_in_chains(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = ast.parse(
        "def f(t, q):\n"
        "    people = t.communities[i]\n"
        "    if a > 0.0:\n"
        "        people.fear = 1.0\n"
        "        people.hope = 2.0\n"
        "    elif b > 0.0:\n"
        "        people.fear = 3.0\n"
        "    else:\n"
        "        people.fear -= 4.0\n"
    )
    monkeypatch.setattr(equations, "_files", lambda name: {"sim/rules/f.py": tree})
    assert equations.block("rules.f", "f: fear hope").splitlines()[2:] == [
        "# people is communities[i]",
        "if a > 0:",
        "    people.fear = 1",
        "    people.hope = 2",
        "otherwise, if b > 0:",
        "    people.fear = 3",
        "otherwise:",
        "    people.fear -= 4",
        "```",
    ]


# ------------------------------------------------------------------------------ sources


def test_every_source_named_by_a_parameter_is_listed() -> None:
    missing = [
        f"{use.file}:{use.line}: {use.source}"
        for use in inventory.uses()
        if not is_assumption(use.source) and use.source not in inventory.sources()
    ]
    assert not missing, "add to sim/SOURCES.yaml: " + ", ".join(missing)


def test_every_source_is_used() -> None:
    used = inventory.named_sources().union(*map(cited, DOCUMENTS))
    assert set(inventory.sources()) - used == set(), "name it in ODD.md or take it out"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_citation_is_listed(name: str) -> None:
    assert cited(name) <= set(inventory.sources())


def test_sources_are_complete_and_sorted() -> None:
    found = inventory.sources()
    assert list(found) == sorted(found)
    for key, work in found.items():
        lacking = set(inventory.REFERENCE_KEYS) - set(work)
        assert not lacking, f"{key} lacks {lacking}"
        assert work["gives"] in inventory.GIVES, f"{key} gives {work['gives']!r}"


def test_an_assumption_stands_for_one_thing() -> None:
    assert inventory.shared_assumptions() == {}


def test_two_records_with_one_assumption_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    one = inventory.Use("sim/rules/a.py", 1, "One", "x", "A01")
    monkeypatch.setattr(inventory, "uses", lambda: [one, one._replace(record="Two", name="y")])
    assert inventory.shared_assumptions() == {"A01": {"One", "Two"}}


def test_declared_parameters_are_those_in_the_source() -> None:
    records = [*inventory.declared().values(), *inventory.declared_beside().values()]
    declared = {p.path.rpartition(".")[2] for group in records for p in group}
    assert {use.name for use in inventory.uses()} == declared


def test_every_parameter_is_read() -> None:
    assert inventory.unread() == []


def test_a_parameter_that_nothing_reads_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    dead = inventory.Use("sim/rules/force.py", 7, "ForceRule", "never_read", "A01")
    monkeypatch.setattr(inventory, "uses", lambda: [dead])
    assert inventory.unread() == ["sim/rules/force.py:7: ForceRule.never_read"]


# ------------------------------------------------------------------------------ links and places


@pytest.mark.parametrize("name", DOCUMENTS)
def test_local_links_lead_somewhere(name: str) -> None:
    page = text(name)
    for target in re.findall(r"\]\(([^)\s]+)\)", page):
        if target.startswith("#"):
            heading = re.compile(rf"^#+ {re.escape(target[1:])}$", re.MULTILINE | re.IGNORECASE)
            assert heading.search(page) or f'id="{target[1:]}"' in page, target
        elif "://" not in target:
            assert ((ROOT / name).parent / target).exists(), target


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_that_are_named_exist(name: str) -> None:
    by_hand = HAND_WRITTEN.sub("", text(name))
    for path in re.findall(r"`((?:sim|experiments|scenarios|tests)/[\w./]*)`", by_hand):
        assert (ROOT / path).exists(), path


def test_places_in_the_glossary_exist() -> None:
    page = text("sim/GLOSSARY.md")
    found = re.findall(r"`([\w.]+)`", "".join(re.findall(r"^Code: .*$", page, re.MULTILINE)))
    assert len(found) > 80
    parameters = {p.path for group in inventory.declared().values() for p in group}
    columns = {f"{t}.{c}" for t, kind in TABLES.items() for c in kind.columns}
    for name in found:
        if name.startswith("sim."):
            assert resolved(name) is not None
        elif name.startswith("codes."):
            assert hasattr(codes, name.partition(".")[2]), name
        elif "." in name:
            assert name in CHANNELS or name in parameters, name
        else:
            assert (
                name in OUTCOMES
                or any(c.endswith(f".{name}") for c in columns)
                or (name == "battle_deaths")
            ), name


def test_columns_in_the_glossary_are_those_of_their_table() -> None:
    found = TABLE_OF.findall(text("sim/GLOSSARY.md"))
    assert len(found) > 20
    for names, table in found:
        for name in re.findall(r"\w+", names):
            assert name in resolved(table).columns, f"{table} has no column {name}"  # type: ignore[attr-defined]


def resolved(name: str) -> object:
    """What a dotted name stands for; fails if there is no such thing."""
    module, rest = name, []
    while True:
        try:
            found: object = import_module(module)
            break
        except ModuleNotFoundError:
            module, _, last = module.rpartition(".")
            rest.insert(0, last)
    for part in rest:
        found = getattr(found, part)
    return found


# ------------------------------------------------------------------------------ examples


@pytest.mark.parametrize(
    "example", list(fenced("README.md", "python")), ids=["run", "agents", "epstein"]
)
def test_python_examples_run(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(example, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip()


def test_the_first_python_example_is_short() -> None:
    first, *_ = fenced("README.md", "python")
    assert len(first.strip().splitlines()) <= 10


def commands() -> list[str]:
    lines = "".join(fenced("README.md", "sh")).splitlines()
    return [line for line in lines if line.startswith("peacegrid ")]


FEW = ["--replicates", "2", "--weeks", "60"]
SHORTER = {
    "run": ["--weeks", "30"],
    "compare": FEW,
    "sweep plan": ["--pilot", "1", *FEW],
    "sweep run": FEW,
}
"""What is added to examples, so that a test does not wait for fifteen years."""


@pytest.mark.slow
def test_command_line_examples_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    for line in commands():
        _, command, *words = shlex.split(line)
        key = f"{command} {words[0]}" if command == "sweep" else command
        assert main([command, *words, *SHORTER.get(key, [])]) == 0, (
            f"{line}\n{capsys.readouterr().err}"
        )
    assert len(commands()) >= 6


def test_make_targets_in_the_readme_exist() -> None:
    targets = re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE)
    for target in re.findall(r"\bmake ([a-z]+)\b(?! an| of)", text("README.md")):
        assert target in targets, target
