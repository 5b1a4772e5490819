"""The list of facts is whole, its bounds are those of the list, and every fact has a function."""

import inspect
import json
import math
import re
import warnings
from pathlib import Path
from typing import Any

import pytest
import yaml

from experiments.validation.catalogue import FILE, facts
from experiments.validation.ensembles import ensembles
from experiments.validation.findings import registry

DECISIVE = {"A01", "A04", "A06", "B01", "C01", "C02", "D01", "E01", "E05", "E10"}


@pytest.fixture(scope="module")
def listed(data_dir: Path) -> dict[str, dict[str, Any]]:
    """The list that the project was given, beside the data; skips where it is not."""
    file = data_dir.parent / "validation" / "facts_public.yaml"
    if not file.is_file():
        pytest.skip("the list of findings is not beside the data")
    return {one["id"]: one for one in yaml.safe_load(file.read_text(encoding="utf-8"))["facts"]}


def test_there_are_45_facts_with_citations():
    assert len(facts()) == 45
    assert {one.id for one in facts().values() if one.decisive} == DECISIVE
    for fact in facts().values():
        assert re.search(r"\d{4}|own computation", fact.citation, re.I), fact.id
        assert len(fact.published) > 40, fact.id


@pytest.mark.parametrize("id_", facts())
def test_bounds_are_bounds(id_):
    for name, one in facts()[id_].accept.items():
        assert one.low <= one.high, name
        open_ = math.isinf(one.low) and math.isinf(one.high)
        assert not open_ or facts()[id_].gate == "report", name


@pytest.mark.parametrize("id_", facts())
def test_every_fact_has_a_function_that_says_what_it_measures(id_):
    finding = registry()[id_]
    words = inspect.getdoc(finding.measure) or ""
    assert "Source:" in words, id_
    assert finding.measure.__name__ == id_.lower()
    assert finding.ensembles and set(finding.ensembles) <= set(ensembles())


def test_no_function_is_for_a_fact_that_is_not_listed():
    assert set(registry()) == set(facts())


def numbers(text: str) -> set[float]:
    """All numbers of a sentence, shares and percentages alike."""
    found = {float(one) for one in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?", text)}
    found |= {float(one) for one in re.findall(r"(?<=-)\d+(?:\.\d+)?", text)}
    return found | {one / 100 for one in found} | {-one / 100 for one in found}


@pytest.mark.parametrize("id_", facts())
def test_bounds_are_those_of_the_list(listed, id_):
    known = numbers(listed[id_]["accept"]) | {0.0, 0.5, 1.0}
    # "Within 5 %" and "by 10 %" are bands around none.
    known |= {1 - one for one in known} | {1 + one for one in known} | {-one for one in known}
    for name, one in facts()[id_].accept.items():
        for bound in (one.low, one.high, one.surely_below):
            if math.isfinite(bound):
                assert any(abs(bound - k) < 1e-9 for k in known), (name, bound)


@pytest.mark.parametrize("key", ["tier", "gate", "decisive"])
def test_what_counts_is_that_of_the_list(listed, key):
    assert {id_: getattr(one, key) for id_, one in facts().items()} == {
        id_: one[key] for id_, one in listed.items()
    }


def test_the_file_ships_with_the_package():
    assert FILE.is_file() and FILE.parent.name == "validation"


@pytest.mark.filterwarnings("default")
def test_the_table_that_ships_is_of_this_model():
    # It takes hours to make: where it is out of date that is said, and nothing is stopped.
    from experiments.validation.running import measuring_hash
    from sim.kernels.cache import source_hash

    content = json.loads((FILE.parent / "results" / "facts.json").read_text(encoding="utf-8"))
    assert set(content["verdicts"]) == set(facts()) and not content["quick"]
    now = {"model": [source_hash()], "measuring": [measuring_hash()]}
    if content["sources"] != now:
        warnings.warn(
            f"the table of facts is of {content['provenance']['created'][:10]}, and the model or "
            "what is measured has changed since: peacegrid facts --out DIR",
            stacklevel=1,
        )
