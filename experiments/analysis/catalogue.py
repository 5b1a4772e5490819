"""The list of statistics of violence, each with what is known of real wars.

What is known of real wars runs from the 10 % to the 90 % quantile of countries or cities, or is a
single value of one war. The functions used here give these values, to two digits, from the data
that are named; of pairs of events, a known value depends on which 5,000 events were drawn.
"""

from collections.abc import Callable

import numpy as np

from experiments.analysis import heavy_tails as tails
from experiments.analysis import space as places
from experiments.analysis import timing
from experiments.analysis.evidence import TOWN_EVENTS, TOWNS, Evidence
from experiments.analysis.statistic import Statistic

COUNTRIES = "30 countries, 1995-2019, cells of 0.5 degrees (about 55 km); UCDP GED 20.1"
CITIES = "25 cities of Iraq, 2004-2007; significant acts reported by the coalition"
SYRIA = "Syria, 2016-2019, one value; UCDP GED 19.1 (pairs: of a sample of 5,000 events)"


def _known_deaths(evidence: Evidence) -> float:
    return float(np.nansum(evidence.events.deaths))


def _knox(distance: int) -> Callable[[Evidence], float]:
    return lambda evidence: evidence.knox.ratio(distance, 0)


def _of_towns(measure: Callable[[np.ndarray], float]) -> Callable[[Evidence], float]:
    """The median town's ``measure`` of daily counts."""
    return lambda evidence: evidence.median_of_towns(lambda day: measure(evidence.daily(day)))


def _of_gaps(measure: Callable[[np.ndarray], float]) -> Callable[[Evidence], float]:
    """The median town's ``measure`` of the times of events."""
    return lambda evidence: evidence.median_of_towns(
        lambda day: measure(timing.spread_over_day(day))
    )


def _whole(measure: Callable[[np.ndarray], float]) -> Callable[[Evidence], float]:
    """``measure`` of the daily counts of all events together."""
    return lambda evidence: measure(evidence.daily(evidence.exact_days))


def _weekly_fano(daily: np.ndarray) -> float:
    return timing.fano(timing.weekly(daily))


def _morans_i(evidence: Evidence) -> float:
    places.need_events(evidence.total)
    return places.morans_i(np.log1p(evidence.total), evidence.lattice.inside)


_SIZES = "How many die in an event"
_PLACES = "Where (shares of all cells of the territory, hit or not)"
_YEARS = "From year to year"
_TIMES = "When, all events together"
_TOWNS = f"When, in the busiest cells (median of up to {TOWNS} with {TOWN_EVENTS} events)"
_PAIRS = "Pairs of events within 2 days, against chance (Knox ratio)"

STATISTICS = (
    Statistic("events", _SIZES, "events", lambda e: len(e.events), digits=0),
    Statistic("deaths", _SIZES, "deaths", _known_deaths, digits=0),
    Statistic(
        "alpha",
        _SIZES,
        "tail exponent, xmin by KS",
        lambda e: e.tail.alpha,
        (1.84, 2.71),
        COUNTRIES,
    ),
    Statistic(
        "xmin", _SIZES, "  tail from this many deaths (xmin)", lambda e: e.tail.xmin, digits=0
    ),
    Statistic("tail", _SIZES, "  events in the tail", lambda e: e.tail.tail, digits=0),
    Statistic(
        "ks", _SIZES, "  KS distance of the fit (good: to 0.08)", lambda e: e.tail.ks, digits=3
    ),
    Statistic(
        "vuong_z",
        _SIZES,
        "  power law over exponential from 5, z",
        lambda e: tails.against_exponential(e.sizes).z,
        digits=1,
    ),
    Statistic(
        "alpha_from_5",
        _SIZES,
        "tail exponent, xmin 5",
        lambda e: tails.fit_power_law(e.sizes, 5).alpha,
        (1.70, 2.57),
        COUNTRIES,
    ),
    Statistic(
        "single_death_share",
        _SIZES,
        "events with one death",
        lambda e: tails.single_death_share(e.sizes),
        (0.14, 0.39),
        COUNTRIES,
    ),
    Statistic(
        "top_decile_deaths",
        _SIZES,
        "deaths in the deadliest 10 % of events",
        lambda e: tails.top_share(e.sizes),
        (0.40, 0.70),
        COUNTRIES,
    ),
    Statistic(
        "civilian_share",
        _SIZES,
        "deaths that are of civilians",
        lambda e: tails.civilian_share(e.events.deaths, e.events.civilians),
        (0.10, 0.665),
        COUNTRIES,
    ),
    Statistic("cells", _PLACES, "cells", lambda e: e.lattice.inside.sum(), digits=0),
    Statistic(
        "cells_ever",
        _PLACES,
        "cells ever hit",
        lambda e: e.concentration.ever,
        (0.16, 0.96),
        COUNTRIES,
    ),
    Statistic(
        "cells_year",
        _PLACES,
        "cells hit in a typical year",
        lambda e: places.typical_year_share(e.yearly, e.lattice.inside),
        (0.04, 0.60),
        COUNTRIES,
    ),
    Statistic(
        "k50",
        _PLACES,
        "cells that hold 50 % of events",
        lambda e: e.concentration.k50,
        (0.018, 0.131),
        COUNTRIES,
        3,
    ),
    Statistic(
        "k80",
        _PLACES,
        "cells that hold 80 % of events",
        lambda e: e.concentration.k80,
        (0.057, 0.381),
        COUNTRIES,
        3,
    ),
    Statistic(
        "top_decile_cells",
        _PLACES,
        "events in the busiest 10 % of hit cells",
        lambda e: e.concentration.top_decile,
        (0.29, 0.58),
        COUNTRIES,
    ),
    Statistic(
        "gini",
        _PLACES,
        "Gini of events over cells",
        lambda e: e.concentration.gini,
        (0.59, 0.94),
        COUNTRIES,
    ),
    Statistic(
        "morans_i",
        _PLACES,
        "Moran's I of log(1 + events)",
        _morans_i,
        (0.21, 0.65),
        COUNTRIES,
    ),
    Statistic(
        "persistence",
        _YEARS,
        "violent cell is so next year",
        lambda e: places.probability(e.transitions.violent),
        (0.335, 0.785),
        COUNTRIES,
    ),
    Statistic(
        "onset_near",
        _YEARS,
        "quiet cell beside violence turns violent",
        lambda e: places.probability(e.transitions.exposed),
        (0.04, 0.27),
        COUNTRIES,
        3,
    ),
    Statistic(
        "onset_far",
        _YEARS,
        "quiet cell with none near turns violent",
        lambda e: places.probability(e.transitions.calm),
        (0.004, 0.08),
        COUNTRIES,
        3,
    ),
    Statistic(
        "neighbour_ratio",
        _YEARS,
        "ratio of the two",
        lambda e: places.neighbour_ratio(e.transitions),
        (1.9, 8.4),
        COUNTRIES,
        1,
    ),
    Statistic("fano", _TIMES, "Fano factor of days", _whole(timing.fano), (4.0, 4.0), SYRIA),
    Statistic("fano_weekly", _TIMES, "Fano factor of weeks", _whole(_weekly_fano)),
    Statistic(
        "lag1",
        _TIMES,
        "correlation of a day with the next",
        _whole(timing.lag_one),
        (0.60, 0.60),
        SYRIA,
    ),
    Statistic(
        "fano_no_trend",
        _TIMES,
        "  Fano factor, without 61-day trend",
        _whole(timing.fano_without_trend),
    ),
    Statistic(
        "lag1_no_trend",
        _TIMES,
        "  correlation, without 61-day trend",
        _whole(timing.lag_one_without_trend),
        (0.18, 0.18),
        SYRIA,
    ),
    Statistic(
        "town_burstiness", _TOWNS, "burstiness B", _of_gaps(timing.burstiness), (0.12, 0.46), CITIES
    ),
    Statistic(
        "town_memory", _TOWNS, "memory coefficient", _of_gaps(timing.memory), (0.12, 0.39), CITIES
    ),
    Statistic(
        "town_fano", _TOWNS, "Fano factor of days", _of_towns(timing.fano), (1.3, 5.0), CITIES
    ),
    Statistic(
        "town_fano_weekly",
        _TOWNS,
        "Fano factor of weeks",
        _of_towns(_weekly_fano),
        (2.4, 24.0),
        CITIES,
    ),
    Statistic(
        "town_fano_no_trend",
        _TOWNS,
        "  Fano factor, without 61-day trend",
        _of_towns(timing.fano_without_trend),
        (1.14, 2.69),
        CITIES,
    ),
    Statistic(
        "town_lag1_no_trend",
        _TOWNS,
        "  correlation, without 61-day trend",
        _of_towns(timing.lag_one_without_trend),
        (-0.01, 0.30),
        CITIES,
    ),
    Statistic("knox_1km", _PAIRS, "to 1 km", _knox(0), (3.4, 3.4), SYRIA),
    Statistic("knox_10km", _PAIRS, "1 to 10 km", _knox(1), (2.37, 2.37), SYRIA),
    Statistic("knox_30km", _PAIRS, "10 to 30 km", _knox(2), (1.50, 1.50), SYRIA),
    Statistic("knox_60km", _PAIRS, "30 to 60 km", _knox(3), (1.10, 1.10), SYRIA),
)
