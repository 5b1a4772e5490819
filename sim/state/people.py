"""Tables of people: communities, the ties between neighbours, identity groups."""

from sim.state.columns import amount, code, flow, persons, row_of, share, week
from sim.state.table import Table


class Communities(Table):
    """Communities: some thousands of people who live in one cell and share an identity group."""

    cell = row_of("cells", "where it is")
    group = row_of("groups", "identity group of its people")
    district = row_of("districts", "district it belongs to")
    overridden = code("flag", "1 if a Python rule decides for this row", high=1)
    founders = persons("people at the start of the run, all of them residents")
    population = persons("residents who are at home")
    hosted = persons("displaced people who live here")
    away = persons("residents who are displaced")
    refuge = row_of("communities", "where its displaced people are")
    dead = persons("residents killed so far")
    recruits = persons("residents who are fighters of an armed group")
    serving = persons("residents who serve in local forces since the start of the run")
    livelihood = share(0.5, "productive capacity of its land and trade in peace", 0.1, 0.95)
    capital = share(0.9, "share of livestock, tools and shops that is left", 0.2, 1)
    income = share(0.5, "income a head as a share of what meets all needs", 0, 1)
    food = share(0.7, "food needs met")
    health = share(0.5, "health needs met")
    shelter = share(0.8, "shelter needs met")
    needs = share(0.6, "mean of needs met, weighted to food")
    grievance = share(0.3, "sense of injustice towards those in power")
    fear = share(0.1, "expectation of violence soon")
    trust_state = share(0.4, "belief that government serves people like us")
    trust_forces = share(0.4, "belief that local security forces protect people like us")
    trust_rebels = share(0.2, "belief that the armed groups of its own group protect us")
    trust_mission = share(0.5, "belief that peacekeepers are fair and of use")
    cohesion = share(0.5, "capacity to act together and to discipline its own members", 0.1, 0.9)
    leader = share(0.5, "influence of its leader over members", 0.1, 0.9)
    control = amount(0.0, "index -1 to 1", -1, 1, "who rules daily life: 1 state, -1 armed group")
    harm_state = amount(0, "index", 0, 3, "recent harm by state forces, fading within weeks")
    harm_rebels = amount(0, "index", 0, 3, "recent harm by armed groups, fading within weeks")
    harm_communal = amount(0, "index", 0, 3, "recent harm by neighbours, fading over months")
    loss = amount(0, "deaths per 1,000", 0, 50, "dead of past years, fading over years")
    arms = amount(0, "per 1,000 persons", 0, 100, "small arms in private hands")
    tip_state = share(0, "willingness to report armed groups to the state")
    tip_rebels = share(0, "willingness to report forces to armed groups")
    tip_mission = share(0, "willingness to tell the mission what people know")
    representation = share(0.25, "how far its women, youth, minorities and displaced are heard")
    contact = share(0, "consultation by liaison teams: 1 at a visit, fading after it")
    told = amount(-1, "share", 0, 1, "needs unmet as liaison teams were last told; -1 never asked")
    promises = amount(0, "US dollars a person", 0, 10, "agreed to with its people, not yet done")
    kept = amount(0, "US dollars a person", 0, 10, "promises kept and not yet taken note of")
    projects = amount(0, "US dollars a person", 0, 10, "local initiatives for all, wearing off")
    favours = amount(0, "US dollars a person", 0, 10, "the same taken by its leader's side")
    voice = amount(1, "ratio", 0.2, 4, "weight of the community in the mission's effort, mean 1")
    dependency = share(0, "how far its living has come to rest on aid")
    veterans = persons("former fighters among residents who have not settled yet", 0, 5e3)
    stigma = share(0, "how abusive the units were that they come from")
    enrolled = persons("former fighters with a place in a reintegration programme", 0, 2e3)
    offered = persons("places that its fighters could have if they came home", 0, 2e3)
    stake = amount(0, "share of a full living", 0, 1.5, "what a man in a place would lose by war")
    joining = amount(0, "persons a week", 0, 50, "young men who decide to join an armed group")
    leaving = share(0, "share of its fighters who want to come home this week")
    fleeing = share(0, "share of residents who decide to flee this week")
    returning = share(0, "share of its displaced who decide to return this week")
    joins = row_of("factions", "armed group that its young men would join")
    food_aid = flow("share of need", 0, 1, "food delivered as aid, share of what all need")
    health_aid = flow("share of need", 0, 1, "health aid delivered")
    shelter_aid = flow("share of need", 0, 1, "shelter aid delivered")
    food_store = amount(0, "tonnes", 0, 500, "food aid delivered and not yet eaten")
    health_store = amount(0, "tonnes", 0, 5, "medical aid delivered and not yet used")
    shelter_store = amount(0, "tonnes", 0, 200, "shelter aid delivered and not yet worn out")
    jobs = flow("share of young men", 0, 0.3, "places in work or reintegration programmes")
    dialogue = flow("index", 0, 1, "facilitated meetings with neighbours")
    engagement = flow("index", 0, 1, "regular consultation that includes its groups")


class Ties(Table):
    """Pairs of neighbouring communities of different identity."""

    a = row_of("communities", "one side")
    b = row_of("communities", "the other side")
    contact = share(0.5, "how often they meet at wells, markets and fields", 0.1, 1)
    usual = share(0.5, "how often they meet in quiet times", 0.1, 1)
    civic = share(0.3, "joint associations, markets and marriages", 0.05, 0.9)
    tension = share(0.1, "expectation of being wronged by the other side")
    disputes = amount(0, "disputes", 0, 20, "open disputes over land, cattle and water")
    violent_disputes = amount(0, "disputes", 0, 20, "disputes that have turned violent so far")
    revenge = amount(0, "deaths", 0, 50, "unavenged dead, fading over months")
    last_clash = week("last communal clash")
    settling = flow("index", 0, 1, "mediators at work on this pair's disputes")


class Groups(Table):
    """Identity groups."""

    inclusion = share(0.5, "share in power at the centre")
    population = persons("people of the group", 0, 2e7)
    reform = flow("share a year", 0, 0.5, "inclusion being built by reform")
