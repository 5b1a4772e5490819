# %% [markdown]
# # 3. Compare strategies
#
# Four ways to respond to the same conflict. Which one leaves the longest peace, how sure is that, and at what cost?
#
# To stay below a minute we use the small province `classroom` and **few** runs, ten for each strategy. That is enough to
# learn how to compare, and not enough to decide anything.

# %% [markdown]
# ## The same luck for all
#
# Run number 1 of every strategy has seed 1, run number 2 has seed 2, and so on. The runs of one seed make a **pair**:
# what differs between them is the strategy, not the luck.

# %%
from experiments.compare import Plan, compare
from sim import Scenario

names = ["none", "light_footprint", "robust_force", "integrated"]
plan = Plan({name: Scenario.load("classroom", strategy=name) for name in names}, seeds=range(1, 11))
compared = compare(plan, jobs=1)
compared

# %% [markdown]
# A number in brackets is a **95 % interval**: if we did all of this again with other seeds, intervals made this way
# would hold the true mean 95 times in 100. Where two intervals overlap widely, do not speak of a difference.

# %%
from experiments import figures

figures.ranking(compared)

# %% [markdown]
# ## Why pairs?
#
# Look at the deaths of `integrated` less those of `none`, once pair by pair, once with the seeds mixed up.

# %%
import numpy as np

from experiments import paired

outcome = "deaths"
with_luck_shared = compared.differences("integrated", outcome)
mixed = compared.values("integrated", outcome) - np.roll(compared.values("none", outcome), 1)

for name, values in (("pairs", with_luck_shared), ("mixed up", mixed)):
    mean, low, high, *_ = paired.mean(values)
    print(f"{name:9} {mean:6.0f} [{low:.0f}, {high:.0f}]   width {high - low:.0f}")
