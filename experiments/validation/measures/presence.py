"""The mission and what it brings: strength, cost, bases, responses, institutions, cooperation."""

import numpy as np

from experiments.validation.measures.past import Measure, Numbers, Past
from sim.metrics.peace import YEAR
from sim.state import codes


def deployment(past: Past) -> Numbers:
    """Months to peak strength, and the peak as a share of what was authorised; NaN without one."""
    names = ("months_to_peak", "peak_share", "troops_per_1000")
    return {name: past.result.outcomes[name] for name in names}


def cost(past: Past) -> Numbers:
    """Money spent (million US dollars), and on uniformed people by head and year (thousand)."""
    deployed = float(past.series["deployed"].sum()) / YEAR
    on_people = past.result.outcomes["cost_of_mission"]
    return {
        "spent": past.result.outcomes["cost"] / 1e6,
        "person_year": on_people / 1e3 / deployed if deployed > 0 else float("nan"),
        "weeks_in_war": past.result.outcomes["weeks_in_war"],
        "weeks_at_war": float((past.series["at_war"] > 0).sum()),
    }


def response(past: Past) -> Numbers:
    """Attacks on civilians while a mission was deployed, and those met by a patrol in time."""
    last = past.series[-1]
    return {"attacked": float(last["attacks"]), "answered": float(last["responses"])}


def geometry(past: Past) -> Numbers:
    """Bases of the mission as the run ends, and the Gini coefficient of members across them."""
    units = past.world.peacekeepers
    there = (units.stage == codes.DEPLOYED) & (units.base >= 0)
    if not there.any():
        return {"sites": float("nan"), "gini": float("nan")}
    _, place = np.unique(units.base[there], return_inverse=True)
    members = np.sort(np.bincount(place, units.personnel[there]))
    count = len(members)
    rank = np.arange(1, count + 1)
    gini = 2.0 * (rank @ members) / (count * members.sum()) - (count + 1) / count
    return {"sites": float(count), "gini": float(gini)}


def institutions(week: int) -> Measure:
    """Return what says how far the rule of law has changed from the start to the end of a week."""

    def measure(past: Past) -> Numbers:
        law = 0.5 * (past.series["courts"] + past.series["accountability"])
        heads = float(past.series["deployed"][:week].mean())
        people = float(past.series["population"][:week].mean())
        return {
            "law_gain": float(law[week - 1] - law[0]),
            "heads_per_1000": 1000.0 * heads / people,
            "spent_by": float(past.series["spent"][week - 1]) / 1e6,
            "people": people / 1e6,
        }

    return measure


def cooperation(past: Past) -> Numbers:
    """Contact between neighbours of different groups weighted by calm, as the run ends.

    The contact that there would be in quiet times is 1, so that it is the share that is lived.
    """
    ties = past.world.ties
    real = ties.a >= 0
    if not real.any():
        return {"cooperation": float("nan")}
    lived = ties.contact[real] / np.maximum(ties.usual[real], 1e-9) * (1.0 - ties.tension[real])
    return {"cooperation": float(lived.mean())}


def aid_goods(past: Past) -> Numbers:
    """Goods brought in, lost, and taken by armed groups (tonnes)."""
    books = past.world.books
    return {
        "aid.in": float(books.aid_in[0]),
        "aid.lost": float(books.aid_lost[0]),
        "aid.taken": float(books.aid_taken[0]),
    }
