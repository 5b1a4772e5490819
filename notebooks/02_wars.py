# %% [markdown]
# # 2. What makes wars start, last and return
#
# Nobody comes to help in this notebook: there is only the conflict itself. Three questions are kept apart, because their
# answers need not be the same:
#
# - What makes a war **start**? (Fearon & Laitin 2003; Collier & Hoeffler 2004)
# - What makes it **last**? (Fearon 2004)
# - What makes it **return** after a settlement? (Walter 2002)
#
# We begin with the smallest model of rebellion there is. Then we take a province and change one mechanism at a time,
# with the same luck before and after.
#
# Numbers and findings are computed in the cells. Where the text says *look whether*, look: the answer is in your run.

# %% [markdown]
# ## The smallest model: Epstein's civil violence
#
# Citizens have a hardship $H$. The regime has a legitimacy $L$. A citizen is aggrieved by $G = H (1 - L)$, and expects to
# be arrested with a probability $P$ that rises with the number of cops *for each rebel* in view. She rebels when
#
# $$G - R\,P > T,$$
#
# where $R$ is how much she shies from risk and $T$ a threshold. Cops jail the rebels whom they see. That is all (Epstein
# 2002).

# %%
from sim.epstein import Citizen, CivilViolence

town = CivilViolence(legitimacy=0.9, max_jail_term=30, rng=1)
angriest = max(town.agents_by_type[Citizen], key=lambda citizen: citizen.grievance)
risk = angriest.risk_aversion * angriest.arrest_probability
print(
    f"the angriest citizen: G = {angriest.grievance:.3f}, R P = {risk:.3f}, T = {town.active_threshold}"
)
print("she rebels" if angriest.grievance - risk > town.active_threshold else "she stays quiet")

# %% [markdown]
# ## The same loss, slow or sudden
#
# A regime loses legitimacy, from 0.9 down to 0.4. In one town this takes a hundred steps. In the other it happens at once,
# by a scandal in step 50. In the end both regimes are equally weak.

# %%
import numpy as np
import pandas as pd
from IPython.display import Markdown


def decline(seed, sudden, **parameters):
    """Rebels by step in a town that loses legitimacy."""
    town = CivilViolence(legitimacy=0.9, max_jail_term=30, rng=seed, **parameters)
    for step in range(150):
        slowly = float(np.interp(step, [0, 100], [0.9, 0.4]))
        town.legitimacy = (0.9 if step < 50 else 0.4) if sudden else slowly
        town.step()
    return town.datacollector.get_model_vars_dataframe()["active"]


scandal, erosion = decline(1, sudden=True), decline(1, sudden=False)

# %%
from sim.figures import curves

curves(
    {"at once": scandal, "bit by bit": erosion},
    f"A sudden loss brings {scandal.max()} rebels at the peak, a slow one {erosion.max()}",
    ("step", "active rebels, persons"),
    "Epstein's civil violence, model 1, 40 x 40 cells, seed 1.",
)

# %%
peaks = [(decline(seed, True).max(), decline(seed, False).max()) for seed in range(1, 6)]
larger = sum(sudden > slow for sudden, slow in peaks)
Markdown(
    f"The peak is larger after a sudden loss with **{larger} of {len(peaks)}** seeds. How to read it: when legitimacy falls "
    "slowly, the angriest rebel one by one, and are jailed one by one. When it falls at once, many rebel in the same step, "
    "and each of them makes it safer for the others. It is not the *size* of a grievance alone that tips a crowd."
)

# %% [markdown]
# Now count what this town does **not** have. Its rebels have no arms and no leaders, so they cannot go on when the mood
# has passed. Nobody pays them. And nobody promises anything, so no promise can be broken. The province `classroom` has all
# of that: bands, an armed movement, money, talks and settlements.

# %% [markdown]
# ## Start: how many does it take?
#
# The movement of the Hillsiders, the Hill Front, begins with 160 fighters. Let it begin with fewer. Grievance, money and
# the state stay as they are; only the first nucleus changes. If there is a critical mass, runs fall into two heaps: the
# group withers, or it grows.

# %%
from sim import Scenario, simulate
from sim.figures import dots

province = Scenario.load("classroom", strategy="none")
seeds = range(1, 9)


def most_fighters(changes):
    """The most fighters at any time of three years, by seed."""
    changed = province.varied(changes)
    return [simulate(changed, seed, weeks=156).series["fighters"].max() for seed in seeds]


sizes = [0, 30, 60, 90]
by_size = {size: most_fighters({"factions.0.fighters": size}) for size in sizes}

# %%
HOLD = 100  # fighters: a group that has ever had so many has taken hold


def hold(values):
    return sum(value >= HOLD for value in values)


held = {size: hold(values) for size, values in by_size.items()}
told = ", ".join(f"{count} with {size}" for size, count in held.items())

dots(
    {f"{size} at the start": values for size, values in by_size.items()},
    f"Groups that take hold, of {len(seeds)}: {told} fighters at the start",
    f"most fighters in three years, persons ({HOLD} and more: it has taken hold)",
    "classroom without a mission, seeds 1 to 8.",
)

# %% [markdown]
# Look for two things. Is there a size from which on the group takes hold with nearly every seed? And do some runs start
# *without any* fighter? Those are rebellions that began from the people alone, as in Epstein's town.
#
# If few runs start where nobody is armed yet, you see why causes of war are hard to find in data, too: studies of onset
# have thousands of country-years, and few wars.

# %% [markdown]
# ## Start: motive or opportunity?
#
# Two schools dispute what makes the difference. One says *motive*: people rebel who are excluded from power (Gurr 1970;
# Cederman, Wimmer & Min 2010). The other says *opportunity*: grievance is everywhere, but only where living is poor, the
# state weak or somebody pays can a rebellion be kept up (Collier & Hoeffler 2004; Fearon & Laitin 2003). Epstein's town has a
# third candidate, the *example of others* (Granovetter 1978).
#
# Take the nucleus for which the outcome is most open, and change one thing at a time: a say in the capital is about
# motive; a better living, no money from abroad and a larger army are about opportunity; and where neighbours do not pull,
# young men join without regard to who else has joined.

# %%
from experiments import paired

nucleus = min(sizes, key=lambda size: abs(held[size] - len(seeds) / 2))
causes = {
    "as it is": {},
    "a say in the capital": {"people.groups.1.inclusion": 0.6},
    "a better living": {"people.groups.1.livelihood": 0.6},
    "no money from abroad": {"factions.0.sponsor": 0},
    "an army twice as large": {"state.army": 2800},
    "neighbours do not pull": {"dynamics.community_rule.kin": 0},
}
began = {"as it is": by_size[nucleus]} | {
    name: most_fighters({"factions.0.fighters": nucleus, **change})
    for name, change in causes.items()
    if change
}

dots(
    began,
    f"Of {len(seeds)} groups with {nucleus} fighters {hold(began['as it is'])} take hold; "
    f"where their people have a say in the capital, {hold(began['a say in the capital'])}",
    f"most fighters in three years, persons ({HOLD} and more: it has taken hold)",
    "classroom without a mission, seeds 1 to 8.",
)

# %% [markdown]
# Eight runs of yes or no are little. Wilson's interval says how little. And since seeds are shared, count pairs: with how many
# seeds does the group take hold as it is and not after the change (*lost*), and with how many the other way round (*gained*)?

# %%
took = {name: np.array(values) >= HOLD for name, values in began.items()}
shares = {name: paired.share(values) for name, values in took.items()}
pairs = {name: paired.difference(values * 1.0 - took["as it is"]) for name, values in took.items()}
pd.DataFrame(
    {
        "took hold": {name: f"{one.value:.0%}" for name, one in shares.items()},
        "95 % interval": {name: f"{one.low:.0%} to {one.high:.0%}" for name, one in shares.items()},
        "lost": {name: sum(took["as it is"] & ~values) for name, values in took.items()},
        "gained": {name: sum(~took["as it is"] & values) for name, values in took.items()},
        "told in pairs": {name: "yes" if one.told_apart else "no" for name, one in pairs.items()},
    }
)

# %% [markdown]
# However different the dots look: where the last column says *no*, these runs do not tell the change from none. (At least
# six seeds have to turn the same way; how many runs are needed is in notebook 3.) In a model motive and opportunity need not
# be rivals: look whether *either* of them, taken away, seems to be enough.

# %% [markdown]
# ## Last: what keeps a war going?
#
# Now the movement has its 160 fighters, and there is a war. How many weeks of six years are spent at war? Again one
# mechanism at a time, among them two that are about bargaining (Fearon 1995): parties overestimate their chances, and
# they do not believe that promises will be kept. These runs are longer, so we take six seeds.

# %%
six = range(1, 7)
WEEKS = 312
causes = {
    "as it is": {},
    "a say in the capital": {"people.groups.1.inclusion": 0.6},
    "no money from abroad": {"factions.0.sponsor": 0},
    "no false optimism": {"dynamics.politics.optimism": 0},
    "promises believed more": {"dynamics.politics.faith": 0.7},
}


def run(changes):
    return [simulate(province.varied(changes), seed, weeks=WEEKS) for seed in six]


def weeks_at_war(runs):
    return np.array([(one.series["at_war"] > 0).sum() for one in runs], float)


wars = {name: run(change) for name, change in causes.items()}
lasted = {name: weeks_at_war(found) for name, found in wars.items()}

# %% [markdown]
# One of these wars in full. Bars are the killed, the second panel shows agreements, a cross an agreement that was broken.
# (The title names the week in which a mission would have left. That there is none makes no difference: peace is looked at
# in the same week for all.)

# %%
from sim.figures import timeline

timeline(wars["as it is"][0])

# %%
from sim.figures import intervals

base = lasted["as it is"]
change = {name: paired.difference(weeks - base) for name, weeks in list(lasted.items())[1:]}
strongest = max(change, key=lambda name: abs(change[name].value))
words = "shortens" if change[strongest].value < 0 else "lengthens"

intervals(
    change,
    f"Of these, '{strongest}' {words} the war most: by {abs(change[strongest].value):.0f} weeks, of {base.mean():.0f}",
    "weeks at war in six years, less those of the same seed as it is",
    "classroom without a mission, seeds 1 to 6, in pairs.",
)

# %%
sure = [name for name, one in change.items() if one.told_apart]
Markdown(
    f"Told from no effect by these {len(six)} pairs: **{', '.join(sure) or 'none'}**. What is grey may still matter; six "
    "pairs cannot tell. (Told means: the interval leaves 0 out, and a test by random signs agrees.)"
)

# %% [markdown]
# ## Return: what becomes of a settlement?
#
# These runs begin on the day after a settlement. The Hill Front is promised a share of power and is to lay down arms, and
# nobody guarantees anything. Walter (2002) calls that the critical barrier: a group that disarms can be cheated afterwards.
#
# When does conflict return? We take the first week in which the battle deaths of a year pass the threshold of UCDP, scaled
# by population. A run in which that never happens stays on top.

# %%
from sim.metrics.peace import course
from sim.state import codes

signed = {"settlements": [{"faction": "Hill Front", "share": 0.38}]}
every = ["political", "territorial", "military", "economic"]
terms = {
    "as it is": {},
    "power shared in four ways": {
        "settlements": [{"faction": "Hill Front", "share": 0.38, "dimensions": every}]
    },
    "a say in the capital": {"people.groups.1.inclusion": 0.6},
    "no money from abroad": {"factions.0.sponsor": 0},
}
after = {name: run({**signed, **change}) for name, change in terms.items()}


def back(one):
    """The first week of conflict, or infinity."""
    weeks = np.flatnonzero(course(one.series_data, one.measures).conflict)
    return weeks[0] if len(weeks) else np.inf


def calm(first_weeks):
    """Runs in which conflict has not returned yet, in percent, by years since the settlement."""
    weeks = np.arange(WEEKS + 1)
    return pd.Series([100 * np.mean(first_weeks > week) for week in weeks], index=weeks / 52)


returned = {name: np.array([back(one) for one in found]) for name, found in after.items()}
relapsed = {name: int(np.isfinite(weeks).sum()) for name, weeks in returned.items()}

curves(
    {name: calm(weeks) for name, weeks in returned.items()},
    f"Conflict returns with {relapsed['as it is']} of {len(six)} seeds as it is, and with "
    f"{relapsed['no money from abroad']} where nobody pays from abroad",
    ("years since the settlement", "runs without conflict so far, %"),
    "classroom without a mission, from a settlement on, seeds 1 to 6.",
)

# %% [markdown]
# A broken settlement and a new war are not the same. Count both:


# %%
def broken(one):
    return one.agreements[0]["end"] == codes.BROKEN


pd.DataFrame(
    {
        "settlements broken": {name: sum(map(broken, found)) for name, found in after.items()},
        "conflict returned": relapsed,
        "weeks at war, mean": {
            name: round(weeks_at_war(found).mean()) for name, found in after.items()
        },
    }
)

# %% [markdown]
# Compare the columns row by row. Where settlements are broken as often and yet fewer wars follow, the mechanism does not
# keep promises: it decides what a broken promise *leads to*. Where fewer are broken, it makes promises easier to keep. A
# mission can do either, and it matters which (notebook 3).

# %% [markdown]
# ## One cause, three questions
#
# Two changes were tried in all three parts. Here they are side by side:

# %%
in_all = ["as it is", "a say in the capital", "no money from abroad"]
pd.DataFrame(
    {
        "start: group takes hold": [f"{hold(began[name])} of {len(seeds)}" for name in in_all],
        "last: weeks at war": [f"{lasted[name].mean():.0f}" for name in in_all],
        "return: conflict again": [f"{relapsed[name]} of {len(six)}" for name in in_all],
    },
    index=in_all,
)

# %% [markdown]
# Read each row from left to right. A mechanism that decides whether a war starts may do little once it has begun, and the
# other way round. Whoever asks "what causes civil war?" has to say which of the three is meant.
#
# And remember what this is: a fictional province, one value for each change, six or eight seeds. Which of the model's
# assumptions such a statement hangs on is the matter of notebook 5; whether published studies agree, that of notebook 6.

# %% [markdown]
# ## Exercises
#
# 1. Double the cops in Epstein's town (`cop_density=0.148`). Does a scandal still bring a riot, with seeds 1 to 5?
# 2. Give the Hill Front twice the money from abroad (`factions.0.sponsor` is 2 thousand dollars a week). Is the war with
#    seeds 1 to 6 twice as long?
# 3. Two mechanisms at once: a settlement with power shared in four ways, *and* no money from abroad. In how many runs does
#    conflict return? Do the two effects add up?
#
# Try first; the solutions are below.

# %% [markdown]
# ## Solutions
#
# **1.** Compare the means of the two rows.

# %%
few = [sudden for sudden, _ in peaks]
many = [decline(seed, True, cop_density=0.148).max() for seed in range(1, 6)]

dots(
    {"74 cops in 1,000 cells": few, "148": many},
    f"With twice the cops the peak is {np.mean(many):.0f} rebels, instead of {np.mean(few):.0f}",
    "active rebels at the peak, persons",
    "Epstein's civil violence, model 1, seeds 1 to 5.",
)

# %% [markdown]
# **2.** Take the difference in pairs, as before.

# %%
rich = weeks_at_war(run({"factions.0.sponsor": 4}))
more = paired.difference(rich - base)
print(
    f"{rich.mean():.0f} weeks instead of {base.mean():.0f}: {rich.mean() / base.mean():.2f} times as long"
)
print(f"difference {more.value:+.0f} weeks, 95 % interval {more.low:+.0f} to {more.high:+.0f}")

# %% [markdown]
# **3.** If effects added up, the last number would be the first plus both changes (or 0, where that is below 0).

# %%
both = run({**terms["power shared in four ways"], **terms["no money from abroad"]})
counted = {**relapsed, "both": int(np.isfinite([back(one) for one in both]).sum())}
single = [counted[name] - counted["as it is"] for name in list(terms)[1::2]]
print("conflict returned:", ", ".join(f"{name} {count}" for name, count in counted.items()))
print(f"expected of both, if they added up: {max(0, counted['as it is'] + sum(single))}")
