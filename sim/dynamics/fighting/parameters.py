"""The numbers of fighting: how deadly which kind of violence is, and who gets away."""

from sim.state.params import Parameters
from sim.units import NonNegative, Positive, Share, param


class Fighting(Parameters):
    """How deadly which kind of violence is, and who gets away."""

    renewed: Share = param(
        0.55,
        unit="share",
        low=0.1,
        high=0.6,
        source="A779",
        doc="fights of a band and a unit after which the two fight again within days",
    )
    lethality: Positive = param(
        0.055,
        unit="deaths per effective opponent",
        low=0.02,
        high=0.09,
        source="A80",
        doc="expected dead per engaged opponent in one clash of mean intensity",
    )
    surprise: NonNegative = param(
        1.2,
        unit="ratio",
        low=0.4,
        high=2.5,
        source="Biddle2004",
        doc="gain in effect of whoever starts a fight unseen, at most",
    )
    breaking: Share = param(
        0.4,
        unit="share of those engaged",
        low=0.2,
        high=0.6,
        source="A81",
        doc="losses at which a side withdraws",
    )
    crossfire: NonNegative = param(
        0.14,
        unit="civilians per combatant killed",
        low=0.03,
        high=0.4,
        source="A82",
        doc="civilians killed between the sides in a settled place",
    )
    massacre: Positive = param(
        0.17,
        unit="deaths per fighter",
        low=0.03,
        high=0.3,
        source="A83",
        doc="people killed per fighter in an attack on civilians of mean intensity",
    )
    find: Positive = param(
        1.3,
        unit="rate per week",
        low=0.6,
        high=3.5,
        source="A84",
        doc="success of a skilled company's search, where people say nothing",
    )
    tips: Positive = param(
        3.0,
        unit="rate per week",
        low=1.0,
        high=5.0,
        source="BermanShapiroFelter2011",
        doc="how much full information from people adds to the search",
    )
    abuse: Share = param(
        0.10,
        unit="share of operations",
        low=0.03,
        high=0.3,
        source="A85",
        doc="operations by a unit without discipline that end in abuse with deaths",
    )
    abuse_size: Positive = param(
        2.0,
        unit="deaths",
        low=0.5,
        high=5.0,
        source="A86",
        doc="mean deaths in such an abuse by a company",
    )
    in_time: Positive = param(
        0.2,
        unit="per effective peacekeeper",
        low=0.05,
        high=0.3,
        source="OIOS2014",
        doc="chance that patrols in reach arrive while an attack goes on (saturating)",
    )
    warned: NonNegative = param(
        1.0,
        unit="ratio",
        low=0.0,
        high=3.0,
        source="A539",
        doc="how much better patrols come in time where people tell the mission all that they know",
    )
    word: NonNegative = param(
        1.0,
        unit="ratio",
        low=0.3,
        high=3.0,
        source="A586",
        doc="more patrols that come in time where the mission sees all and can tell all at once",
    )
    stop: Share = param(
        0.75,
        unit="share of deaths",
        low=0.4,
        high=0.95,
        source="A87",
        doc="deaths that an arrival in time prevents",
    )
    bomb_deaths: Positive = param(
        0.5,
        unit="deaths",
        low=0.15,
        high=1.5,
        source="A88",
        doc="mean deaths by a roadside bomb",
    )
    brunt: Share = param(
        0.3,
        unit="weight",
        low=0.1,
        high=0.8,
        source="A440",
        doc="weight of mission police, against troops who will act, in coming to help",
    )
    escorted: Share = param(
        0.8,
        unit="weight",
        low=0.3,
        high=1.0,
        source="A772",
        doc="weight of local police whom mission police go with, against troops who will act, in "
        "coming to help",
    )
    passed: NonNegative = param(
        0.5,
        unit="per week",
        low=0.1,
        high=1.2,
        source="A518",
        doc="rate of locating a band where all that peacekeepers see is passed on to local forces",
    )
    leak: Share = param(
        0.6,
        unit="share",
        low=0.2,
        high=0.9,
        source="A518",
        doc="chance that a band is warned of shared plans by forces without conduct, all for sale",
    )
    dismay: NonNegative = param(
        6.0,
        unit="fear per share lost",
        low=2.0,
        high=10.0,
        source="A441",
        doc="fear that losses leave in a unit of local forces",
    )
    incident: NonNegative = param(
        0.3,
        unit="index",
        low=0.1,
        high=0.8,
        source="A442",
        doc="tension that an act of violence under an agreement adds, before its dead are counted",
    )
    attributed: Share = param(
        0.8,
        unit="share",
        low=0.4,
        high=1.0,
        source="Fortna2003",
        doc="part of that tension that full verification prevents, by saying who did it",
    )
    forewarned: Share = param(
        0.7,
        unit="share",
        low=0.3,
        high=0.9,
        source="A443",
        doc="part of a band's surprise that a unit skilled in finding out denies it",
    )
    convoy_deaths: NonNegative = param(
        0.02,
        unit="deaths per fighter",
        low=0.005,
        high=0.06,
        source="A444",
        doc="people killed per fighter in an attack of mean intensity on an aid convoy",
    )
    wreck: Share = param(
        0.5,
        unit="share",
        low=0.1,
        high=1.0,
        source="A704",
        doc="of what has been built that is destroyed in an attack on works under way",
    )
    # Deaths in camps and enclaves that fell were many times those of attacks on villages.
    trapped: NonNegative = param(
        3.0,
        unit="ratio",
        low=0.0,
        high=8.0,
        source="A705",
        doc="rise of deaths in an attack where all people of a safe zone are displaced",
    )
    betrayal: Share = param(
        0.3,
        unit="share",
        low=0.05,
        high=0.7,
        source="A706",
        doc="trust in the mission lost by a massacre where it had promised safety",
    )
    patrol: Share = param(
        0.4,
        unit="ratio",
        low=0.2,
        high=0.8,
        source="A445",
        doc="success of a patrol's search, against that of an operation",
    )
    between: Positive = param(
        100.0,
        unit="effective persons",
        low=30.0,
        high=300.0,
        source="RuggeriDorussenGizelis2017",
        doc="peacekeepers in reach who stand between the sides in half of the fights that units "
        "of the army seek",
    )
    unlocated: Share = param(
        0.25,
        unit="ratio",
        low=0.1,
        high=0.6,
        source="A446",
        doc="success of a search for a band that nobody has located, against one that is known",
    )
    dare: NonNegative = param(
        0.8,
        unit="ratio",
        low=0.4,
        high=1.5,
        source="A447",
        doc="effective soldiers per fighter below which a unit does not attack",
    )
    shaken: Share = param(
        0.4,
        unit="share",
        low=0.2,
        high=0.7,
        source="A448",
        doc="fear above which a unit may take revenge on people",
    )
    routine: Share = param(
        0.1,
        unit="ratio",
        low=0.02,
        high=0.4,
        source="A449",
        doc="abuse on a routine patrol, against that after a search that found nobody",
    )
    kin: Share = param(
        0.4,
        unit="ratio",
        low=0.1,
        high=0.8,
        source="A450",
        doc="abuse of people of the unit's own group, against that of others",
    )
    watched: Share = param(
        0.7,
        unit="share",
        low=0.2,
        high=0.9,
        source="A763",
        doc="of abuse that many mission police who go about with local forces prevent",
    )
    answerable: Share = param(
        0.7,
        unit="share",
        low=0.3,
        high=0.95,
        source="A451",
        doc="abuse that full accountability of officials prevents",
    )
