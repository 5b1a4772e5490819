"""The weekly series: one row a week, with unit and meaning on every column.

What happened is counted over the week; how things stand is read at its end. Means over people
weight each community by those who live there, displaced guests included.
"""

from sim.state.columns import amount, code, persons, share, week
from sim.state.table import Table

VIOLENT_WEEKS = 4
"""A cell counts as violent for this many weeks after an act of violence that killed somebody."""

RULE = 1.0 / 3.0
"""People are under a side's rule where the index of control is beyond this value."""


class Weeks(Table):
    """What happened in each week of a run, and how things stood at its end."""

    week = week("of the run, from 0")

    events = amount(0, "events", 0, 200, "acts of violence")
    deaths = persons("killed by any act of violence", 0, 2_000)
    deaths_state_based = persons("killed in fighting that involves the state (UCDP type 1)", 0, 2e3)
    deaths_non_state = persons("killed in fighting between non-state groups (type 2)", 0, 2e3)
    deaths_one_sided = persons("killed in attacks on civilians (type 3)", 0, 2e3)
    battle_deaths = persons("killed in fighting between armed parties, civilians included", 0, 2e3)
    deaths_civilians = persons("civilians killed", 0, 2e3)
    deaths_forces = persons("members of local forces killed", 0, 2e3)
    deaths_fighters = persons("members of armed groups killed", 0, 2e3)
    deaths_peacekeepers = persons("peacekeepers killed", 0, 100)
    civilians_by_state = persons("civilians killed by the state in one-sided violence", 0, 2e3)
    civilians_by_groups = persons("civilians killed by armed groups in one-sided violence", 0, 2e3)
    civilians_by_communities = persons("civilians killed in clashes of communities", 0, 2e3)
    civilians_crossfire = persons("civilians killed in fighting between armed parties", 0, 2e3)
    deaths_crime = persons("killed by gangs, robbers and mobs, who are no party", 0, 2e3)
    answered = amount(0, "events", 0, 50, "acts of violence that a patrol reached in time")

    population = persons("living civilians, displaced included", 0, 5e7)
    displaced = persons("people away from home", 0, 5e6)
    fled = persons("rise of the displaced, summed over communities where they rose", 0, 5e5)
    returned = persons("fall of the displaced, summed over communities where they fell", 0, 5e5)
    in_violence = share(0, "share of people in cells with a killing in the last 4 weeks")
    violent_cells = share(0, "share of inhabited cells with a killing in the last 4 weeks")
    needs = share(0, "needs met, mean over people")
    food = share(0, "food needs met, mean over people")
    income = share(0, "income as a share of what meets all needs, mean over people")
    grievance = share(0, "sense of injustice, mean over people")
    fear = share(0, "expectation of violence, mean over people")
    cohesion = share(0, "cohesion of communities, mean over people")
    trust_state = share(0, "trust in the government, mean over people")
    trust_forces = share(0, "trust in local forces, mean over people")
    trust_rebels = share(0, "trust in armed groups, mean over people")
    trust_mission = share(0, "trust in the mission, mean over people")
    control = amount(0, "index -1 to 1", -1, 1, "rule of daily life (1 state), mean over people")
    under_state = share(0, "share of people under the state's rule (control above 1/3)")
    under_groups = share(0, "share of people under armed groups' rule (control below -1/3)")

    fighters = persons("fighters of all armed groups", 0, 1e5)
    bands = amount(0, "bands", 0, 500, "armed bands")
    largest_band = persons("fighters of the largest band", 0, 2e3)
    groups_active = amount(0, "parties", 0, 16, "armed groups that are active")
    personnel = persons("local security forces, army and police", 0, 5e5)
    police = persons("police among them", 0, 2e5)
    skill = share(0, "skill of local forces: mean of intelligence, tactics, crisis management")
    conduct = share(0, "conduct of local forces, mean over their members")
    pay = share(0, "share of pay that local forces got, mean over their members")

    courts = share(0, "capacity of courts, mean over people")
    administration = share(0, "capacity to tax and serve, mean over people")
    accountability = share(0, "accountability of officials, mean over people")
    independence = share(0, "part of judges who decide without regard to power, mean over people")
    policing = share(0, "part of police posts whose rules are enforced, mean over people")
    versed = share(0, "adults who were taught to settle disputes, mean over people")
    services = share(0, "public services, mean over people")
    rents = share(0, "public money captured, mean over people")
    inclusion = share(0, "inclusion of own group in power, mean over people")
    dependency = share(0, "living and institutions that come from outside, mean over people")
    vacuum = share(0, "security that a mission gave and nobody gives now, mean over people")

    pairs = amount(0, "pairs", 0, 100, "pairs of parties that are rivals now")
    at_war = amount(0, "pairs", 0, 100, "pairs of parties at war")
    truces = amount(0, "truces", 0, 1e3, "local truces between communities in force")
    truces_signed = amount(0, "truces", 0, 1e4, "local truces signed so far")
    truces_broken = amount(0, "truces", 0, 1e4, "local truces ended by bloodshed so far")
    cessations = amount(0, "agreements", 0, 100, "cessations of hostilities in force")
    preliminary = amount(0, "agreements", 0, 100, "preliminary ceasefires in force")
    definitive = amount(0, "agreements", 0, 100, "definitive ceasefires in force")
    settlements = amount(0, "agreements", 0, 100, "settlements in force")

    mission_stage = code("codes.MISSION_STAGES", "stage of the mission", high=5)
    authorised = persons("uniformed strength allowed", 0, 3e4)
    deployed = persons("uniformed strength in the theatre", 0, 3e4)
    mission_troops = persons("troops among them", 0, 3e4)
    mission_police = persons("police among them", 0, 3e4)
    consent = share(0, "host government's consent to the mission")
    legitimacy = share(0, "the mission's standing with people")
    will = share(0, "donors' and contributors' will to go on")
    spent = amount(0, "US dollars", 0, 2e10, "money spent on the mission so far")
    attacks = amount(0, "events", 0, 5e3, "attacks on civilians so far while it was deployed")
    responses = amount(0, "events", 0, 5e3, "of these, met by a patrol in time")
    hours = amount(0, "hours", 0, 1e5, "sum over these responses of the time to arrival")
    patrols = amount(0, "unit-weeks", 0, 1e5, "weeks of armed mission units at work so far")
    overlap = amount(0, "unit-weeks", 0, 1e5, "of these, in a cell where another unit was, too")
    hot = amount(0, "cell-weeks", 0, 1e6, "weeks of cells in reach with reported violence so far")
    gaps = amount(0, "cell-weeks", 0, 1e6, "of these, without a unit of the mission in them")
    friendly_fire = amount(
        0, "events", 0, 500, "times that friendly forces shot at each other so far"
    )
    leaks = amount(0, "band-weeks", 0, 1e5, "times that a band was warned by a leak so far")

    rain = share(0, "rain: slows movement off paved roads")
    drought = share(0, "severity of drought")
    price = amount(1.0, "ratio", 0.5, 3, "price of food against normal")
