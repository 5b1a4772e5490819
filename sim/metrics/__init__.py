"""What comes out of a run: weekly series, acts of violence, outcomes and their definitions.

* :class:`Weeks` declares the weekly series, :class:`Recorder` fills it;
* :func:`events_frame` gives the acts of violence the columns of UCDP GED and ACLED;
* :func:`outcomes` computes what :data:`OUTCOMES` declares, with the yardsticks of
  :class:`Measures`;
* :func:`digest` stands for the whole state of a run;
* :func:`moment` and :func:`ground` keep the map of a week for figures.
"""

from sim.metrics.digest import digest
from sim.metrics.events import COLUMNS as EVENT_COLUMNS
from sim.metrics.events import Place
from sim.metrics.events import frame as events_frame
from sim.metrics.measures import WEIGHTS, Measures
from sim.metrics.moments import Ground, Moment, ground, moment
from sim.metrics.outcomes import OUTCOMES, PERIODS, Outcome, Window, outcomes
from sim.metrics.recording import Recorder
from sim.metrics.weeks import Weeks

__all__ = [
    "EVENT_COLUMNS",
    "OUTCOMES",
    "PERIODS",
    "WEIGHTS",
    "Ground",
    "Measures",
    "Moment",
    "Outcome",
    "Place",
    "Recorder",
    "Weeks",
    "Window",
    "digest",
    "events_frame",
    "ground",
    "moment",
    "outcomes",
]
