"""From a scenario to the world at week 0: land, people, parties, forces.

The country is a property of the scenario and the same in every run; `seed` only keys what happens.
"""

from sim.build.assemble import build
from sim.build.timeline import timeline

__all__ = ["build", "timeline"]
