# %% [markdown]
# # 3. Compare strategies
#
# Three ways to respond to the same conflict. Which one leaves the longest peace, how sure is that, and at what cost?
#
# To stay below a minute we use the small province `classroom` and **few** runs, eight for each strategy. That is enough to
# learn how to compare, and not enough to decide anything.

# %% [markdown]
# ## The same luck for all
#
# Run number 1 of every strategy has seed 1, run number 2 has seed 2, and so on. The runs of one seed make a **pair**:
# what differs between them is the strategy, not the luck.

# %%
from experiments.compare import Plan, compare
from sim import Scenario

names = ["none", "light_footprint", "integrated"]
plan = Plan({name: Scenario.load("classroom", strategy=name) for name in names}, seeds=range(1, 9))
compared = compare(plan, jobs=1)
compared

# %% [markdown]
# A number in brackets is a **95 % interval**: if we did all of this again with other seeds, intervals made this way
# would hold the true mean 95 times in 100. Intervals of two strategies may overlap although the strategies differ, since
# they share their luck. In the figure a star marks what differs from `none` in pairs.

# %%
from experiments import figures

figures.ranking(compared)

# %% [markdown]
# ## Why pairs?
#
# Look at the deaths under `light_footprint` less those under `none`: once pair by pair, once with the seeds mixed up, so
# that each run is compared with a run of other luck.

# %%
import numpy as np

from experiments import paired

in_pairs = compared.differences("light_footprint", "deaths")
mixed_up = compared.values("light_footprint", "deaths") - np.roll(
    compared.values("none", "deaths"), 1
)

wide = {}
for name, values in (("in pairs", in_pairs), ("mixed up", mixed_up)):
    mean, low, high, *_ = paired.mean(values)
    wide[name] = high - low
    print(f"{name}: {mean:.0f} deaths, from {low:.0f} to {high:.0f}: {high - low:.0f} wide")

# %%
from IPython.display import Markdown

times = wide["mixed up"] / wide["in pairs"]
together = np.corrcoef(
    compared.values("light_footprint", "deaths"), compared.values("none", "deaths")
)
Markdown(
    f"The mean is the same. Mixed up, the interval is **{times:.1f} times** as wide as in pairs. Luck that both share drops "
    f"out of a pair, and the more they share the more it does: here the correlation of the two is {together[0, 1]:.2f}. "
    "Where strategies soon part ways, little is left to share, and pairs gain little; on average they cost nothing."
)

# %% [markdown]
# ## Does peace hold after exit?
#
# The mission leaves, and the clock starts. The curve falls when a run returns to conflict. A run that is still at peace
# when the run ends has not failed: it was only not watched for longer.

# %%
figures.survival(compared)

# %% [markdown]
# ## At what cost?
#
# The two missions were given the same money, so they differ in what they do with it.

# %%
figures.cost_and_stability(compared)

# %% [markdown]
# ## How many runs are enough?
#
# Begin with three pairs, add one at a time, and watch the interval of the difference.

# %%
import pandas as pd

from sim.figures import curves

steps = range(3, 9)
found = [paired.mean(in_pairs[:n]) for n in steps]
mean = pd.Series([one.value for one in found], index=steps)
band = ([one.low for one in found], [one.high for one in found])

holds = "holds" if band[0][0] <= mean.iloc[-1] <= band[1][0] else "leaves out"
factor = (band[1][0] - band[0][0]) / (band[1][-1] - band[0][-1])

curves(
    {"light_footprint less none": mean},
    f"The interval of three pairs {holds} what eight find, and is {factor:.1f} times as wide",
    ("pairs of runs", "difference in deaths"),
    "classroom, seeds 1 to 8. Shaded: 95 % interval.",
    band,
)

# %% [markdown]
# Three runs can be alike by chance: then their interval is narrow, and may well be wrong. Or they differ by chance, and it is
# wide. Look at both ends of the band, and whether they settle.
#
# To halve an interval takes four times as many runs. How many pairs would it take to tell each strategy from `none`, if
# the differences are as large as they look here?

# %%
outcomes = ["deaths", "peace_years_after", "stability_after"]
needed = {
    name: [paired.replicates_needed(compared.differences(name, one)) for one in outcomes]
    for name in names[1:]
}
pd.DataFrame(needed, index=outcomes).map("{:,.0f}".format)

# %% [markdown]
# These numbers are themselves guesses from eight pairs. Where thousands would be needed, two strategies are *as good as
# equal* in that outcome. Decide on the number **before** you look: who adds runs until a difference shows up, will find one.

# %% [markdown]
# ## Exercises
#
# 1. What does each strategy pay for a death that is prevented? (`compared.cost_per_death`)
# 2. How many runs would give the mean deaths of `integrated` an interval of plus or minus 20? (`paired.replicates_for`)
# 3. Rank the strategies by the mean number of `displaced`. Is the order that of the years of peace?
#
# Try first; the solutions are below.

# %% [markdown]
# ## Solutions
#
# **1.** Where the interval reaches infinity, it is not sure that any death is prevented.

# %%
for name in names[1:]:
    price, low, high, *_ = compared.cost_per_death(name)
    print(f"{name:16} {price / 1e6:8.2f} million dollars, from {low / 1e6:.2f} to {high / 1e6:.2f}")

# %% [markdown]
# **2.** Compare it with the eight runs that we have.

# %%
print(f"{paired.replicates_for(compared.values('integrated', 'deaths'), 20):.0f} runs")

# %% [markdown]
# **3.** What is best may depend on what you count: compare the two orders.

# %%
by_displaced = sorted(names, key=lambda name: compared.values(name, "displaced").mean())
by_peace = sorted(names, key=lambda name: -compared.values(name, "peace_years_after").mean())
print("fewest displaced first:", ", ".join(by_displaced))
print("longest peace first:   ", ", ".join(by_peace))
