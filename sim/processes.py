"""The registry of processes and rules: their parameter records, by the name they have in YAML."""

from pydantic import Field

from sim.dynamics.arrangements import Arrangements
from sim.dynamics.bands import BandLife
from sim.dynamics.calendar import Calendar
from sim.dynamics.campaigns import Campaigns
from sim.dynamics.civic import Civic
from sim.dynamics.coalition import Coalition
from sim.dynamics.command import Command
from sim.dynamics.communal import Communal
from sim.dynamics.convoys import ConvoyLife
from sim.dynamics.cooperation import Cooperation
from sim.dynamics.crime import Crime
from sim.dynamics.dependence import Dependence
from sim.dynamics.displacement import Displacement
from sim.dynamics.economy import Economy
from sim.dynamics.feelings import Feelings
from sim.dynamics.fighting import Fighting
from sim.dynamics.institutions import Institutions
from sim.dynamics.politics import Politics
from sim.dynamics.presence import Presence
from sim.dynamics.relief import Relief
from sim.dynamics.reporting import Reporting
from sim.dynamics.supply import Supply
from sim.rules.band import BandRule
from sim.rules.community import CommunityRule
from sim.rules.convoy import ConvoyRule
from sim.rules.force import ForceRule
from sim.rules.mediator import MediatorRule
from sim.rules.peacekeeper import PeacekeeperRule
from sim.state.params import Parameters


class Dynamics(Parameters):
    """All numbers of the conflict, by process. A scenario overrides what differs in its country."""

    calendar: Calendar = Field(default_factory=Calendar)
    presence: Presence = Field(default_factory=Presence)
    reporting: Reporting = Field(default_factory=Reporting)
    institutions: Institutions = Field(default_factory=Institutions)
    convoy_life: ConvoyLife = Field(default_factory=ConvoyLife)
    civic: Civic = Field(default_factory=Civic)
    supply: Supply = Field(default_factory=Supply)
    command: Command = Field(default_factory=Command)
    campaigns: Campaigns = Field(default_factory=Campaigns)
    arrangements: Arrangements = Field(default_factory=Arrangements)
    coalition: Coalition = Field(default_factory=Coalition)
    cooperation: Cooperation = Field(default_factory=Cooperation)
    feelings: Feelings = Field(default_factory=Feelings)
    economy: Economy = Field(default_factory=Economy)
    communal: Communal = Field(default_factory=Communal)
    crime: Crime = Field(default_factory=Crime)
    dependence: Dependence = Field(default_factory=Dependence)
    relief: Relief = Field(default_factory=Relief)
    displacement: Displacement = Field(default_factory=Displacement)
    fighting: Fighting = Field(default_factory=Fighting)
    band_life: BandLife = Field(default_factory=BandLife)
    politics: Politics = Field(default_factory=Politics)
    community_rule: CommunityRule = Field(default_factory=CommunityRule)
    band_rule: BandRule = Field(default_factory=BandRule)
    force_rule: ForceRule = Field(default_factory=ForceRule)
    peacekeeper_rule: PeacekeeperRule = Field(default_factory=PeacekeeperRule)
    mediator_rule: MediatorRule = Field(default_factory=MediatorRule)
    convoy_rule: ConvoyRule = Field(default_factory=ConvoyRule)
