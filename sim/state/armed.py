"""Tables of armed units: bands of armed groups and units of local security forces."""

from sim.state.columns import amount, code, flow, persons, row_of, share, week
from sim.state.table import Table


class Bands(Table):
    """Armed bands. They merge and split, so their sizes are an outcome."""

    alive = code("flag", "1 while the band exists", high=1)
    generation = code("times", "how often the row was used before", high=10_000)
    overridden = code("flag", "1 if a Python rule decides for this row", high=1)
    cell = row_of("cells", "where it is")
    next_here = row_of("bands", "next band in the chain of the cell")
    faction = row_of("factions", "armed group it belongs to")
    home = row_of("communities", "community most of its members come from")
    fighters = persons("members under arms", 1, 1_000)
    supply = amount(6, "weeks", 0, 16, "food and ammunition in hand")
    larder = amount(0, "weeks", 0, 4, "food taken from aid that it carries with it")
    spoils = amount(
        0, "tonnes", 0, 100, "taken aid beyond that, as food of the same price, to sell"
    )
    morale = share(0.7, "readiness to fight on")
    known = code("flag", "1 if the state has learnt where it is this week", high=1)
    warned = code("flag", "1 if a leak told it this week what is planned against it", high=1)
    action = code("codes.BAND_ACTIONS", "what it decided to do", high=7)
    target = row_of("table by action", "row that the action is aimed at")
    step = row_of("cells", "cell it decided to go to, or its own")


class Forces(Table):
    """Units of local security forces: army companies and police stations."""

    overridden = code("flag", "1 if a Python rule decides for this row", high=1)
    cell = row_of("cells", "where it is")
    next_here = row_of("forces", "next unit in the chain of the cell")
    home = row_of("cells", "garrison or station")
    kind = code("codes.FORCE_KINDS", "army or police", high=1)
    community = row_of("communities", "community that its recruits come from")
    group = row_of("groups", "identity group that dominates it")
    district = row_of("districts", "district it answers for")
    personnel = persons("members present", 0, 1_000)
    authorised = persons("members it should have", 0, 1_000)
    intelligence = share(0.25, "skill in finding out who and where", 0.05, 0.9)
    tactics = share(0.35, "skill in fighting", 0.05, 0.9)
    crisis = share(0.2, "skill in managing crowds and crises without killing", 0.05, 0.9)
    conduct = share(0.4, "discipline and respect for civilians", 0.05, 0.95)
    pay = share(0.8, "share of pay received lately", 0.1, 1)
    supply = amount(6, "weeks", 0, 8, "stocks in hand")
    fear = share(0.1, "own recent losses as the unit feels them")
    course = amount(0, "weeks", 0, 30, "weeks of a training course left")
    action = code("codes.FORCE_ACTIONS", "what it decided to do", high=4)
    target = row_of("cells", "cell it decided to act in")
    last_course = week("start of its last course")
    intelligence_taught = flow("courses a week", 0, 1, "teaching in finding out who and where")
    tactics_taught = flow("courses a week", 0, 1, "teaching in fighting")
    crisis_taught = flow("courses a week", 0, 1, "teaching in managing crises")
    conduct_taught = flow("courses a week", 0, 1, "teaching in conduct and law")
    mentoring = flow("index", 0, 1, "mentors with the unit")
    drill = flow("share", 0, 1, "exercises that it has had lately, against as many as help")
    paid_direct = flow("share", 0, 1, "of its men counted and paid into their own hands")


class Books(Table):
    """One row: running totals against which people and money are checked every week."""

    state_dead = persons("members of local forces killed", 0, 1e6)
    rebel_dead = persons("members of armed groups killed", 0, 1e6)
    peacekeepers_dead = persons("peacekeepers killed", 0, 1e4)
    civilians_dead = persons("civilians killed in acts of the conflict", 0, 1e6)
    crime_dead = persons("people killed by gangs, robbers and mobs", 0, 1e6)
    crime_week = persons("of these, in this week", 0, 1e4)
    abroad = persons("fighters who came in across borders, less those who left", -1e5, 1e5)
    raised = amount(
        0, "thousand US dollars", 0, 1e8, "income of all parties from people and abroad"
    )
    paid = amount(0, "thousand US dollars", 0, 1e8, "spending of all parties")
    aid_in = amount(0, "tonnes", 0, 1e7, "goods brought into hubs")
    aid_out = amount(0, "tonnes", 0, 1e7, "goods handed to people")
    aid_lost = amount(0, "tonnes", 0, 1e7, "goods looted or diverted")
    aid_taken = amount(0, "tonnes", 0, 1e7, "of these, taken by armed groups on the road")
    works_in = amount(0, "thousand US dollars", 0, 1e6, "put into works for communities")
    works_wrecked = amount(0, "thousand US dollars", 0, 1e6, "of these, destroyed by armed groups")
    works_worn = amount(0, "thousand US dollars", 0, 1e6, "of these, worn out or abandoned")
    skimmed = amount(0, "thousand US dollars", 0, 1e6, "aid in money taken by armed groups")
    supplies_in = amount(0, "tonnes", 0, 1e6, "mission supplies brought into hubs")
    supplies_out = amount(0, "tonnes", 0, 1e6, "mission supplies handed over at bases")
    supplies_lost = amount(0, "tonnes", 0, 1e6, "mission supplies robbed on the way")
    opening_money = amount(0, "thousand US dollars", 0, 1e6, "funds of all parties at the start")
    opening_forces = persons("members of local forces at the start", 0, 3e5)
    opening_goods = amount(0, "tonnes", 0, 1e6, "goods in hubs at the start")
