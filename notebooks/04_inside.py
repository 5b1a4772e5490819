# %% [markdown]
# # 4. Inside the model
#
# So far you have looked at a country from above. Now pick up single communities, bands and peacekeepers, give bands a
# rule of their own, and write a new element of strategy.
#
# The agents are [Mesa](https://mesa.readthedocs.io) agents: if you know Mesa, you know how to work with them.

# %% [markdown]
# ## A model that stops every week
#
# `simulate` runs to the end. A `PeacekeepingModel` takes one step at a time, and a step is a week. Let two years go by.

# %%
from sim import PeacekeepingModel

model = PeacekeepingModel("classroom", strategy="integrated", rng=1)
for _ in range(104):
    model.step()

model

# %% [markdown]
# ## Pick up a community
#
# A community is some thousands of people in one place. Which one is the angriest?

# %%
from sim.agents import Band, Community, Peacekeeper

communities = model.agents_by_type[Community]
angriest = max(communities, key=lambda one: one.grievance)
print(angriest)

# %% [markdown]
# All communities side by side are a table; here are the five angriest, and some columns:

# %%
table = model.table(Community).sort_values("grievance", ascending=False)
table[["x", "y", "group", "population", "grievance", "fear", "trust_state"]].head(5).round(2)

# %% [markdown]
# An agent has many attributes: put `angriest` alone in a cell, and a table shows them all, with units and meanings.
# Here are three of them, and what one of them means:

# %%
print(
    f"grievance {angriest.grievance:.2f}, fear {angriest.fear:.2f}, trust {angriest.trust_state:.2f}"
)
print("trust_state:", Community.trust_state.__doc__)

# %% [markdown]
# ## Pick up a band
#
# A band is a number of fighters who move and fight together. What are the bands doing this week?

# %%
bands = model.agents_by_type[Band]
for band in list(bands)[:4]:
    print(band)

# %% [markdown]
# ## Pick up a peacekeeper
#
# Units of the mission are pledged, travel, arrive and go home. Those that have arrived have a base and patrol from it.

# %%
units = model.agents_by_type[Peacekeeper].select(lambda unit: unit.deployed)
unit = list(units)[0]
print(unit)
print("base:", unit.base_cell.coordinate)
for community in unit.base_cell.communities:
    print("there with it:", community)

# %% [markdown]
# ## Change somebody
#
# An attribute can be assigned. An agent owns no copy of its numbers: it writes into the world, and the run goes on from
# there.

# %%
print(f"mean grievance before: {communities.agg('grievance', sum) / len(communities):.2f}")
for one in communities:
    one.grievance = 0.1
print(f"and now: {communities.agg('grievance', sum) / len(communities):.2f}")

# %% [markdown]
# ## A mind of its own
#
# How does a band decide? By the method `decide`. Write a subclass with another one. These bands never attack: they live
# off the people of their place, or hide.


# %%
class Racketeers(Band):
    def decide(self):
        if self.cell.communities:
            self.tax(self.cell.communities[0])
        else:
            self.hide()


# %% [markdown]
# Two models with the same luck; in one of them all bands are racketeers. Five years, nobody comes to help.

# %%
usual = PeacekeepingModel("classroom", rng=1)
other = PeacekeepingModel("classroom", rng=1, kinds=Racketeers)
for _ in range(260):
    usual.step()
    other.step()

# %%
from sim.figures import curves

fighters = {
    "bands as usual": usual.datacollector.get_model_vars_dataframe()["fighters"],
    "racketeers": other.datacollector.get_model_vars_dataframe()["fighters"],
}
curves(
    fighters,
    f"After five years {other.fighters:,.0f} fighters live off people; bands as usual have "
    f"{usual.fighters:,.0f}",
    ("week of the run", "fighters of armed groups, persons"),
    "classroom without a mission, seed 1; one run each.",
)

# %% [markdown]
# Were you surprised? Two things can keep usual bands smaller: attacks cost them men, and a war that is fought can be settled.
# Did that happen here?

# %%
from IPython.display import Markdown

from sim.state import codes


def story(model):
    """What became of a war: killed, and the weeks in which settlements were signed."""
    papers = model.world.agreements
    signed = papers.signed[(papers.alive != 0) & (papers.kind == codes.SETTLED)].tolist()
    weeks = ", ".join(str(week) for week in signed)
    killed = model.recorder.series["deaths"].sum()
    return f"{killed:,.0f} killed, " + (
        f"a settlement in week {weeks}" if signed else "no settlement"
    )


Markdown(
    f"Bands as usual: **{story(usual)}**. Racketeers: **{story(other)}**. Quiet is not the same as peace: look at more than "
    "one number."
)

# %% [markdown]
# ## A thirteenth element
#
# A strategy is made of twelve elements: training, aid, mediation and so on. Write one more. This one gives young men
# **apprenticeships**, so that fewer of them have nothing to lose.
#
# An element does not set results. It *asks* for something through a channel, here `communities.jobs` (the share of
# young men with a place), and it costs money. What follows from it is up to the people of the model.

# %%
from typing import ClassVar

from sim.effects import EVERY
from sim.mechanisms.base import Mechanism, pace


class Apprenticeships(Mechanism):
    name: ClassVar[str] = "apprenticeships"
    title: ClassVar[str] = "Apprenticeships"
    counts: ClassVar[str] = "US dollars"
    channels: ClassVar[tuple[str, ...]] = ("communities.jobs",)

    def act(self, world, effects, rng):
        """One week: places for three in ten young men, as far as the mission is set up."""
        now = pace(world, effects, self)
        effects.add(self.name, "communities.jobs", EVERY, 0.3 * now)
        effects.spend(self.name, 0.2 * now * world.communities.population.sum())

    def cost(self, people):
        """US dollars a week: 20 cents for each inhabitant."""
        return 0.2 * self.level * people

    def narrative(self):
        return "Three in ten young men have a place as an apprentice."


# %% [markdown]
# A strategy that has it, and a scenario that takes such a strategy, are one line each:

# %%
from sim import Scenario
from sim.strategy import Strategy


class MyStrategy(Strategy):
    apprenticeships: Apprenticeships = Apprenticeships(level=0)


class MyScenario(Scenario):
    strategy: MyStrategy = MyStrategy()


without = MyScenario.load("classroom", strategy="light_footprint")
with_it = without.varied({"strategy.apprenticeships.level": 1})
print(with_it.strategy.narrative().splitlines()[-1])

# %% [markdown]
# Run both with the same eight seeds. How many fighters do armed groups have, on average over the twelve years?

# %%
from sim import simulate
from sim.figures import dots


def mean_fighters(scenario):
    return [simulate(scenario, seed).series["fighters"].mean() for seed in range(1, 9)]


plain, taught = mean_fighters(without), mean_fighters(with_it)
fewer = sum(b < a for a, b in zip(plain, taught, strict=True))

dots(
    {"light_footprint": plain, "with apprenticeships": taught},
    f"Apprenticeships go with fewer fighters with {fewer} of 8 seeds",
    "fighters of armed groups, mean over twelve years, persons",
    "classroom, seeds 1 to 8.",
)

# %% [markdown]
# What did it cost? The ledger knows, for every week and element. Here are the five dearest:

# %%
run = simulate(with_it, seed=1)
spent = (run.costs.sum() / 1e6).rename("million US dollars")
spent.sort_values(ascending=False).head(5).round(1).to_frame()

# %% [markdown]
# A fair test gives the *other* strategy the same money. That is what notebook 3 is about. To keep an element, put the
# class into a file in `sim/mechanisms/` and one line into `sim/strategy.py`.

# %% [markdown]
# ## Exercises
#
# 1. Write `Hiders`: bands that always hide. Are they weaker or stronger than racketeers after five years? Why?
# 2. Write peacekeepers who never leave their base. In how many of the seeds 1 to 5 are more people killed under
#    `integrated` in the first five years?
# 3. Give apprenticeships to the Hillsiders only (the group in row 1). How does the money change?
#
# Try first; the solutions are below.

# %% [markdown]
# ## Solutions
#
# **1.** Who only hides eats nothing, and fighters without supplies go home. Compare the three numbers.


# %%
class Hiders(Band):
    def decide(self):
        self.hide()


hiding = PeacekeepingModel("classroom", rng=1, kinds=Hiders)
for _ in range(260):
    hiding.step()
print(
    f"fighters: {hiding.fighters:.0f} who hide, {other.fighters:.0f} who tax, {usual.fighters:.0f} as usual"
)

# %% [markdown]
# **2.** `rest` is what a unit does that decides nothing: it stays at its base.


# %%
class Barracked(Peacekeeper):
    def decide(self):
        self.rest()


def killed(seed, kinds=()):
    model = PeacekeepingModel("classroom", strategy="integrated", rng=seed, kinds=kinds)
    for _ in range(260):
        model.step()
    return model.recorder.series["deaths"].sum()


patrolling = [killed(seed) for seed in range(1, 6)]
barracked = [killed(seed, Barracked) for seed in range(1, 6)]
worse = sum(b > a for a, b in zip(patrolling, barracked, strict=True))

dots(
    {"patrols as usual": patrolling, "never leave the base": barracked},
    f"Without patrols more people are killed with {worse} of 5 seeds",
    "people killed in five years",
    "classroom with integrated, seeds 1 to 5.",
)

# %% [markdown]
# How much is that against luck? Published studies find that troops lower battle deaths. Whether this model shows it over
# many runs is finding A01 in `experiments/validation/VALIDATION.md`: what a model passes and fails is worth knowing before you
# use it.

# %%
import numpy as np

from experiments import paired

value, low, high, *_ = paired.mean(np.array(barracked) - np.array(patrolling))
Markdown(
    f"Without patrols **{value:+,.0f}** deaths, 95 % interval {low:+,.0f} to {high:+,.0f}, by {len(patrolling)} pairs. "
    "Where the interval holds 0, these runs do not tell the change from luck."
)

# %% [markdown]
# **3.** A subclass of the element asks for some rows only, and pays for them only.


# %%
class ForHillside(Apprenticeships):
    def act(self, world, effects, rng):
        now = pace(world, effects, self)
        theirs = (world.communities.group == 1).nonzero()[0]
        effects.add(self.name, "communities.jobs", theirs, 0.3 * now)
        effects.spend(self.name, 0.2 * now * world.communities.population[theirs].sum())

    def cost(self, people):
        """US dollars a week: four in ten people are Hillsiders."""
        return 0.4 * super().cost(people)


class FairStrategy(Strategy):
    apprenticeships: ForHillside = ForHillside(level=0)


class FairScenario(Scenario):
    strategy: FairStrategy = FairStrategy()


targeted = FairScenario.load("classroom", strategy="light_footprint")
targeted = targeted.varied({"strategy.apprenticeships.level": 1})
cheaper = simulate(targeted, seed=1).costs["apprenticeships"].sum()
print(
    f"{cheaper / 1e6:.1f} instead of {run.costs['apprenticeships'].sum() / 1e6:.1f} million dollars"
)
