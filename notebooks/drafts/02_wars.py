# %% [markdown]
# **Draft: written, not yet run or looked at.**

# %% [markdown]
# # 2. What makes wars start, last and return
#
# No mission here: only the conflict itself. We begin with the smallest model of rebellion there is, and then switch single
# mechanisms of the province `classroom` off, one at a time.

# %% [markdown]
# ## The smallest model: Epstein's civil violence
#
# Citizens have hardships. Whether they blame the regime depends on its *legitimacy*. They rebel when they are angry
# enough and see few cops around; cops put rebels in jail. That is all (Epstein 2002).

# %%
from sim.epstein import CivilViolence

town = CivilViolence(legitimacy=0.6, rng=1)
for _ in range(5):
    town.step()

town.datacollector.get_model_vars_dataframe()

# %% [markdown]
# ## A slow decline, and a sudden one
#
# Now a regime loses legitimacy, from 0.9 down to 0.6. In one town it does so bit by bit; in the other all at once, by a
# scandal in step 50. In the end both have the same legitimacy.

# %%
import numpy as np

slow, sudden = CivilViolence(legitimacy=0.9, rng=1), CivilViolence(legitimacy=0.9, rng=1)
for step in range(150):
    slow.legitimacy = float(np.interp(step, [0, 100], [0.9, 0.6]))
    sudden.legitimacy = 0.9 if step < 50 else 0.6
    slow.step()
    sudden.step()

# %%
from sim.figures import curves

rebels = {
    "at once": sudden.datacollector.get_model_vars_dataframe()["active"],
    "bit by bit": slow.datacollector.get_model_vars_dataframe()["active"],
}
peaks = {name: int(values.max()) for name, values in rebels.items()}

curves(
    rebels,
    f"A sudden loss brings {peaks['at once']} rebels at the peak, a slow one {peaks['bit by bit']}",
    ("step", "active rebels, persons"),
    "Epstein's model 1, 40 x 40 cells, seed 1.",
)

# %% [markdown]
# When legitimacy falls slowly, the angriest rebel one by one and are jailed one by one. When it falls at once, many rebel
# in the same step, and each of them makes it safer for the others.

# %% [markdown]
# ## From riots to war
#
# In Epstein's town rebels have no commanders, no money and no memory, so a riot ends as soon as it began. The province
# `classroom` has all of these. Here is its war, with nobody to help:

# %%
from sim import Scenario, simulate
from sim.figures import timeline

province = Scenario.load("classroom", strategy="none")
timeline(simulate(province, seed=1))

# %% [markdown]
# It starts at once, lasts for years, ends with a settlement, and **returns**: a cross marks a settlement that was broken.

# %% [markdown]
# ## One mechanism at a time
#
# Change one thing, keep the rest, and use the same four seeds. How many weeks of war are there in twelve years?
#
# - **Start**: the armed group has no fighters at the start. It would have to gather them.
# - **Last**: nobody abroad pays for the war.
# - **End**: parties who could agree never sign.
# - **Grievance**: the excluded group gets a say in the capital.

# %%
changes = {
    "as it is": {},
    "no fighters at the start": {"factions.0.fighters": 0},
    "no money from abroad": {"factions.0.sponsor": 0},
    "nobody ever signs": {"dynamics.politics.sign": 0},
    "inclusion 0.6": {"people.groups.1.inclusion": 0.6},
}
seeds = range(1, 5)
runs = {
    name: [simulate(province.varied(change), seed) for seed in seeds]
    for name, change in changes.items()
}

# %%
from sim.figures import dots

weeks = {name: [(run.series["at_war"] > 0).sum() for run in found] for name, found in runs.items()}
means = {name: np.mean(values) for name, values in weeks.items()}

dots(
    weeks,
    f"Without fighters or money there is little war; where nobody signs it lasts "
    f"{means['nobody ever signs'] / means['as it is']:.1f} times as long",
    "weeks at war, of 624",
    "classroom without a mission, seeds 1 to 4.",
)

# %% [markdown]
# Two lessons. What *starts* a war need not be what makes it *last*: an armed group can be kept going by money, whatever
# people feel. And the cause that everybody names, exclusion, does not show in the length of the war here, once it has
# begun. Four seeds cannot tell small differences, though; notebook 3 shows how many are needed.

# %% [markdown]
# ## How often does war return?
#
# Count the agreements that were signed and those that were broken.

# %%
import pandas as pd

from sim.state import codes

pd.DataFrame(
    {
        "signed": {name: sum(len(run.agreements) for run in found) for name, found in runs.items()},
        "broken": {
            name: sum((run.agreements["end"] == codes.BROKEN).sum() for run in found)
            for name, found in runs.items()
        },
    }
)

# %% [markdown]
# An agreement without a guarantor rests on trust, and after a war there is little of it. That is why missions that leave
# early are a gamble.

# %% [markdown]
# ## Exercises
#
# 1. Repeat the sudden scandal in Epstein's town with seeds 1 to 5. How far does the peak vary?
# 2. Double the cops there (`cop_density=0.148`). Does a scandal still bring a riot?
# 3. Give the Hill Front twice the money from abroad (`factions.0.sponsor` is 2 thousand dollars a week). Is the war with
#    seeds 1 to 4 twice as long?
#
# Try first; the solutions are below.

# %% [markdown]
# ## Solutions
#
# **1.** A function saves typing.


# %%
def peak(seed, **parameters):
    model = CivilViolence(legitimacy=0.9, rng=seed, **parameters)
    for step in range(100):
        model.legitimacy = 0.9 if step < 50 else 0.6
        model.step()
    return int(model.datacollector.get_model_vars_dataframe()["active"].max())


usual = [peak(seed) for seed in range(1, 6)]
print("rebels at the peak:", usual)

# %% [markdown]
# **2.** Compare the means of the two rows.

# %%
doubled = [peak(seed, cop_density=0.148) for seed in range(1, 6)]

dots(
    {"74 cops in 1,000 cells": usual, "148": doubled},
    f"With twice the cops the peak is {np.mean(doubled):.0f} rebels instead of {np.mean(usual):.0f}",
    "active rebels at the peak, persons",
    "Epstein's model 1, seeds 1 to 5.",
)

# %% [markdown]
# **3.** A factor that decides whether there is a war need not decide, beyond that, how long it is.

# %%
rich = province.varied({"factions.0.sponsor": 4})
longer = [(simulate(rich, seed).series["at_war"] > 0).sum() for seed in seeds]
print(f"weeks at war: {np.mean(longer):.0f} instead of {means['as it is']:.0f}, on average")
