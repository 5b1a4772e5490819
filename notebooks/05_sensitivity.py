# %% [markdown]
# # 5. Sweeps and sensitivity
#
# A result that changes when an assumption changes within its range is no result. So before you believe one, ask: *on which
# assumption does it hang?* That takes many runs, and a plan for them.
#
# The way from here: a design file, a sweep, the assumptions that matter, and the one that **decides** between two
# strategies.
#
# To stay below a minute, runs are two years long and points are few. That is enough to learn how it is done, and too
# little to decide anything.

# %% [markdown]
# ## A question, and what is not known
#
# Two light missions go to the small province. `light_footprint` is civilian and patient. `aid_first` meets needs and gives
# work. Under which of the two do people feel less injustice (`grievance`)?
#
# Four things about the province are not known well. A scenario says one number for each. Each has a range, too: the one
# that the model declares as plausible, or one of your own. A **design** is a file that says what is run.

# %%
from pathlib import Path
from tempfile import mkdtemp

folder = Path(mkdtemp())
design = folder / "question.yaml"
design.write_text(
    """
name: question
scenarios: [classroom]
strategies: [light_footprint, aid_first]    # the first is what the other is compared with
weeks: 2 years
settings:                                   # the same in all runs: the missions come at once
  strategy.mission.start: 0
  strategy.mission.civil_delay: 4
  strategy.mission.civil_build_up: 13
replicates: 2                               # two seeds for each point, the same for both strategies
outcomes: [grievance]
uncertainties:                              # what is not known
  - people.groups.1.inclusion               # the say of the Hillsiders in the capital: over its declared range
  - people.groups.1.livelihood              # what their land yields
  - state.conduct                           # how far soldiers respect civilians
  - {path: factions.0.sponsor, low: 0, high: 6}   # money from abroad, thousand dollars a week
sampler: {name: morris, trajectories: 3}
"""
)
print(design.name, "is written")

# %% [markdown]
# What if something in it is wrong? Everything that is wrong is said before the first run, with its line:

# %%
from textwrap import fill

from experiments.sweep.design import load_design
from sim.yaml_source import InputErrors

mistaken = folder / "mistaken.yaml"
mistaken.write_text(design.read_text().replace("replicates: 2 ", "replicate: 2 "))
try:
    load_design(mistaken)
except InputErrors as error:
    print(fill(str(error).replace(f"{folder}/", ""), 100))

# %% [markdown]
# ## Where the points lie
#
# The first idea that everybody has is to change one factor at a time, all others staying as they are. That sees only one
# corner of the room (Saltelli & Annoni 2010). Morris (1991) takes many steps of one factor each, but from *different*
# places: a trajectory starts anywhere and changes each factor once. Four factors make trajectories of five points.
#
# `most=20` stops the sweep early, as a power cut would.

# %%
from experiments import sweep

question = sweep.make(design, folder / "runs", jobs=1, most=20)
question

# %% [markdown]
# Nothing is lost: the same line again makes what is missing.

# %%
question = sweep.make(design, folder / "runs", jobs=1)
question

# %% [markdown]
# ## One row a run
#
# Everything is in one table: what varied, and what came out. (Files are Parquet, which any language reads.)

# %%
runs = question.outcomes()
short = {one.path: one.path.split(".")[-1] for one in question.runs.factors}
runs[["strategy", "seed", *short, "grievance"]].rename(columns=short).head(4).round(3)

# %% [markdown]
# Here is one trajectory. Each row differs from the row above in exactly one factor.

# %%
first = runs[(runs["strategy"] == "aid_first") & (runs["seed"] == 1)].head(len(short) + 1)
first[[*short, "grievance"]].rename(columns=short).round(3)

# %% [markdown]
# ## What does the outcome hang on?
#
# For each step, divide the change of the outcome by the size of the step. The mean of the sizes of these changes, $\mu^*$, says
# how much a factor matters. Their spread, $\sigma$, says whether it matters *differently in different places*: then it works
# together with others, or its effect bends.

# %%
from experiments.analysis.strategies.figures import FIGURES
from experiments.analysis.strategies.loading import of_sweep
from experiments.analysis.strategies.sensitivity import sensitivity

study = of_sweep(question)
level = sensitivity(study, "grievance", "aid_first")
FIGURES[type(level)](level, study)

# %%
from IPython.display import Markdown

Markdown(f"> {level.sentence()}")

# %% [markdown]
# Blue bars are told from no influence, grey ones are not. A grey bar is no proof that a factor does nothing.

# %% [markdown]
# ## What does the *choice* hang on?
#
# The figure above tells what makes grievance high or low. But nobody chooses the level: one chooses between strategies. Take
# the **difference** of the two with the same seed at the same point, and ask again.

# %%
choice = sensitivity(study, "grievance", "aid_first", against="light_footprint")
FIGURES[type(choice)](choice, study)

# %%
import pandas as pd

places = {"level": level, "choice": choice}
ranks = pd.DataFrame(
    {
        f"place for the {name}": {factor: n + 1 for n, factor in enumerate(one.table["factor"])}
        for name, one in places.items()
    }
)
indices = choice.table.set_index("factor")[["mu_star", "sigma"]].add_suffix(" of the choice")
ranks.join(indices.round(4)).sort_values("place for the choice")

# %%
deciding = choice.table.iloc[0]
told = "and is told from no influence" if deciding["told"] else "but is not told from no influence"
Markdown(
    f"For the choice **{deciding['factor']}** comes first, {told}. For the level, **{level.table.iloc[0]['factor']}** comes "
    f"first. Of the variance of single differences {choice.luck:.0%} is luck, of that of single levels {level.luck:.0%}."
)

# %% [markdown]
# The two lists need not agree. A factor can shift both strategies alike: then it matters, and decides nothing. And a factor
# that hardly moves the level can turn the choice around.

# %% [markdown]
# ## Does it turn the choice around?
#
# Screening says *that* a factor matters. Now look how. A second design takes the first factor alone, over its whole range,
# with three seeds and all else as the scenario has it.

# %%
from experiments import paired


def scan(name, path, values, replicates=3):
    """Both strategies at some values of one factor: the difference for each value and seed."""
    plan = folder / f"{name}.yaml"
    head = design.read_text().split("replicates")[0].replace("name: question", f"name: {name}")
    plan.write_text(
        f"""{head}
replicates: {replicates}
uncertainties: [{{path: {path}, values: {list(values)}}}]
sampler: {{name: grid}}
"""
    )
    found = sweep.make(plan, folder / name, jobs=1).outcomes()
    wide = found.pivot_table(
        index=[path, "seed"], columns="strategy", values="grievance", observed=True
    )
    return wide["aid_first"] - wide["light_footprint"]


low, high = float(deciding["low"]), float(deciding["high"])
values = [round(low + (high - low) * step / 3, 3) for step in range(4)]
differences = scan("decide", deciding["path"], values)
by_value = {value: paired.mean(differences.loc[value].to_numpy()) for value in values}

# %%
from itertools import pairwise

from sim.figures import intervals

below = [value for value, one in by_value.items() if one.high < 0]
above = [value for value, one in by_value.items() if one.low > 0]
verdict = {
    (True, True): "The choice turns around within the range",
    (True, False): "Less grievance under aid_first at {} of the values, more at none",
    (False, True): "More grievance under aid_first at {} of the values, less at none",
    (False, False): "At no value are the two told apart",
}[bool(below), bool(above)].format(len(below) + len(above))

intervals(
    {f"{short[deciding['path']]} {value:g}": one for value, one in by_value.items()},
    verdict,
    "grievance under aid_first less that under light_footprint (0 to 1)",
    "classroom, two years, seeds 1 to 3 in pairs. Left: aid_first is better.",
)

# %%
means = pd.Series({value: one.value for value, one in by_value.items()})
turns = [
    a + (b - a) * means[a] / (means[a] - means[b])
    for a, b in pairwise(values)
    if means[a] * means[b] < 0
]
where = " and ".join(f"{one:.2f}" for one in turns)
size = means.abs().max() / runs["grievance"].mean()
Markdown(
    (
        f"The line between the means crosses 0 at **{where}**. "
        if turns
        else "The means do not cross 0. "
    )
    + f"And how large is it? The largest difference is **{size:.1%}** of the mean grievance. Told apart is not the same as "
    "large: whether it is worth a mission is not for statistics to say."
)

# %% [markdown]
# If the choice turns around within the range, the honest answer to "which strategy?" is not a name. It is: *it depends on
# this, and here is where it turns*. Then the next thing to do is not another run, but to find out more about the number.
#
# If it does not turn, that is worth saying as well: the choice is robust against *this* assumption, as far as these runs can
# tell.

# %% [markdown]
# ## The real thing
#
# Four factors were chosen by hand here. The model has hundreds. The shipped designs do it in full; each says in its first
# lines which question it answers:

# %%
from experiments.sweep.design import designs_dir

pd.set_option("display.max_colwidth", None)
shipped = sorted(designs_dir().glob("*.yaml"))
pd.Series({path.stem: load_design(path).title for path in shipped}).to_frame("question")

# %% [markdown]
# `screening` takes every assumption by Morris' method. `sobol` takes whole processes, and says how much of the *variance*
# goes with each, alone and with others (Saltelli et al. 2008). `robustness` asks which strategy does well enough in most
# worlds. They take hours on many cores: `peacegrid sweep plan screening` says how many.

# %% [markdown]
# ## Exercises
#
# 1. The same runs hold every other outcome. On what does the choice hang if you count the `displaced`? No new run is needed.
# 2. How sure is the order of the factors? Keep only the first replicate (seed 1), and ask for the choice again. What does the
#    sentence say that it did not say before?
# 3. Take the factor that came **last** for the choice. Let it go from one end of its range to the other. Does the
#    difference change by less than it did for the first?
#
# Try first; the solutions are below.

# %% [markdown]
# ## Solutions
#
# **1.** One line, another outcome.

# %%
displaced = sensitivity(study, "displaced", "aid_first", against="light_footprint")
Markdown(f"> {displaced.sentence()}")

# %% [markdown]
# **2.** A study is a table with some knowledge about it: keep some rows.

# %%
from dataclasses import replace

first_only = replace(study, runs=study.runs[study.runs["replicate"] == 0])
single = sensitivity(first_only, "grievance", "aid_first", "light_footprint")
Markdown(f"> {single.sentence()}")

# %% [markdown]
# **3.** Compare how far the mean moves.

# %%
last = choice.table.iloc[-1]
ends = scan("last", last["path"], [float(last["low"]), float(last["high"])], replicates=2)
moved = ends.groupby(level=0).mean()
print(f"{deciding['factor']}: the difference moves by {means.max() - means.min():.4f}")
print(f"{last['factor']}: by {moved.max() - moved.min():.4f}")
