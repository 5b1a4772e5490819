"""The numbers of living, needs and money."""

from sim.state.params import Parameters
from sim.units import NonNegative, Positive, Share, param


class Economy(Parameters):
    """Incomes, needs, taxes and pay."""

    output: Positive = param(
        8.0,
        unit="US dollars a person and week",
        low=3.0,
        high=20.0,
        source="A110",
        doc="output of a person with a full living",
    )
    tax: Share = param(
        0.15,
        unit="share of output",
        low=0.05,
        high=0.25,
        source="A111",
        doc="taxes on output where administration and control are complete",
    )
    rent: NonNegative = param(
        0.15,
        unit="US dollars a person and week",
        low=0.0,
        high=1.0,
        source="A112",
        doc="revenue of the state that does not depend on people: resources, grants",
    )
    wage: Positive = param(
        0.05,
        unit="thousand US dollars a week",
        low=0.02,
        high=0.12,
        source="A113",
        doc="full cost of a soldier or policeman",
    )
    destroy: Share = param(
        0.05,
        unit="share a week",
        low=0.01,
        high=0.15,
        source="A114",
        doc="capital lost in a week of heavy fighting nearby",
    )
    rebuild: Share = param(
        0.006,
        unit="share of gap a week",
        low=0.002,
        high=0.015,
        source="A115",
        doc="rebuilding of capital in peace",
    )
    levy: Share = param(
        0.06,
        unit="share of output",
        low=0.02,
        high=0.15,
        source="A116",
        doc="part of a community's weekly output that bands who rule it can take",
    )
    needs_rate: Share = param(
        0.15,
        unit="share of gap a week",
        low=0.05,
        high=0.3,
        source="A117",
        doc="speed at which needs met follow income, services and aid",
    )
    replenish: Share = param(
        0.02,
        unit="share of gap a week",
        low=0.005,
        high=0.05,
        source="A118",
        doc="recruiting of local forces towards their authorised strength",
    )
    skill_fade: Share = param(
        0.004,
        unit="share a week",
        low=0.001,
        high=0.01,
        source="A119",
        doc="skill and conduct that turnover takes from a unit, more when unpaid",
    )
    drilled: Share = param(
        0.7,
        unit="share",
        low=0.3,
        high=0.9,
        source="A616",
        doc="of the fading of skills that units who exercise often are spared",
    )
    skim: Share = param(
        0.3,
        unit="share of pay",
        low=0.1,
        high=0.6,
        source="A615",
        doc="that commanders keep, by men who do not exist too, where everything is for sale and "
        "nobody answers for it",
    )
    rain_fed: Share = param(
        0.6,
        unit="share",
        low=0.3,
        high=0.9,
        source="A490",
        doc="livelihoods lost in a complete drought",
    )
    idle: Share = param(
        0.5,
        unit="share",
        low=0.2,
        high=0.8,
        source="A491",
        doc="work that complete fear keeps people from",
    )
    detour: NonNegative = param(
        0.06,
        unit="share of the price per complete embargo",
        low=0.02,
        high=0.3,
        source="A515",
        doc="rise of the price of food where checks on goods for an armed group hold up trade",
    )
    # A clinic and a school for 5,000 people cost some hundred thousand dollars.
    works_half: Positive = param(
        20.0,
        unit="US dollars a person",
        low=5.0,
        high=60.0,
        source="A711",
        doc="works in use at which half of their effect is reached",
    )
    facility: Share = param(
        0.4,
        unit="share",
        low=0.1,
        high=0.8,
        source="A711",
        doc="of services missing that works in use can give",
    )
    commerce: Share = param(
        0.1,
        unit="share of income",
        low=0.0,
        high=0.25,
        source="A711",
        doc="added to a living by roads, wells and markets",
    )
    # Cash raised prices by a few percent in remote villages and by nothing where traders compete.
    dearer: NonNegative = param(
        0.5,
        unit="share of price",
        low=0.0,
        high=2.0,
        source="CunhaDeGiorgiJayachandran2019",
        doc="rise of the price of food per full living handed out in cash where no trader comes",
    )
    crowding: Share = param(
        0.4,
        unit="share",
        low=0.1,
        high=0.7,
        source="A492",
        doc="income lost where everybody is displaced",
    )
    # Household surveys find effects of food aid on work from none to a tenth or two.
    reliance: Share = param(
        0.15,
        unit="share",
        low=0.0,
        high=0.4,
        source="A549",
        doc="own work given up by people who have come to live on aid altogether",
    )
    household: Positive = param(
        5.0,
        unit="persons",
        low=3.0,
        high=8.0,
        source="A549",
        doc="who live on the income of a man in a reintegration programme",
    )
    # Running costs of schools, clinics and courts in poor countries are 10 to 50 dollars a person.
    upkeep: NonNegative = param(
        15.0,
        unit="US dollars a year and inhabitant",
        low=4.0,
        high=40.0,
        source="A549",
        doc="to keep up all institutions at full capacity",
    )
