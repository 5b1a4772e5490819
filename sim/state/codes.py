"""Codes that columns hold: plain integers, so that kernels can use them, with names for people."""

# Kind of armed party (factions table; row 0 is always the government).
GOVERNMENT, REBEL, MILITIA = 0, 1, 2
PARTY_KINDS = ("government", "rebel group", "militia")

# What a party fights for.
AIM_NONE, AIM_CENTRE, AIM_TERRITORY, AIM_LOCAL = 0, 1, 2, 3
AIMS = ("none", "centre", "territory", "local")

# Life of a party.
LATENT, ACTIVE = 0, 1
PARTY_STATES = ("latent", "active")

# Stage of a pair of parties.
QUIET, WAR, CEASEFIRE, SETTLEMENT = 0, 1, 2, 3
STAGES = ("quiet", "war", "ceasefire", "settlement")

# Kind of agreement, after Clayton & Sticher 2021 for ceasefires.
CESSATION, PRELIMINARY, DEFINITIVE, SETTLED = 0, 1, 2, 3
POLITICAL, TERRITORIAL, MILITARY, ECONOMIC = 1, 2, 4, 8  # dimensions of power sharing, added up
DIMENSIONS = ("political", "territorial", "military", "economic")
AGREEMENTS = (
    "cessation of hostilities",
    "preliminary ceasefire",
    "definitive ceasefire",
    "settlement",
)

# Why an agreement ended.
HOLDING, BROKEN, REPLACED, LAPSED, FULFILLED = 0, 1, 2, 3, 4
AGREEMENT_ENDS = ("holding", "broken", "replaced", "lapsed", "fulfilled")

# What an armed band does this week.
HIDE, TAX, HIT_FORCES, HIT_CIVILIANS, HIT_RIVALS, HIT_CONVOY, HIT_PEACEKEEPERS = range(7)
BAND_ACTIONS = (
    "hide",
    "tax",
    "attack forces",
    "attack civilians",
    "attack rivals",
    "attack convoy",
    "attack peacekeepers",
)

# Kind of local security force unit, and what it does this week.
ARMY, POLICE = 0, 1
FORCE_KINDS = ("army", "police")
GARRISON, PATROL, RESPOND, SWEEP, TRAINING = 0, 1, 2, 3, 4
FORCE_ACTIONS = ("garrison", "patrol", "respond", "sweep", "training")

# Kind and stage of a peacekeeper unit.
TROOPS, PK_POLICE, OBSERVERS, ENGINEERS = 0, 1, 2, 3
PEACEKEEPER_KINDS = ("troops", "police", "observers", "engineers")
PLEDGED, PREPARING, SHIPPING, INDUCTED, DEPLOYED, LEFT = 0, 1, 2, 3, 4, 5
PEACEKEEPER_STAGES = ("pledged", "preparing", "shipping", "inducted", "deployed", "left")

# Stage of the mission.
NO_MISSION, AUTHORISED, DEPLOYING, OPERATING, DRAWING_DOWN, GONE = 0, 1, 2, 3, 4, 5
MISSION_STAGES = ("none", "authorised", "deploying", "operating", "drawing down", "gone")

# Commodity of a hub, convoy or need.
FOOD, HEALTH, SHELTER = 0, 1, 2
COMMODITIES = ("food", "health", "shelter")

# State of an aid convoy.
LOADING, ON_THE_ROAD, RETURNING = 0, 1, 2
CONVOY_STATES = ("loading", "on the road", "returning")

# What a mediator works on.
NOTHING, PAIR_OF_PARTIES, LOCAL_DISPUTE = 0, 1, 2

# Events. Type of violence as in UCDP; event type as in ACLED.
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
(
    ARMED_CLASH,
    AMBUSH,
    ATTACK_CIVILIANS,
    ABUSE,
    COMMUNAL,
    IED,
    CONVOY_ATTACK,
    RIVAL_CLASH,
    PK_ATTACK,
    FRIENDLY_FIRE,
) = range(10)
EVENT_TYPES = (
    ("Battles", "Armed clash"),
    ("Battles", "Ambush"),
    ("Violence against civilians", "Attack"),
    ("Violence against civilians", "Abuse by security forces"),
    ("Riots", "Communal clash"),
    ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
    ("Violence against civilians", "Attack on aid convoy"),
    ("Battles", "Clash between armed groups"),
    ("Battles", "Attack on peacekeepers"),
    ("Battles", "Friendly fire"),
)
VIOLENCE_OF_EVENT = (
    STATE_BASED,
    STATE_BASED,
    ONE_SIDED,
    ONE_SIDED,
    NON_STATE,
    STATE_BASED,
    ONE_SIDED,
    NON_STATE,
    STATE_BASED,
    STATE_BASED,
)
CAUSES = (
    "raid",
    "response to information",
    "sweep",
    "punishment of informers",
    "ethnic hostility",
    "loot",
    "reprisal",
    "dispute",
    "revenge",
    "breach of agreement",
    "territory",
    "resistance to intervention",
    "coup",
    "injected",
    "mistaken identity",
)
(
    RAID,
    INFORMATION,
    SWEEPING,
    PUNISHMENT,
    HOSTILITY,
    LOOT,
    REPRISAL,
    DISPUTE,
    REVENGE,
    BREACH,
    TERRITORY,
    INTERVENTION,
    COUP,
    INJECTED,
    MISTAKEN,
) = range(15)

# Actors of events that are no party: negative numbers stand for them.
CIVILIANS, PEACEKEEPERS = -2, -3
