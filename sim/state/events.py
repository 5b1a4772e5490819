"""The table of acts of violence, from which every statistic of violence is computed."""

from sim.state.columns import amount, code, persons, row_of, week
from sim.state.table import Table


class Events(Table):
    """Acts of violence in the order in which they happened."""

    week = week("when")
    day = code("day of run", "when, to the day", high=10_000)
    cell = row_of("cells", "where")
    dx = amount(0, "share of a cell", 0, 1, "where in the cell, eastward")
    dy = amount(0, "share of a cell", 0, 1, "where in the cell, northward")
    violence = code("UCDP type of violence", "1 state-based, 2 non-state, 3 one-sided", high=3)
    kind = code("codes.EVENT_TYPES", "kind of event", high=10)
    side_a = row_of("factions, or codes.CIVILIANS...", "one side")
    side_b = row_of("factions, or codes.CIVILIANS...", "the other side")
    group_a = row_of("groups", "identity group of side a, where it is people")
    group_b = row_of("groups", "identity group of side b, where it is people")
    initiator = row_of("factions, or codes.CIVILIANS...", "who started it")
    deaths_a = persons("armed members of side a killed", 0, 500)
    deaths_b = persons("armed members of side b killed", 0, 500)
    deaths_civilians = persons("civilians killed", 0, 500)
    deaths_peacekeepers = persons("peacekeepers killed", 0, 100)
    cause = code("codes.CAUSES", "why", high=15)
    response = code("flag", "1 if peacekeepers arrived in time", high=1)
