"""A fitted set as the worlds of a sweep: what is not known is what the targets leave open."""

from experiments.calibration.fitted import read_fitted
from sim.errors import UserError
from sim.yaml_source import Document, set_value

FLAG = "--worlds"


def in_worlds(document: Document, source: str) -> Document:
    """Return a design whose uncertainties are those of a fitted set, its points the draws of it.

    Every draw is a world that every strategy meets, and every policy where the design has levers.
    Uncertainties and sampler that the design has are replaced.

    Args:
        document: of a design. source: as `read_fitted` takes it.

    Raises:
        UserError: there is no such set; or the design has levers without a sampler of their own.
    """
    found = read_fitted(source)
    if document.has(("levers",)) and not document.has(("lever_sampler",)):
        raise UserError(
            f"{FLAG}: the design has levers and no lever_sampler, so which levers meet which world "
            "is not said. Add for example: lever_sampler: {name: grid}"
        )
    ranges = [
        {"path": path, "low": about["low"], "high": about["high"]}
        for path, about in found.parameters.items()
    ]
    points = [dict(one.values) for one in found.draws]
    document = set_value(document, "uncertainties", ranges, FLAG)
    return set_value(document, "sampler", {"name": "list", "points": points}, FLAG)
