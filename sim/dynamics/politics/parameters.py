"""The numbers of politics: how parties judge, bargain, and keep or break what they signed."""

from sim.state.params import Parameters
from sim.units import Duration, NonNegative, Positive, Share, param, years


class Politics(Parameters):
    """How parties judge their chances, bargain, and keep or break what they signed."""

    leverage: Positive = param(
        7.0,
        unit="soldiers per fighter",
        low=4.0,
        high=12.0,
        source="A120",
        doc="soldiers that one guerrilla balances in the long run",
    )
    onset: Positive = param(
        60.0, unit="fighters", low=25.0, high=150.0, source="A121", doc="strength that makes a war"
    )
    defeat: Positive = param(
        40.0,
        unit="fighters",
        low=10.0,
        high=80.0,
        source="A122",
        doc="strength below which it ends",
    )
    learning: Share = param(
        0.03,
        unit="share of gap a week",
        low=0.01,
        high=0.08,
        source="Slantchev2003",
        doc="speed at which beliefs follow what fighting shows",
    )
    optimism: Share = param(
        0.15,
        unit="share",
        low=0.0,
        high=0.3,
        source="Fearon1995",
        doc="overestimate of one's own chance when a war begins",
    )
    pain: Positive = param(
        0.5,
        unit="share of stake",
        low=0.25,
        high=1.2,
        source="Zartman2000",
        doc="cost of war at heavy recent losses, as share of what is at stake",
    )
    fatigue: Share = param(
        0.075,
        unit="share of stake a year",
        low=0.01,
        high=0.12,
        source="A132",
        doc="cost that a year of war adds for both sides: debts, weariness, lives put off",
    )
    stakes: NonNegative = param(
        0.8,
        unit="standard deviation of the logarithm",
        low=0.2,
        high=1.2,
        source="A600",
        doc="differences between parties in what a war is worth to them: some give in soon, some "
        "never (resolve, Fearon 1995)",
    )
    talks: Share = param(
        0.03,
        unit="per week",
        low=0.01,
        high=0.08,
        source="A123",
        doc="chance that talks open when both sides hurt, without mediators",
    )
    mediators: NonNegative = param(
        1.5,
        unit="ratio",
        low=0.5,
        high=4.0,
        source="Beardsley2008",
        doc="how much more often talks open and offers are found with able mediators",
    )
    sign: Share = param(
        0.03,
        unit="per week",
        low=0.01,
        high=0.1,
        source="A124",
        doc="chance to sign when talking and a deal exists that both prefer",
    )
    truce: Share = param(
        0.04,
        unit="per week",
        low=0.005,
        high=0.06,
        source="ClaytonSticher2021",
        doc="chance that hurting parties who talk agree on a ceasefire",
    )
    faith: Share = param(
        0.5,
        unit="share",
        low=0.1,
        high=0.7,
        source="A125",
        doc="belief in an enemy's promise with no institution or guarantee behind it",
    )
    guarantee: Share = param(
        0.3,
        unit="share",
        low=0.15,
        high=0.8,
        source="Walter2002",
        doc="belief added by a third party that will punish who breaks the agreement",
    )
    punish: NonNegative = param(
        0.25,
        unit="share of stake",
        low=0.1,
        high=1.2,
        source="Walter2002",
        doc="cost of being punished by a full guarantee",
    )
    exposure: NonNegative = param(
        0.1,
        unit="share of stake",
        low=0.03,
        high=0.5,
        source="Fortna2003",
        doc="cost of being seen to break it, under full verification",
    )
    breach: Share = param(
        0.04,
        unit="per week",
        low=0.01,
        high=0.1,
        source="A126",
        doc="chance a week that a party that strongly prefers war breaks an agreement",
    )
    temper: Positive = param(
        0.12, unit="share of stake", low=0.05, high=0.3, source="A127", doc="noise of that decision"
    )
    collapse: Share = param(
        0.04,
        unit="per week",
        low=0.02,
        high=0.4,
        source="A128",
        doc="chance a week that leaders who have had enough end an agreement under many incidents",
    )
    resume: Share = param(
        0.15,
        unit="per week",
        low=0.05,
        high=0.4,
        source="A781",
        doc="chance a week that leaders who strongly prefer war end a ceasefire, without incidents",
    )
    disarm: Share = param(
        0.02,
        unit="share a week",
        low=0.01,
        high=0.05,
        source="A129",
        doc="fighters who lay down arms in a week of a settlement that is kept",
    )
    split: Share = param(
        0.5,
        unit="share",
        low=0.1,
        high=0.9,
        source="BakkeCunninghamSeymour2012",
        doc="scale of the chance that a party without cohesion splits at signing",
    )
    reform: Share = param(
        0.012,
        unit="share of gap a week",
        low=0.004,
        high=0.03,
        source="A130",
        doc="speed at which promised power is really shared",
    )
    mourn: Share = param(
        0.035,
        unit="share a week",
        low=0.015,
        high=0.08,
        source="A131",
        doc="rate at which parties forget losses of past weeks",
    )
    burden: NonNegative = param(
        0.3,
        unit="weight",
        low=0.1,
        high=0.8,
        source="A460",
        doc="weight of all deaths in a war, against those of its own soldiers, for a government",
    )
    habit: Share = param(
        0.25,
        unit="share",
        low=0.1,
        high=0.4,
        source="A461",
        doc="belief added by an agreement that has held for years",
    )
    rule_of_law: NonNegative = param(
        0.3,
        unit="share",
        low=0.0,
        high=0.6,
        source="A462",
        doc="belief added by officials who are accountable",
    )
    scar: NonNegative = param(
        0.06,
        unit="share an agreement",
        low=0.02,
        high=0.15,
        source="A463",
        doc="belief lost by every agreement that the two broke",
    )
    witness: Share = param(
        0.12,
        unit="share",
        low=0.05,
        high=0.25,
        source="Fortna2003",
        doc="belief added by full verification",
    )
    shock: Share = param(
        0.6,
        unit="ratio",
        low=0.3,
        high=0.9,
        source="A464",
        doc="part of the belief in promises that outlasts the collapse of an agreement",
    )
    ready: Positive = param(
        0.15,
        unit="share of stake",
        low=0.05,
        high=0.3,
        source="A465",
        doc="cost of war at which a party is half ready to talk",
    )
    give_up: Share = param(
        0.04,
        unit="per week",
        low=0.01,
        high=0.1,
        source="A466",
        doc="chance that talks break off, without mediators",
    )
    at_once: Share = param(
        0.3,
        unit="share",
        low=0.1,
        high=0.6,
        source="A467",
        doc="deals struck in war that are settlements at once, not ceasefires first",
    )
    rupture: Share = param(
        0.6,
        unit="share",
        low=0.2,
        high=0.8,
        source="A776",
        doc="consent that a mission loses when an agreement of its host collapses",
    )
    joint: Share = param(
        0.5,
        unit="share",
        low=0.1,
        high=0.6,
        source="A774",
        doc="ceasefires for which the parties set up a commission of their own, with no third "
        "party there who would watch",
    )
    commission: Share = param(
        0.5,
        unit="share",
        low=0.1,
        high=0.7,
        source="A775",
        doc="breaches that a commission of both parties brings to light",
    )
    worth_cessation: Share = param(
        0.12,
        unit="share of a settlement",
        low=0.05,
        high=0.6,
        source="A468",
        doc="what a cessation of hostilities is worth to those who keep it",
    )
    worth_preliminary: Share = param(
        0.55,
        unit="share of a settlement",
        low=0.3,
        high=0.7,
        source="A469",
        doc="what a preliminary ceasefire is worth",
    )
    worth_definitive: Share = param(
        0.8,
        unit="share of a settlement",
        low=0.6,
        high=1.0,
        source="A470",
        doc="what a definitive ceasefire is worth",
    )
    remembered: Share = param(
        0.85,
        unit="ratio",
        low=0.2,
        high=0.95,
        source="A471",
        doc="part of the pain of war that parties at peace still reckon with",
    )
    affront: NonNegative = param(
        2.0,
        unit="index",
        low=0.5,
        high=3.0,
        source="A472",
        doc="tension that a breach adds that leaders ordered",
    )
    lingering: Share = param(
        0.85,
        unit="share",
        low=0.7,
        high=0.95,
        source="A473",
        doc="part of the tension by incidents that is left a week later",
    )
    drag: Share = param(
        0.3,
        unit="share",
        low=0.1,
        high=0.6,
        source="A474",
        doc="disarmament that goes on where the promise is not believed at all",
    )
    victory: Share = param(
        0.6,
        unit="share of strength",
        low=0.5,
        high=0.8,
        source="A475",
        doc="balance at which a group that holds the capital takes power",
    )
    breadth: Share = param(
        0.4,
        unit="share",
        low=0.1,
        high=0.7,
        source="A591",
        doc="chance that a settlement shares power in a given further dimension, with no mediator "
        "who puts causes of the war on the table",
    )
    integration: Share = param(
        0.4,
        unit="share of fighters",
        low=0.1,
        high=0.7,
        source="A592",
        doc="taken into the army where the settlement says so",
    )
    autonomy: Share = param(
        0.008,
        unit="share of gap a week",
        low=0.002,
        high=0.02,
        source="A593",
        doc="speed at which promised self-rule comes about where the promise is believed",
    )
    dividend: Share = param(
        0.06,
        unit="share of revenue",
        low=0.02,
        high=0.15,
        source="A594",
        doc="public money that goes to the group's people where the settlement says so",
    )
    capital_head: Positive = param(
        500.0,
        unit="US dollars a head",
        low=200.0,
        high=1_500.0,
        source="A595",
        doc="worth of the livestock, tools and shops of a household, by head",
    )
    mutiny: Share = param(
        0.5,
        unit="share",
        low=0.2,
        high=0.9,
        source="A596",
        doc="of the men taken into the army who go back to their group when the settlement breaks",
    )
    alarm: NonNegative = param(
        0.6,
        unit="share of stake",
        low=0.2,
        high=1.2,
        source="A597",
        doc="what the fear to be struck first is worth when incidents come one upon the other",
    )
    signal: Share = param(
        0.35,
        unit="share",
        low=0.05,
        high=0.4,
        source="HartzellHoddie2003",
        doc="belief in promises that is added by power conceded in every dimension, "
        "since only who means it concedes so much",
    )
    futile: Share = param(
        0.2,
        unit="share of one's chance",
        low=0.0,
        high=0.6,
        source="KathmanBenson2019",
        doc="hope of winning that is lost where peacekeepers stand in the way of every campaign",
    )
    fulfilled: Duration = param(
        years(7),
        unit="weeks",
        low=156,
        high=780,
        source="A598",
        doc="after which a settlement that is kept by a group without arms is beyond question",
    )
    spared: Share = param(
        0.6,
        unit="share",
        low=0.2,
        high=0.9,
        source="A599",
        doc="of the pain of war that a state is spared against a group without any strength",
    )
