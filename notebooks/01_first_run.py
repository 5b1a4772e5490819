# %% [markdown]
# # 1. A first run
#
# You will run a country for twelve years, look at its map, read its events, and then change **one** number.
#
# Nothing here is a real country, and no result is a forecast. A run shows what *follows from assumptions*.
#
# *(Where nobody has run the model before, the first cell compiles it. That takes two or three minutes, once.)*

# %% [markdown]
# ## One cell
#
# `classroom` is a small province. Two groups live there, and one of them has an armed movement, the Hill Front.
# `seed` is the luck of the run: the same seed gives the same run, to the last digit.

# %%
from sim import Scenario, simulate

province = Scenario.load("classroom", strategy="none")
alone = simulate(province, seed=1)
alone

# %% [markdown]
# Who lives there, and who is armed? A scenario shows itself:

# %%
province

# %% [markdown]
# ## A map
#
# Here is the province after its first year. Blue is land where the state rules daily life, orange where the armed group
# does. Triangles are armed bands; red circles are places where people were killed in the half year before. The darker the
# ground, the more rugged it is; pale blue is water.

# %%
from sim.figures import map_of_moment

map_of_moment(alone, week=52)

# %% [markdown]
# ## A year of events
#
# Every act of violence is one row, in the terms that real data sets use (UCDP GED and ACLED). Take the first year:

# %%
events = alone.events
year = events[events["week"] < 52]
year[["week", "type_of_violence", "side_a", "side_b", "deaths_civilians", "best"]].head(6)

# %% [markdown]
# `best` is how many died in all; some acts kill nobody. The types are 1 state-based (the government and an armed group),
# 2 non-state (groups among themselves), 3 one-sided (against civilians). How many acts of each were there, and how
# many people did they kill?

# %%
year.groupby("type_of_violence")["best"].agg(["count", "sum"])

# %% [markdown]
# ## The whole run in one picture
#
# From top to bottom: people killed, agreements signed, people displaced, people under arms.

# %%
from sim.figures import timeline

timeline(alone)

# %% [markdown]
# ## Change one number
#
# The Hillsiders have little say in the capital. Their *inclusion* is 0.15, on a scale from 0 (none) to 1 (full). What if
# it were 0.6? All else stays as it is, the seed too.

# %%
fairer = province.varied({"people.groups.1.inclusion": 0.6})
included = simulate(fairer, seed=1)

print(f"killed: {alone.outcomes['deaths']:,.0f} before, {included.outcomes['deaths']:,.0f} after")

# %%
from sim.figures import curves

word = "fewer" if included.outcomes["deaths"] < alone.outcomes["deaths"] else "no fewer"

curves(
    {
        "inclusion 0.15": alone.series["deaths"].cumsum(),
        "inclusion 0.6": included.series["deaths"].cumsum(),
    },
    f"With this luck, more inclusion goes with {word} deaths: {included.outcomes['deaths']:,.0f}, "
    f"not {alone.outcomes['deaths']:,.0f}",
    ("week of the run", "people killed so far"),
    "classroom without a mission, seed 1; one run each.",
)

# %% [markdown]
# ## One run is an anecdote
#
# Was that the number that we changed, or was it luck? Change the luck, too: ten seeds, each with both numbers.

# %%
import numpy as np

from sim.figures import dots

seeds = range(1, 11)
before = [simulate(province, seed).outcomes["deaths"] for seed in seeds]
after = [simulate(fairer, seed).outcomes["deaths"] for seed in seeds]
fewer = sum(b > a for b, a in zip(before, after, strict=True))

dots(
    {"inclusion 0.15": before, "inclusion 0.6": after},
    f"More inclusion goes with fewer deaths with {fewer} of {len(seeds)} seeds",
    "people killed in twelve years",
    "classroom without a mission, seeds 1 to 10.",
)

# %% [markdown]
# Same country, same rules, other luck: how far apart are the dots of *one* row?

# %%
from IPython.display import Markdown

across = f"{min(before):,.0f} to {max(before):,.0f}"
apart = f"{np.mean(before):,.0f} and {np.mean(after):,.0f}"
Markdown(
    f"With the inclusion of 0.15 luck alone takes the deaths from **{across}**. The means of the two rows are "
    f"**{apart}**. Who shows you one run can show you any dot of a row. Notebook 3 is about how to compare fairly."
)

# %% [markdown]
# ## Exercises
#
# 1. Run the province with `seed=5`. How many people are killed, and in which week is the thousandth person displaced?
# 2. Set the support that the Hill Front gets from abroad (`factions.0.sponsor`, in thousand US dollars a week) to 0. What
#    happens with seeds 1 to 5? Does this number matter more than inclusion did?
# 3. Send somebody: `Scenario.load("classroom", strategy="integrated")`. Draw the map of week 182. What is new on
#    it?
#
# Try first; the solutions are below.

# %% [markdown]
# ## Solutions
#
# **1.** `series` has one row a week.

# %%
fifth = simulate(province, seed=5)
displaced = fifth.series["displaced"]
print(f"{fifth.outcomes['deaths']:,.0f} killed")
reached = displaced.index[displaced >= 1000]
print("first week with 1,000 displaced:", reached[0] if len(reached) else "there is none")

# %% [markdown]
# **2.** Take away the money, and count again. For inclusion there are the same seeds above.

# %%
unpaid = province.varied({"factions.0.sponsor": 0})
cut_off = [simulate(unpaid, seed).outcomes["deaths"] for seed in range(1, 6)]
saved = {
    "support from abroad": np.mean(before[:5]) - np.mean(cut_off),
    "inclusion": np.mean(before[:5]) - np.mean(after[:5]),
}
stronger = max(saved, key=lambda name: abs(saved[name]))
dots(
    {"as it is": before[:5], "no money from abroad": cut_off, "inclusion 0.6": after[:5]},
    f"With these seeds, {stronger} moves the mean of deaths most, by {abs(saved[stronger]):,.0f}",
    "people killed in twelve years",
    "classroom without a mission, seeds 1 to 5.",
)

# %% [markdown]
# **3.** The bases of the mission: squares for troops, other marks for police, observers and engineers. (Units that share a
# place hide each other.)

# %%
helped = simulate(Scenario.load("classroom", strategy="integrated"), seed=1)
map_of_moment(helped, week=182)
