"""Epstein's civil violence on this project's parts: small, for teaching and for comparison.

The same model as Mesa's example `epstein_civil_violence`, rule for rule, on tables, views, keyed
draws and compiled kernels. It shares nothing with the peacekeeping model but these parts.
"""

from sim.epstein.agents import Citizen, CitizenState, Cop
from sim.epstein.model import CivilViolence
from sim.epstein.parameters import Settings

__all__ = ["Citizen", "CitizenState", "CivilViolence", "Cop", "Settings"]
