"""Family D: disputes, police, partners, and what harm to civilians leads to."""

import numpy as np

from experiments.validation.contrasts import lot_ratio, with_off
from experiments.validation.estimates import largest_rise, log_ratio, pooled
from experiments.validation.findings import OFF, Found, Runs, fact
from experiments.validation.samples import Draws, Sample


def towns(sample: Sample, count: str, of: str, mark: str = "") -> Draws:
    """Log ratio of a count among neighbours of a class over those without training, less sham."""

    def logs(arm: str) -> Draws:
        return log_ratio(
            sample.total(f"{arm}{mark}", f"{count}.{of}"),
            sample.total(f"{arm}{mark}", f"{count}.none"),
        )

    return pooled(logs("lessons") - logs("sham"))


@fact("towns")
def d01(runs: Runs) -> Found:
    """Ratios of open and of violent disputes between trained neighbours, at 12 and 36 months.

    Of pairs of neighbours of which both, one or none had lessons, the same pairs in the arm without
    lessons taking out chance. Spillover is the fall between one trained and one untrained side.

    Source: Blattman, Hartman & Blair 2014, APSR 108(1); Hartman, Blair & Blattman 2021, JoP 83(1).
    """
    sample = runs["towns"]
    early, late = towns(sample, "open_12", "both"), towns(sample, "open_36", "both")
    with np.errstate(divide="ignore", invalid="ignore"):
        lasting = np.where(early < 0, late / early, np.nan)
    found = {
        "unresolved": np.exp(early),
        "violent": np.exp(towns(sample, "violent", "both")),
        "lasting": lasting,
        "spillover": -towns(sample, "open_12", "spill"),
    }
    if f"lessons{OFF}" in sample.arms:
        found[f"unresolved{OFF}"] = np.exp(towns(sample, "open_12", "both", OFF))
    return found


@fact("patrols")
def d02(runs: Runs) -> Found:
    """Ratios of killings by gangs and of reports, and change of trust, where police were taught.

    Source: Blair, Karim & Morse 2019, APSR 113(3).
    """
    sample = runs["patrols"]

    def gap(name: str, arm: str) -> Draws:
        return sample.mean(arm, f"{name}.treated") - sample.mean(arm, f"{name}.control")

    def ratio(name: str, arm: str) -> Draws:
        treated, control = (sample.mean(arm, f"{name}.{g}") for g in ("treated", "control"))
        return np.asarray(np.log(treated) - np.log(control))

    return lot_ratio(sample, "crime", "crime", "patrols") | {
        "reporting": np.exp(pooled(ratio("reporting", "patrols") - ratio("reporting", "sham"))),
        "trust": pooled(gap("trust", "patrols") - gap("trust", "sham")),
    }


@fact("partners")
def d05(runs: Runs) -> Found:
    """Rate ratios of civilians killed by the state and of insurgents' attacks, by kind of help.

    Source: Dube & Naidu 2015, JoP 77(1).
    """
    sample = runs["partners"]
    found = with_off(sample, "collusive", "by_state", "skills")
    found |= {"insurgents": with_off(sample, "x", "attacks", "skills")["x"]}
    return found | {"accountable": with_off(sample, "x", "by_state", "conduct")["x"]}


def answer(
    sample: Sample, arm: str, span: str, sides: tuple[str, ...] = ("open", "sided")
) -> Draws:
    """Log ratio of insurgents' attacks around places of harm over places drawn for nothing.

    By place-week, and less the same ratio in the arm without harm.
    """

    def logs(one: str) -> Draws:
        counts = [
            sum(sample.total(one, f"{what}.{span}.{group}.{side}") for side in sides)
            for group in ("harmed", "sham")
            for what in ("attacks", "watched")
        ]
        rates = log_ratio(np.asarray(counts[0]), np.asarray(counts[2]))
        return rates - log_ratio(np.asarray(counts[1]), np.asarray(counts[3]))

    return pooled(logs(arm) - logs("none" + (OFF if arm.endswith(OFF) else "")))


@fact("harm")
def d06(runs: Runs) -> Found:
    """Rate ratios of insurgents' attacks after one more killing by the state, or by rebels.

    Around places drawn by lot, in weeks 1 to 4 and in week 8; and how much weaker where people side
    strongly with either.

    Source: Condra & Shapiro 2012, AJPS 56(1).
    """
    sample = runs["harm"]
    found = {name: np.exp(answer(sample, name, "w1_4")) for name in ("state", "rebels")}
    for name in ("state", "rebels"):
        found[f"over_{name}"] = np.exp(answer(sample, name, "w8"))
        if f"{name}{OFF}" in sample.arms:
            found[f"{name}{OFF}"] = np.exp(answer(sample, f"{name}{OFF}", "w1_4"))
    strong, weak = (np.abs(answer(sample, "state", "w1_4", (s,))) for s in ("sided", "open"))
    return found | {"muted": strong - weak}


@fact("harm")
def d07(runs: Runs) -> Found:
    """Insurgents' attacks 3 and 12 months after large killings by the state, and control a year on.

    Reported by scenario: a model with one sign everywhere is to be flagged.

    Source: Kocher, Pepinsky & Kalyvas 2011, AJPS 55(2); Lyall 2009, JCR 53(3).
    """
    sample = runs["harm"]

    def control(one: Sample) -> Draws:
        gaps = [
            one.mean(arm, "control.harmed") - one.mean(arm, "control.sham")
            for arm in ("bombing", "none")
        ]
        return pooled(gaps[0] - gaps[1])

    found = {}
    for place in (None, *sample.scenarios):
        part, mark = (sample, "") if place is None else (sample.within([place]), f"@{place}")
        found[f"months_3{mark}"] = np.exp(answer(part, "bombing", "m3"))
        found[f"months_12{mark}"] = np.exp(answer(part, "bombing", "m12"))
        found[f"control{mark}"] = control(part)
    return found


@fact("long")
def d08(runs: Runs) -> Found:
    """Rates of selective killing by rebels and of killing by the state, by fifths of rebel control.

    Source: Kalyvas & Kocher 2009, JPR 46(3).
    """
    sample = runs["long"]

    def rate(what: str, fifth: int) -> Draws:
        killings = sample.total("none", f"held.{what}.{fifth}").sum(axis=0)
        people = sample.total("none", f"held.people.{fifth}").sum(axis=0)
        return np.asarray(np.log(killings + 0.5) - np.log(np.maximum(people, 1e-9)))

    state = [rate("state", fifth) for fifth in range(5)]
    return {
        "rebels": np.exp(rate("selective", 2) - rate("selective", 3)),
        "state": largest_rise([-one for one in state]),
        "state_rises": np.exp(state[4] - state[0]),
    }
