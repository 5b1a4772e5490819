"""Tables of the mission: its units, mediators, convoys, and the mission itself."""

from sim.state import codes
from sim.state.columns import amount, code, flow, persons, ratio, row_of, share, week
from sim.state.table import Table


class Contingents(Table):
    """Nations that contribute units, one row each: what they are like and how they stand by it."""

    quality = share(0.6, "training and equipment of its units", 0.3, 0.95)
    will = share(0.5, "readiness of its units to use force, by the caveats it came with", 0, 1)
    patience = amount(15, "recent dead per 1,000", 4, 60, "losses that it bears by itself")
    doctrine = share(0, "place in the space of doctrines: how its officers were taught")
    language = share(0, "place in the space of languages and signals")
    agreed = share(0, "how far its government is bound by agreements on terms and length of stay")
    local_practice = share(0, "joint practice with local forces, lost with rotation and time")
    members = persons("members in the theatre, deployed", 0, 1e4)
    losses = amount(0, "recent dead per 1,000", 0, 100, "own recent dead, fading over months")
    leaving = code("flag", "1 while it relieves no unit and sends no more", high=1)


class Partners(Table):
    """Ordered pairs of contingents, row a * (number of contingents) + b: who can work with whom."""

    apart = amount(0, "index", 0, 2, "distance of the two in doctrine and language")
    exercised = share(0, "joint practice of the two, lost with rotation and time")
    together = share(1, "how far the two can act as one (interoperability); 1 within a nation")


class Peacekeepers(Table):
    """Peacekeeper units (companies, police units, observer teams)."""

    overridden = code("flag", "1 if a Python rule decides for this row", high=1)
    cell = row_of("cells", "where it is; -1 before induction and after leaving")
    next_here = row_of("peacekeepers", "next unit in the chain of the cell")
    base = row_of("cells", "its base")
    contingent = row_of("contingents", "contributing nation", 0)
    kind = code("codes.PEACEKEEPER_KINDS", "troops, police, observers or engineers", high=3)
    stage = code("codes.PEACEKEEPER_STAGES", "from pledged to left", codes.LEFT, high=5)
    wait = amount(0, "weeks", 0, 60, "weeks until the next stage")
    personnel = persons("members", 0, 1_000)
    establishment = persons("members it should have", 0, 1_000)
    route = amount(1, "weeks", 0, 20, "dry-season travel from the hub to its base")
    tour = amount(0, "weeks", 0, 300, "weeks since it came to its base")
    quality = share(0.6, "training and equipment", 0.3, 0.95)
    mobility = share(0.5, "vehicles and aircraft: how far it comes in a day", 0.2, 1)
    will = share(0.5, "readiness to use force to protect, by rules and caveats", 0, 1)
    supply = amount(8, "weeks", 0, 12, "stocks in hand")
    fatigue = share(0, "wear of a rotation")
    losses = amount(0, "deaths", 0, 20, "own recent dead, fading over months")
    hub = row_of("hubs", "hub that supplies its base")
    haul = amount(0, "weeks of supply a week", 0, 6, "that trucks can bring to its base now")
    coming = amount(0, "weeks of supply", 0, 10, "sent to its base this week")
    target = row_of("cells", "cell it decided to patrol")
    sector = row_of("cells", "cell that the common plan of patrols gives it; -1 without a plan")


class Mediators(Table):
    """Mediators and their teams."""

    alive = code("flag", "1 while in the field", high=1)
    generation = code("times", "how often the row was used before", high=100)
    overridden = code("flag", "1 if a Python rule decides for this row", high=1)
    cell = row_of("cells", "where the team is")
    skill = share(0.6, "craft of mediation", 0.2, 0.95)
    partiality = amount(0, "index -1 to 1", -1, 1, "seen to lean to the state (1) or rebels (-1)")
    knowledge = share(0.2, "knowledge of the people and places it works with")
    level = code("flag", "1 for high-level talks, 0 for local dialogue", high=1)
    work = code("codes.NOTHING...", "what kind of case it works on", high=2)
    case = row_of("dyads or ties", "the case")
    last_case = row_of("dyads or ties", "the case of the week before")


class Convoys(Table):
    """Aid convoys on the road."""

    alive = code("flag", "1 while it exists", high=1)
    generation = code("times", "how often the row was used before", high=10_000)
    overridden = code("flag", "1 if a Python rule decides for this row", high=1)
    cell = row_of("cells", "where it is")
    next_here = row_of("convoys", "next convoy in the chain of the cell")
    hub = row_of("hubs", "where it loads")
    destination = row_of("communities", "whom it serves")
    commodity = code("codes.COMMODITIES", "what it carries", high=2)
    load = amount(0, "tonnes", 0, 200, "what is on the trucks")
    guard = amount(0, "persons", 0, 100, "armed peacekeepers who ride with it")
    state = code("codes.CONVOY_STATES", "loading, on the road, returning", high=2)
    progress = amount(0, "share of a cell", 0, 1, "way made towards the next cell")
    via = row_of("cells", "cell beside its road by which it goes round a bad stretch")
    rejoin = row_of("cells", "cell in which it meets its road again after that")
    proceed = code("flag", "1 if it decided to drive this week", high=1, default=1)


class Mission(Table):
    """The mission: one row."""

    stage = code("codes.MISSION_STAGES", "stage of its life", high=5)
    people = persons("inhabitants of the theatre when it was authorised", 0, 3e7)
    authorised = persons("uniformed strength allowed", 0, 3e4)
    deployed = persons("uniformed strength in the theatre", 0, 3e4)
    armed = persons("troops among them", 0, 3e4)
    police = persons("police among them", 0, 3e4)
    observers = persons("observers among them", 0, 3e4)
    consent = share(0.7, "host government's consent")
    leaning = share(0, "how far its mediators are seen to lean to a side")
    legitimacy = share(0.5, "mission's standing with people, weighted by numbers")
    will = share(0.8, "donors' and contributors' will to go on")
    budget = amount(0, "US dollars", 0, 2e10, "money for the whole mission")
    spent = amount(0, "US dollars", 0, 2e10, "money spent so far")
    start = week("authorisation")
    end = week("last unit out")
    attacks = amount(0, "events", 0, 5e3, "attacks on civilians so far, while deployed")
    responses = amount(0, "events", 0, 5e3, "of these, met by a patrol in time")
    leave = week("start of the draw-down")
    peak = persons("largest strength so far", 0, 3e4)
    arrived = persons("peacekeepers who came into the theatre", 0, 1e5)
    departed = persons("peacekeepers who left it alive", 0, 1e5)
    tempo = share(0, "how far the civilian programmes are running")
    seen = code("row of events", "events up to here have been looked at", high=10_000_000)
    sight = share(0, "share of recent violence in places that the mission can see")
    incidents = amount(0, "events a week", 0, 200, "acts of violence a week, over the last weeks")
    places_due = amount(0, "places", 0, 1_000, "training places paid for and not yet used")
    tonnes_lost = amount(0, "tonnes", 0, 1e6, "aid lost as far as it has been accounted for")
    focus = share(1, "share of effort left after the work of serving goals", 0.5, 1)
    gap_violence = share(0, "how far violence is from the goals set, weighted")
    gap_needs = share(0, "how far needs are from the goals set, weighted")
    gap_trust = share(0, "how far trust is from the goals set, weighted")
    strain = amount(0, "index", 0, 2, "such acts of the last months, as the host remembers them")
    dues = share(1, "part of the plan's money that donors pay in")
    worst = amount(
        0, "deaths", 0, 5e3, "most recent deaths ever reported, by which progress is seen"
    )
    progress = share(0, "how far reported violence is below its worst")
    hours = amount(0, "hours", 0, 1e5, "sum over responses of the time to arrival")
    patrols = amount(0, "unit-weeks", 0, 1e5, "weeks of units at work so far")
    overlap = amount(0, "unit-weeks", 0, 1e5, "of these, in a cell where another unit was, too")
    hot = amount(0, "cell-weeks", 0, 1e6, "weeks of cells with reported violence in reach so far")
    gaps = amount(0, "cell-weeks", 0, 1e6, "of these, without a unit in them")
    friendly_fire = amount(
        0, "events", 0, 500, "times that friendly forces shot at each other so far"
    )
    leaks = amount(0, "band-weeks", 0, 1e5, "times that a band was warned by a leak so far")
    term = amount(260, "weeks", 26, 600, "from authorisation to last unit out, as planned")
    spare = amount(0, "US dollars", -1e10, 1e10, "money left beyond the plan, its reserve included")
    burn = amount(0, "US dollars", 0, 5e7, "spent a week lately")
    extension = amount(0, "weeks", 0, 26, "longer stay decided on and not yet in the calendar")
    rota = row_of("communities", "whom liaison teams visit next", 0)
    feedback = share(0, "how far what people ask for steers what is done")
    breadth = share(0, "how broad the circle is that liaison teams listen to")
    prompt = share(0, "how far programmes that begin with the authorisation are running")
    contracts = share(0, "purchases and passages that standing contracts cover")
    trucks = amount(0, "trucks", 0, 2_000, "hired beyond those that units bring")
    aid_trucks = amount(0, "trucks", 0, 2_000, "of these, lent to aid")
    airlift = amount(0, "tonnes a week", 0, 1_000, "that hired aircraft can carry in good weather")
    boats = amount(0, "tonnes a week", 0, 2_000, "that hired barges carry nearby at high water")
    aid_air = share(0, "of the airlift and of barges that is kept for aid")
    reserve = amount(0, "weeks", 0, 26, "of mission supplies aimed at beyond the usual stock")
    escort = share(0, "of troops' time that goes into escorts of supplies")
    aid_escort = share(0, "of troops' time that goes into escorts of aid")
    armed_aid = share(0, "of aid of late that came under arms or in the line of operations")
    steered = share(0, "of the choice of who gets aid that authorities make this week")
    state_aid = share(0, "the same, of late")
    credit = share(0.5, "how far men believe that pay which is to come will come")
    in_zones = persons("killed so far where the mission had promised to keep people safe", 0, 1e4)
    zones_counted = persons("of these, accounted for", 0, 1e4)
    wrecked_counted = amount(0, "thousand US dollars", 0, 1e6, "works wrecked, accounted for")
    skimmed_counted = amount(0, "thousand US dollars", 0, 1e6, "aid extorted, accounted for")
    routes = share(0, "of stretches of road round which a second way has been found")
    tracked = share(0, "of loads whose way and losses can be followed")
    supplies_waiting = amount(0, "tonnes", 0, 2_000, "short of room at hubs or in their stores")
    supplies_held = amount(0, "tonnes", 0, 2_000, "turned back or grounded this week")
    supplies_looted = amount(0, "tonnes", 0, 2_000, "of the mission's own, robbed this week")
    supplies_ashore = amount(
        0,
        "tonnes",
        0,
        2_000,
        "left by barges this week: low water, or no waterway to a base in need",
    )
    shipped = amount(0, "tonnes", 0, 1e6, "supplies and aid that barges have brought so far")
    comms = share(0, "of posts with communications that reach everybody at once")
    orbits = code("drones", "drones that have an area", high=500)
    crews = amount(0, "crews", 0, 500, "trained crews of drones in the theatre")
    analysts = amount(0, "persons", 0, 500, "analysts at work")
    records = amount(0, "index", 0, 1e5, "reports from which analysts have learnt")
    hits = amount(0, "warnings", 0, 1e5, "warnings after which something happened there in time")
    false_alarms = amount(0, "warnings", 0, 1e5, "warnings after which nothing happened there")
    missed = amount(0, "events", 0, 1e5, "acts of violence in places without a warning")
    assessed = code("row of events", "events up to here are compared to warnings", high=10_000_000)
    breached = amount(0, "weeks", 0, 20, "for which intruders will still read its systems")
    friction = flow("index", 0, 2, "acts of the week against the will of those in power")
    tact = ratio(0.3, 1.5, "how far consultation softens such acts")
    lobbying = flow("index", 0, 2, "envoys' work on donors")
    goodwill = flow("index", 0, 2, "envoys' work on the host's leaders")
    liaison = flow("share", 0, 1, "dealings between contingents that liaison officers carry")
    tasking = flow("share", 0, 1, "how far units know and follow a common plan of patrols")
    shared = flow("share", 0, 1, "of what units see, passed on among contingents")
    told = flow("share", 0, 1, "of what units see, passed on to local forces, and the other way")
    vetted = flow("share", 0, 1, "of those who are told, looked into before")


class Clock(Table):
    """One row: the calendar and what it brings."""

    capital = row_of("cells", "where the government sits", 0)
    embargo = flow("index", 0, 2, "sanctions in force that slow trade, too")
    rain = share(0.2, "rain this week: slows movement off paved roads")
    drought = share(0.0, "severity of drought this year")
    harvest = share(0.5, "how far into the farming year stocks last")
    price = amount(1.0, "ratio", 0.5, 3, "price of food against normal")
    coup_risk = share(0.0, "annual probability of a coup as things stand")
    election = code("flag", "1 in the weeks around an election", high=1)
    events = code("events", "rows of the event table in use", high=10_000_000)
    accidents = amount(0, "events", 0, 1e4, "incidents under agreements that nobody ordered")
