"""The numbers of a band's rule: what weighs how much when it chooses."""

from sim.state.params import Parameters
from sim.units import NonNegative, Positive, Share, param


class BandRule(Parameters):
    """What weighs how much when a band chooses."""

    attack: NonNegative = param(
        1.8,
        unit="utility",
        low=1.5,
        high=3.2,
        source="A30",
        doc="reluctance that any attack has to overcome, against hiding",
    )
    cost: NonNegative = param(
        2.4,
        unit="utility",
        low=1.0,
        high=4.0,
        source="Kalyvas2006",
        doc="weight of the expected response in the choice to attack",
    )
    edge: NonNegative = param(
        0.7,
        unit="utility per log ratio",
        low=0.3,
        high=1.5,
        source="A31",
        doc="weight of local superiority",
    )
    deterrence: NonNegative = param(
        1.5,
        unit="weight of a peacekeeper against a soldier",
        low=0.5,
        high=4.0,
        source="A32",
        doc="how much more a peacekeeper who will come counts than a soldier in the response",
    )
    informed: Share = param(
        0.8,
        unit="share",
        low=0.4,
        high=1.0,
        source="BermanShapiroFelter2011",
        doc="part of the state's response that depends on people telling",
    )
    punish: NonNegative = param(
        1.6,
        unit="utility",
        low=0.5,
        high=3.0,
        source="Kalyvas2006",
        doc="drive to kill where people inform the other side",
    )
    hatred: NonNegative = param(
        1.4,
        unit="utility",
        low=0.0,
        high=3.0,
        source="A33",
        doc="drive to kill people of a group held hostile",
    )
    loot: NonNegative = param(
        1.5,
        unit="utility",
        low=0.5,
        high=3.0,
        source="Weinstein2007",
        doc="drive to plunder when hungry and undisciplined",
    )
    support: NonNegative = param(
        3.0,
        unit="utility",
        low=1.0,
        high=5.0,
        source="Wood2010",
        doc="restraint towards people on whose support the band lives",
    )
    obedience: NonNegative = param(
        5.0,
        unit="utility",
        low=2.0,
        high=8.0,
        source="A34",
        doc="restraint by an agreement that leaders keep, at full cohesion",
    )
    honour: NonNegative = param(
        7.0,
        unit="utility",
        low=3.0,
        high=10.0,
        source="A764",
        doc="restraint by a local arrangement that peacekeepers have brought about",
    )
    called: Share = param(
        0.8,
        unit="share of weeks",
        low=0.3,
        high=1.0,
        source="A761",
        doc="weeks on the move while the group's campaign in the district is elsewhere",
    )
    rally: NonNegative = param(
        0.8,
        unit="utility per cell",
        low=0.0,
        high=1.0,
        source="A761",
        doc="pull towards the height of the group's campaign in the district",
    )
    temperature: Positive = param(
        0.8, unit="utility", low=0.4, high=1.2, source="A35", doc="noise of a choice"
    )
    restless: Share = param(
        0.25, unit="share of weeks", low=0.1, high=0.5, source="A36", doc="weeks on the move"
    )
    caution: NonNegative = param(
        0.5,
        unit="utility",
        low=0.2,
        high=1.0,
        source="A37",
        doc="avoidance of cells where bands were hurt, and of superior force",
    )
    home: NonNegative = param(
        2.0,
        unit="utility",
        low=0.5,
        high=4.0,
        source="Kalyvas2006",
        doc="pull of people who give support",
    )
    mates: NonNegative = param(
        0.5,
        unit="utility",
        low=0.0,
        high=1.5,
        source="Bohorquez2009",
        doc="pull of other bands of the same side",
    )
    advance: NonNegative = param(
        0.8,
        unit="utility",
        low=0.2,
        high=2.0,
        source="A38",
        doc="pull of beatable state forces and, for centre-seekers, of the capital",
    )
    shelter: NonNegative = param(
        0.5, unit="utility", low=0.1, high=1.0, source="A417", doc="pull of difficult ground"
    )
    inertia: NonNegative = param(
        0.2, unit="utility", low=0.0, high=0.6, source="A418", doc="pull of where the band is"
    )
    mud: NonNegative = param(
        0.3,
        unit="utility",
        low=0.1,
        high=0.8,
        source="A419",
        doc="reluctance to march where there is no road, at the height of the rains",
    )
    bold: NonNegative = param(
        2.0,
        unit="ratio",
        low=0.5,
        high=4.0,
        source="A420",
        doc="pull of the capital on centre-seekers who expect to win, in units of advance",
    )
    tax_hungry: NonNegative = param(
        2.5,
        unit="utility",
        low=1.0,
        high=4.0,
        source="A421",
        doc="drive to tax people when supplies have run out",
    )
    tax_cost: NonNegative = param(
        0.8,
        unit="utility",
        low=0.2,
        high=2.0,
        source="A422",
        doc="trouble of taxing, against hiding",
    )
    burnt: NonNegative = param(
        0.6,
        unit="utility",
        low=0.2,
        high=1.5,
        source="A423",
        doc="reluctance to attack where bands were hurt lately",
    )
    backup: Share = param(
        0.5,
        unit="weight",
        low=0.2,
        high=1.0,
        source="A424",
        doc="weight of forces next door, against those in the place, in the expected response",
    )
    response: Share = param(
        0.25,
        unit="share of strength",
        low=0.1,
        high=0.5,
        source="A425",
        doc="part of the state's force in reach that a band expects to answer one attack",
    )
    bystander: Share = param(
        0.3,
        unit="weight",
        low=0.1,
        high=0.8,
        source="A426",
        doc="weight of peacekeepers who are present but may not act, against those who will",
    )
    avenge: NonNegative = param(
        0.6,
        unit="utility",
        low=0.2,
        high=1.5,
        source="A427",
        doc="drive to kill people of other groups after heavy losses",
    )
    policed: NonNegative = param(
        3.0,
        unit="utility",
        low=1.0,
        high=5.0,
        source="A428",
        doc="deterrence of attacks on people by mission police in the place",
    )
    decency: Share = param(
        0.5,
        unit="share",
        low=0.2,
        high=1.0,
        source="A429",
        doc="part of an agreement's restraint that holds for attacks on others than the state",
    )
    nerve: NonNegative = param(
        0.8,
        unit="utility",
        low=0.3,
        high=1.5,
        source="A430",
        doc="weight of morale in the choice to attack forces",
    )
    soft: NonNegative = param(
        0.4,
        unit="utility",
        low=0.0,
        high=1.0,
        source="A431",
        doc="pull of police posts, against army posts of the same strength",
    )
    rivalry: Share = param(
        0.5,
        unit="share of attack",
        low=0.2,
        high=1.0,
        source="A432",
        doc="reluctance to attack a rival band or a convoy, as a share of that to attack forces",
    )
    push: NonNegative = param(
        5.0,
        unit="utility",
        low=2.0,
        high=7.0,
        source="A746",
        doc="drive to attack armed enemies where the group is on a campaign, against elsewhere",
    )
    terror: Share = param(
        0.8,
        unit="share of push",
        low=0.4,
        high=1.0,
        source="Kalyvas2006",
        doc="drive to kill people who are taken for the other side's, as part of a campaign",
    )
    truce: NonNegative = param(
        2.0,
        unit="ratio",
        low=1.0,
        high=3.0,
        source="A433",
        doc="restraint by peace with a rival group, in units of obedience",
    )
    # Aid that would win people drew attacks by insurgents while it was announced and built.
    spoil: NonNegative = param(
        2.4,
        unit="utility",
        low=0.0,
        high=5.0,
        source="CrostFelterJohnston2014",
        doc="drive to wreck works that a band takes for a threat",
    )
    impartial: NonNegative = param(
        0.6,
        unit="utility",
        low=0.0,
        high=1.5,
        source="A707",
        doc="restraint towards those who bring aid and are held to be impartial",
    )
    crowd: NonNegative = param(
        0.8,
        unit="utility",
        low=0.0,
        high=2.0,
        source="A708",
        doc="pull of displaced people of other groups who are gathered in a safe zone",
    )
    awe: NonNegative = param(
        1.2,
        unit="ratio",
        low=0.8,
        high=2.0,
        source="A434",
        doc="reluctance to attack peacekeepers, in units of attack",
    )
    unseen: Share = param(
        0.8,
        unit="share",
        low=0.4,
        high=1.0,
        source="A435",
        doc="part of the risk of hitting peacekeepers that roadside bombs avoid",
    )
    respect: NonNegative = param(
        1.5,
        unit="utility",
        low=0.5,
        high=3.0,
        source="A436",
        doc="restraint towards a mission that people hold legitimate",
    )
