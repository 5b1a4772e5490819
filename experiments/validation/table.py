"""The table of facts: as text, as JSON and as Parquet."""

import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from experiments.validation.assessing import Assessment, Line
from experiments.validation.catalogue import Criterion, Fact, facts
from experiments.validation.protocol import WORST, Interval
from sim.saving import json_text, replaced

PUBLISHED = Path(__file__).with_name("results") / "facts.json"
"""The table that ships: of the last run of the suite that was kept."""

HEADS = (
    "fact",
    "quantity",
    "published",
    "simulated [95 %]",
    "accepted",
    "verdict",
    "mechanism off",
)
NEAR = {"near_low": math.nan, "near_high": math.nan}
"""Of an interval of 90 % that is not known."""

WIDTHS = (4, 62, 9, 25, 13, 12, 0)


def text(found: Sequence[Assessment], *, quick: bool = False) -> str:
    """Return the table, with a line for each criterion, and a summary."""
    lines = [_row(HEADS), ""]
    for one in found:
        star = "!" if one.fact.decisive else ""
        about = f"{one.runs:,} runs, {one.seeds} seeds an arm"
        lines.append(f"{one.fact.id}{star} {one.fact.title}: {one.verdict} ({about})")
        if one.why:
            lines.append(f"     not measured: {one.why}")
        lines += [_row(_cells(line)) for line in one.lines]
        for name, interval in one.also.items():
            lines.append(_row(("", f"also: {name}", "", shown(interval), "", "", "")))
        lines.append("")
    return "\n".join([*lines, *summary(found, quick=quick)])


def summary(found: Sequence[Assessment], *, quick: bool = False) -> list[str]:
    """Say how many facts came out how, and what that is worth."""
    lines = []
    for words, chosen in (
        ("all", list(found)),
        ("core", [one for one in found if one.fact.tier == "core"]),
        ("decisive", [one for one in found if one.fact.decisive]),
    ):
        gates = [one for one in chosen if one.fact.gate == "gate"]
        counts = Counter(one.verdict for one in gates)
        told = ", ".join(f"{counts[v]} {v}" for v in reversed(WORST) if counts[v])
        earned = sum(one.earned for one in gates)
        lost = f" ({counts['PASS'] - earned} of them not earned)" if counts["PASS"] > earned else ""
        lines.append(f"{words}, {len(gates)}: {told or 'none'}{lost}")
    left = [
        f"{one.fact.id} {line.name}"
        for one in found
        for line in one.lines
        if line.fate in ("left", "weaker")
    ]
    if left:
        lines.append(
            "An effect is left with its mechanism off, so it is not earned: " + ", ".join(left)
        )
    lines += [
        f"{one.fact.id}: {name} has one sign everywhere, where studies have found both"
        for one in found
        for name in one.one_sign
    ]
    if quick:
        lines.append("A quick look at signs, in a small scenario: no verdict on the model.")
    lines.append("Priors check inputs and count for nothing; reports have no verdict.")
    return lines


def wrong_signs(found: Sequence[Assessment]) -> list[str]:
    """Criteria of decisive facts whose sign is wrong beyond doubt."""
    return [
        f"{one.fact.id} {line.name}"
        for one in found
        for line in one.lines
        if one.fact.decisive and line.sign == "wrong"
    ]


def shown(interval: Interval) -> str:
    """Return an estimate with its interval as people read it."""
    if math.isnan(interval.value):
        return "-"
    if math.isnan(interval.low):
        return f"{interval.value:.3g} [?]"
    return f"{interval.value:.3g} [{interval.low:.3g}, {interval.high:.3g}]"


def accepted(criterion: Criterion) -> str:
    """Return the accepted interval as people read it."""
    low, high = criterion.low, criterion.high
    if math.isinf(low) and math.isinf(high):
        return "any"
    if math.isinf(low):
        return f"<= {high:g}"
    if math.isinf(high):
        return f">= {low:g}"
    return f"{low:g} to {high:g}"


def save(
    found: Sequence[Assessment], folder: Path, sources: dict[str, list[str]], *, quick: bool
) -> list[Path]:
    """Write facts.txt, facts.json and facts.parquet into a folder that is there.

    Args:
        sources: hashes of what the runs were made with; see `experiments.validation.running`.
    """
    import pandas as pd

    files = [folder / f"facts.{kind}" for kind in ("txt", "json", "parquet")]
    rows = [row for one in found for row in _rows(one)]
    with replaced(files[0]) as path:
        path.write_text(text(found, quick=quick) + "\n", encoding="utf-8")
    with replaced(files[1]) as path:
        path.write_text(json_text(_content(found, rows, sources, quick=quick)), encoding="utf-8")
    with replaced(files[2]) as path:
        pd.DataFrame(rows).to_parquet(path, index=False)
    return files


def read(path: Path = PUBLISHED) -> list[Assessment]:
    """Return what :func:`save` has written as facts.json: every fact of it that there still is.

    Intervals of 90 % are not kept in the file and are NaN; verdicts are those of then.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in content["criteria"].values():
        rows.setdefault(row["fact"], []).append(row)
    found = []
    for name, fact in facts().items():
        if name in rows:
            also = {key: Interval(**_known(one)) for key, one in content["also"][name].items()}
            first = rows[name][0]
            lines = tuple(_line(fact, one) for one in rows[name] if one.get("criterion"))
            about = (also, first["runs"], first["seeds"], first["why"])
            found.append(Assessment(fact, content["verdicts"][name], lines, *about))
    return found


def _line(fact: Fact, row: dict[str, Any]) -> Line:
    """A criterion with its verdict, as it was written; its bounds are those of then."""
    bounds = {"low": row["accepted_low"], "high": row["accepted_high"]}
    open_ended = {"low": -math.inf, "high": math.inf}
    kept = {key: open_ended[key] if one is None else one for key, one in bounds.items()}
    known = fact.accept.get(row["criterion"])
    criterion = Criterion(
        quantity=row["quantity"],
        kind=row["kind"],
        none=row["none"],
        published=row["published"],
        surely_below=math.inf if known is None else known.surely_below,
        **kept,
    )
    value, off = (
        Interval(**_known({k: row[f"{start}{k}"] for k in ("value", "low", "high")}), **NEAR)
        for start in ("", "off_")
    )
    without = None if math.isnan(off.value) else off
    return Line(row["criterion"], criterion, value, row["verdict"], without, row["fate"])


def _known(row: dict[str, Any]) -> dict[str, float]:
    """The same with NaN where a file has nothing."""
    return {key: math.nan if one is None else one for key, one in row.items()}


def _content(
    found: Sequence[Assessment],
    rows: list[dict[str, Any]],
    sources: dict[str, list[str]],
    *,
    quick: bool,
) -> dict[str, Any]:
    from sim.provenance import provenance

    return {
        "quick": quick,
        "provenance": provenance(),
        "sources": sources,
        "verdicts": {one.fact.id: one.verdict for one in found},
        # By name, since infinite bounds become null in records but not in lists.
        "criteria": {f"{row['fact']}.{row.get('criterion', '')}": row for row in rows},
        "also": {one.fact.id: {k: v._asdict() for k, v in one.also.items()} for one in found},
    }


def _rows(one: Assessment) -> list[dict[str, Any]]:
    """One record for each criterion; one for the fact where it was not measured."""
    about = {
        "fact": one.fact.id,
        "title": one.fact.title,
        "citation": one.fact.citation,
        "tier": one.fact.tier,
        "gate": one.fact.gate,
        "decisive": one.fact.decisive,
        "fact_verdict": one.verdict,
        "runs": one.runs,
        "seeds": one.seeds,
        "earned": one.earned,
        "found_by_others": one.fact.published,
        "why": one.why,
    }
    nothing = float("nan")
    found = []
    for line in one.lines:
        c, here, off = line.criterion, line.found, line.off
        found.append(
            about
            | {
                "criterion": line.name,
                "quantity": c.quantity,
                "kind": c.kind,
                "published": nothing if c.published is None else c.published,
                "value": here.value,
                "low": here.low,
                "high": here.high,
                "accepted_low": c.low,
                "accepted_high": c.high,
                "none": c.none,
                "verdict": line.verdict,
                "sign": line.sign,
                "off_value": off.value if off else nothing,
                "off_low": off.low if off else nothing,
                "off_high": off.high if off else nothing,
                "mechanism": one.fact.mechanism,
                "fate": line.fate,
            }
        )
    return found or [about]


def _cells(line: Line) -> tuple[str, ...]:
    c = line.criterion
    off = f"{line.fate}: {shown(line.off)}" if line.off else ""
    published = "" if c.published is None else f"{c.published:g}"
    return ("", c.quantity, published, shown(line.found), accepted(c), line.verdict, off)


def _row(cells: Sequence[str]) -> str:
    padded = [f"{c[:w] if w else c:{w}}" for c, w in zip(cells, WIDTHS, strict=True)]
    return " ".join(padded).rstrip()
