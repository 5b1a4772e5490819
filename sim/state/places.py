"""Tables of places: cells, districts, hubs."""

from sim.state.columns import amount, code, flow, persons, row_of, share, week
from sim.state.table import Table


class Cells(Table):
    """The map, one row a cell, row number y * width + x."""

    x = code("cell", "column of the grid, from the west", high=200)
    y = code("cell", "row of the grid, from the south", high=200)
    land = code("flag", "1 on land, 0 on water", default=1)
    border = code("flag", "1 where a foreign border is crossed", default=0)
    terrain = share(0.3, "difficulty of the ground: 0 plain, 1 mountain or dense forest")
    road = share(0.3, "quality of roads: 0 none, 1 paved in all weather")
    river = code("flag", "1 where a navigable river runs; the cell is land all the same", high=1)
    downstream = row_of("cells", "cell into which that river runs on; -1 at the edge of the map")
    waterway = code(
        "number", "waterway that the cell lies on or has a bank to; 0 if none", high=1_000
    )
    shore = code("flag", "1 on open water (lake or sea) and beside it", high=1)
    district = row_of("districts", "district the cell lies in")
    first = row_of("communities", "first community of the cell (they are sorted by cell)")
    communities = code("communities", "number of communities in the cell")
    population = persons("civilians living in the cell, hosted displaced people included")
    state_force = amount(0, "effective persons", 0, 5e3, "local security forces present")
    order = amount(
        0, "effective persons", 0, 5e3, "local security forces present, by how they treat people"
    )
    police = amount(
        0, "effective persons", 0, 500, "local police here or on their rounds, by conduct and skill"
    )
    state_reach = amount(0, "effective persons", 0, 5e3, "forces that can come within the week")
    pk_force = amount(0, "effective persons", 0, 2e3, "armed peacekeepers present, by quality")
    pk_reach = amount(0, "effective persons", 0, 2e3, "armed peacekeepers who can come in time")
    pk_first = row_of("peacekeepers", "armed unit that would lead help here; -1 if none can come")
    pk_hours = amount(0, "hours", 0, 200, "time in which that unit comes")
    pk_police = amount(0, "persons", 0, 500, "mission police present")
    pk_eyes = share(0, "share of incidents here that the mission can see and verify")
    fighters = persons("fighters of all bands present", 0, 2_000)
    tips_state = share(0, "share of bands' movements here that people report to the state")
    tips_rebels = share(0, "share of forces' movements here that people report to bands")
    tips_mission = share(0, "share of what happens here that people report to the mission")
    known = amount(0, "fighters", 0, 2_000, "fighters whose whereabouts the state knows this week")
    danger = amount(0, "deaths", 0, 100, "recent losses that bands remember suffering here")
    violence = amount(0, "deaths", 0, 500, "recent deaths by any act, fading over weeks")
    tempo = share(1, "readiness of army units to seek a fight here; 1 at the height of a campaign")
    pact = share(0, "how far armed sides keep a local arrangement that peacekeepers brought about")
    reported = amount(0, "deaths", 0, 500, "recent deaths as the mission has heard, late and noisy")
    killings = amount(0, "deaths", 0, 500, "recent civilian deaths, fading over weeks")
    abused = amount(0, "deaths", 0, 500, "recent civilian deaths by local forces, fading")
    bands = row_of("bands", "first band of the cell's chain")
    forces = row_of("forces", "first local force unit of the cell's chain")
    peacekeepers = row_of("peacekeepers", "first deployed peacekeeper unit of the cell's chain")
    convoys = row_of("convoys", "first convoy of the cell's chain")
    watch = flow(
        "eyes", 0, 5, "sight of drones and sensors, in the unit of pk_eyes before it saturates"
    )
    leaks = flow("share", 0, 1, "of the mission's movements here that intruders read and pass on")
    warning = share(0, "how strongly the mission's analysts warn of violence here")
    alarm = code("0 none, 1 warned, 2 came true", "what became of the warning", high=2)
    trace = amount(0, "index", 0, 20, "past violence here and nearby as analysts have it on record")
    orbits = code("drones", "drones that fly over it in these weeks", high=50)
    zone = code("flag", "1 where the mission has promised to keep people safe", high=1)
    protect = flow("index", 0, 1, "patrols asked for, to protect people and those who help them")
    robbed = amount(0, "tonnes", 0, 100, "known to have been lost to robbers here, fading")
    built = share(0, "part of the road's quality that was built lately and decays if unkept")
    road_work = flow("share a year", 0, 1, "road quality being built by engineers")


class Districts(Table):
    """Districts and their institutions."""

    seat = row_of("cells", "cell where the institutions sit")
    courts = share(0.25, "capacity of courts: share of disputes that could be heard", 0.05, 0.9)
    administration = share(0.3, "capacity to tax and serve", 0.05, 0.9)
    accountability = share(0.25, "chance that abuse by officials has a consequence", 0.02, 0.9)
    services = share(0.3, "public services delivered where access is possible", 0.05, 0.9)
    independence = share(0.25, "part of judges who decide without regard to power", 0.02, 0.9)
    policing = share(0.25, "part of police posts under rules that are enforced", 0.02, 0.9)
    rents = amount(0.3, "share of the budget", 0, 0.7, "public money captured by those who profit")
    violence = amount(0, "deaths", 0, 5e3, "recent deaths as the government perceives them")
    army = amount(0, "units", 0, 200, "army units that answer for it")
    offensive = code("flag", "1 while the army is on a campaign in it", high=1)
    focus = row_of("cells", "where that campaign is at its height; it moves; -1 without one")
    buffer = amount(
        0, "effective persons", 0, 5e3, "armed peacekeepers who could come while a campaign lasts"
    )
    posts = code("units", "of local police in it that are on duty", high=200)
    visitors = persons("mission police who go round these posts", 0, 2_000)
    soldiers = persons("of the army who answer for it and are not in training", 0, 2e4)
    fighters = persons("fighters of all bands in it", 0, 2e4)
    population = persons("civilians living in the district", 0, 5e6)
    group = row_of("groups", "largest identity group of the district")
    self_rule = share(0, "how far that group governs the district itself, under a settlement")
    court_work = flow("court-years a year", 0, 1, "court capacity being built")
    admin_work = flow("share a year", 0, 1, "administrative capacity being built")
    oversight_work = flow("share a year", 0, 1, "accountability being built")
    service_work = flow("share a year", 0, 1, "services being built")
    bench_work = flow("share a year", 0, 1, "independence of judges being built")
    police_work = flow("share a year", 0, 1, "enforced rules in the police being built")
    courts_own = amount(-1, "share", 0, 0.9, "courts the state keeps up by itself; -1 unset")
    administration_own = amount(-1, "share", 0, 0.9, "the same for administration")
    accountability_own = amount(-1, "share", 0, 0.9, "the same for accountability")
    services_own = amount(-1, "share", 0, 0.9, "the same for services")
    borne = amount(0, "share", 0, 0.9, "capacity whose upkeep the state took over by agreement")
    dependency = share(0, "share of living and of institutions that comes from outside")
    guarded = amount(0, "persons per 1,000", 0, 20, "peacekeepers that it has got used to")
    vacuum = share(0, "share of its security that a mission gave and nobody gives now")
    takeover = flow("share of gap a week", 0, 0.05, "upkeep being handed over to the state")
    upkeep = flow("share", 0, 1, "upkeep beyond the state's own that outsiders pay after exit")
    voice = amount(1, "ratio", 0.2, 4, "weight that its people's own voice gives it, mean 1")
    effort = amount(1, "ratio", 0.2, 4, "weight of the district in the mission's effort, mean 1")
    surveyed = week("last survey of the mission's monitoring")
    surveyed_needs = share(0.5, "needs met as last surveyed, not yet reported")
    surveyed_trust = share(0.5, "trust in state and forces as last surveyed, not yet reported")
    surveyed_violence = amount(0, "deaths per 100,000", 0, 50, "violence as last counted")
    measured_needs = share(0.5, "needs met as the mission knows them")
    measured_trust = share(0.5, "trust in state and forces as the mission knows it")
    measured_violence = amount(0, "deaths per 100,000", 0, 50, "violence as the mission knows it")


class Hubs(Table):
    """Ports, airfields and depots that hold stocks."""

    cell = row_of("cells", "where it is")
    food = amount(0, "tonnes", 0, 50_000, "food in store")
    health = amount(0, "tonnes", 0, 5_000, "medical goods in store")
    shelter = amount(0, "tonnes", 0, 5_000, "shelter material in store")
    throughput = amount(200, "tonnes a week", 50, 2_000, "what can be handled in a week")
    built = amount(
        0, "tonnes a week", 0, 2_000, "part of this that the mission built, and that wears"
    )
    handled = amount(0, "tonnes", 0, 2_000, "of the mission's supplies that came in this week")
    supplies = amount(0, "tonnes", 0, 10_000, "supplies of the mission in store")
    ordered = amount(0, "tonnes", 0, 20_000, "supplies of the mission bought and not yet here")
    needed = amount(0, "tonnes a week", 0, 2_000, "that units served from here use, and will use")
    asked = amount(0, "tonnes", 0, 2_000, "that trucks could bring to bases from here this week")
    works = flow("tonnes a week a year", 0, 500, "throughput being built")
