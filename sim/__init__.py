"""peacegrid: compare strategies of peacekeeping support by the peace they leave behind.

The three lines that most programs need::

    from sim import Scenario, simulate

    result = simulate(Scenario.load("scenarios/classroom.yaml", strategy="integrated"), seed=1)

``Scenario``, ``PeacekeepingModel``, ``simulate`` and ``Result`` are loaded when first asked for,
so that ``import sim`` itself costs next to nothing.
"""

from importlib import import_module

__version__ = "0.1.0"

_EXPORTS = {
    "PeacekeepingModel": "sim.model",
    "Result": "sim.run",
    "Scenario": "sim.scenario",
    "simulate": "sim.run",
}

__all__ = ["PeacekeepingModel", "Result", "Scenario", "__version__", "simulate"]


def __getattr__(name: str) -> object:
    """Load a public name from the module that defines it, once."""
    if name not in _EXPORTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_EXPORTS[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
