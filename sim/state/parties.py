"""Tables of parties to the conflict: factions, pairs of them, agreements between them."""

from sim.state.columns import amount, code, flow, persons, row_of, share, week
from sim.state.table import Table


class Factions(Table):
    """Armed parties. Row 0 is the government; the rest are armed groups, some of them latent."""

    kind = code("codes.PARTY_KINDS", "government, rebel group or militia", high=2)
    aim = code("codes.AIMS", "what it fights for", high=3)
    status = code("codes.PARTY_STATES", "latent or active", high=1)
    group = row_of("groups", "identity group it recruits from")
    parent = row_of("factions", "party it split from")
    stronghold = row_of("cells", "where it starts and withdraws to")
    bombs = share(0.15, "share of its attacks made with roadside bombs", 0, 0.7)
    money = amount(0, "thousand US dollars", 0, 1e6, "funds in hand")
    sponsor = amount(0, "thousand US dollars a week", 0, 500, "support from abroad")
    predation = share(0.3, "readiness to live off civilians rather than with them", 0.05, 0.9)
    cohesion = share(0.6, "how far members do what leaders decide", 0.2, 0.95)
    fighters = persons("fighters of all its bands (government: army and police)", 0, 1e5)
    bands = code("bands", "number of its bands", high=500)
    strength = amount(
        0,
        "effective fighters",
        0,
        1e5,
        "fighters weighted by morale (government: by tactics and pay)",
    )
    peak = persons("most fighters it had in this war", 0, 1e5)
    front = row_of("districts", "district in which it is on a campaign; -1 if in none")
    focus = row_of("cells", "where that campaign is at its height; it moves; -1 without one")
    stalled = share(0, "how far peacekeepers keep a campaign of it, or against it, from starting")
    losses = amount(0, "deaths", 0, 5e3, "own fighters killed lately, fading over months")
    inflicted = amount(0, "deaths", 0, 5e3, "enemies killed lately, fading over months")
    victories = code("times", "how often it took power", high=3)
    income = amount(0, "thousand US dollars a week", 0, 1e5, "money raised this week")
    pay = share(1.0, "share of fighters' pay and keep that could be paid this week")
    pressure = share(0, "sanctions on its support from abroad that are in force")
    rival = amount(0, "thousand US dollars a week", 0, 500, "what another sponsor pays instead")
    upkept = share(1.0, "share of the upkeep it took over that could be paid this week")
    sanctions = flow("share", 0, 1, "share of support from abroad stopped by pressure")
    regard = share(0.7, "how far it takes those who bring aid for impartial")


class Dyads(Table):
    """Pairs of parties that can fight or talk. Side a is the government or the lower row."""

    a = row_of("factions", "one party")
    b = row_of("factions", "the other party")
    active = code("flag", "1 while both parties exist and are rivals", high=1)
    rivals = code("flag", "1 if the two would fight when both are active", high=1)
    stage = code("codes.STAGES", "quiet, war, ceasefire or settlement", high=3)
    since = week("start of the present stage")
    belief_a = share(0.7, "a's estimate of its chance to prevail")
    belief_b = share(0.5, "b's estimate of its chance to prevail")
    cost_a = share(0, "a's cost of the war, as a share of what is at stake")
    cost_b = share(0, "b's cost of the war, as a share of what is at stake")
    weary = share(0, "cost of the years of war, as a share of what is at stake")
    resolve_a = amount(
        1, "ratio", 0.2, 5, "worth of the stake to a, against that in an ordinary war"
    )
    resolve_b = amount(
        1, "ratio", 0.2, 5, "worth of the stake to b, against that in an ordinary war"
    )
    credence_a = share(0.3, "a's belief that b will keep a promise")
    credence_b = share(0.3, "b's belief that a will keep a promise")
    talking = code("flag", "1 while the two negotiate", high=1)
    offer = share(0, "share of power and resources that b gets under the deal in force or on offer")
    tension = amount(0, "index", 0, 5, "recent incidents under an agreement, fading over weeks")
    breach_a = code("flag", "1 if a breaks the agreement this week", high=1)
    breach_b = code("flag", "1 if b breaks the agreement this week", high=1)
    deaths = amount(0, "deaths", 0, 5e3, "recent battle deaths between the two")
    held = amount(0, "weeks", 0, 800, "weeks that the agreement in force has held")
    broken = amount(0, "agreements", 0, 20, "agreements between the two that were broken")
    agreement = row_of("agreements", "agreement in force")
    wars = code("wars", "times that the two have gone to war", high=20)
    mediation = flow("index", 0, 1, "skill and access of mediators at work on the pair")
    terms = flow("share", 0, 1, "how far mediators put causes of the war on the table")
    verification = flow("share", 0, 1, "incidents that somebody neutral can attribute")
    guarantee = flow("index", 0, 1, "power of third parties to punish who breaks the agreement")


class Agreements(Table):
    """Agreements between parties, past and present, in the order of signing.

    Truces between neighbouring communities are on their ties (`sim.state.people.Ties`).
    """

    alive = code("flag", "1 once signed", high=1)
    generation = code("times", "how often the row was used before", high=100)
    dyad = row_of("dyads", "pair of parties")
    kind = code("codes.AGREEMENTS", "kind of agreement", high=3)
    signed = week("signing")
    ended = week("end")
    end = code("codes.AGREEMENT_ENDS", "holding, or why it ended", high=4)
    mediated = code("flag", "1 if mediators were at work when it was signed", high=1)
    guaranteed = share(0, "guarantee when it was signed")
    political = share(0, "power at the centre promised to the group")
    territorial = share(0, "self-rule promised to the group's districts")
    military = share(0, "part of the fighters to be taken into the army, not sent home")
    economic = share(0, "part of the state's revenue promised to the group's people")
    integrated = persons("fighters taken into the army under it", 0, 1e5)
    disarmed = share(0, "share of b's fighters who have laid down arms under it")
    incidents = code("incidents", "acts of violence between the two under it", high=500)
