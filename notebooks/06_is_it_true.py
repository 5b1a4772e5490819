# %% [markdown]
# # 6. Is it true?
#
# A model of conflict can be wrong in many ways and still draw fine figures. This notebook holds the model against
# published findings: which it reproduces, which it does not, and what that allows you to say.
#
# No model of an open system can be *verified* (Oreskes, Shrader-Frechette & Belitz 1994). What can be done is to say
# beforehand what would count against it, and then to look.
#
# The verdicts below are read from a file: that of the last run of the tests that was kept. Sentences with numbers are
# computed from it.

# %% [markdown]
# ## What was promised beforehand
#
# Each finding is an entry of `facts.yaml`: what was found, by whom, how it is measured in the model, and which values are
# accepted. The bounds were fixed before the model was measured, and are never widened afterwards.

# %%
from IPython.display import Markdown

from experiments.validation.catalogue import facts

known = facts()
a01 = known["A01"]
criteria = sum(len(one.accept) for one in known.values())
Markdown(
    f"There are **{len(known)} findings** with {criteria} criteria. One of them:\n\n**{a01.id}. {a01.title}**\n\n"
    f"- *published*: {a01.published}\n- *by*: {a01.citation}\n- *measured here*: {a01.measure}\n"
    f"- *mechanism*: {a01.mechanism}"
)

# %% [markdown]
# ## What passes, what fails
#
# One mark is one finding. A finding is as good as its worst criterion.

# %%
from experiments.validation.figure import families
from experiments.validation.table import read

found = read()
families(found, "As last measured. NOT MEASURED: no runs have been made for it.")

# %% [markdown]
# Verdicts are about the model as it was when the runs were made. Is it still that model?

# %%
import json

from experiments.validation.table import PUBLISHED
from sim.provenance import provenance

then, now = json.loads(PUBLISHED.read_text())["provenance"], provenance()
same = then["source_hash"] == now["source_hash"]
Markdown(
    "The sources of the model are **the same**."
    if same
    else "The sources of the model **have changed since**, so these verdicts are of an older version."
)

# %% [markdown]
# What the words mean (`experiments/validation/protocol.py` has them in full):
#
# - **PASS**: the estimate lies where it is accepted, and its 95 % interval on the right side of no effect.
# - **WEAK**: the sign is right beyond doubt, the size is not.
# - **FAIL**: the sign is wrong, or there is next to no effect where one was published.
# - **INCONCLUSIVE**: the interval is too wide to say. Nothing passes for want of runs.
#
# Begin with what fails. Here it is by name:

# %%
import pandas as pd

pd.set_option("display.max_colwidth", None)
failed = [one for one in found if one.verdict == "FAIL"]
pd.Series({one.fact.id: one.fact.title for one in failed}, name="fails").to_frame()

# %% [markdown]
# ## One finding from near
#
# A single word hides what you need to judge. Here are the criteria of A01 that are ratios: 1 means that peacekeepers change
# nothing, and the shaded stretch is what was accepted beforehand.

# %%
from sim.figures import intervals

one = next(each for each in found if each.fact.id == "A01")
ratios = [line for line in one.lines if line.criterion.none == 1]
names = {
    "reference": "reference dose of troops",
    "half": "half of it",
    "observers": "observers alone",
    "police": "police alone",
}


def label(line):
    return f"{names.get(line.name, line.name)}: {line.verdict}"


intervals(
    {label(line): line.found[:3] for line in ratios},
    f"A01 as last measured: {one.verdict}",
    "battle deaths with this mission, as a ratio to those with none",
    f"{one.runs} runs, {one.seeds} seeds an arm.",
    none=1.0,
    accepted={label(line): (line.criterion.low, line.criterion.high) for line in ratios},
)

# %% [markdown]
# ## Not known is not false
#
# "We found no effect" may mean that there is none, or that too little was looked at. Absence of evidence is not evidence
# of absence (Altman & Bland 1995). The rule knows the difference. Take an effect of a known size and the criterion of the
# reference dose, and only change how many seeds there are:

# %%
import numpy as np

from experiments.validation.protocol import Interval, judge

criterion = a01.accept["reference"]


def verdict(ratio, seeds, spread=1.0):
    """What the rule says of a ratio, where logs of single seeds scatter by `spread`."""
    error = spread / np.sqrt(seeds)
    ends = [float(np.exp(np.log(ratio) + z * error)) for z in (-1.96, 1.96, -1.645, 1.645)]
    return judge(criterion, Interval(ratio, *ends))


counts = (6, 20, 60, 200, 600)
pd.DataFrame(
    {f"{n} seeds": {f"true ratio {r}": verdict(r, n) for r in (0.3, 0.7, 0.98)} for n in counts}
)

# %% [markdown]
# Read the rows. A strong effect is told with few seeds, and passes. A middling one needs more, and then it is *weak*: right
# sign, wrong size. Next to no effect is open at first, and *fails* once the interval leaves out what was published. Who
# stops at the first column can call almost anything open.

# %% [markdown]
# ## Right for the wrong reason
#
# A model can agree with a finding by accident, or because the finding was built in. So the mechanism that is said to cause
# an effect is switched off, and the effect has to go. If it stays, the model has it for another reason, and the pass is not
# *earned*.

# %%
tested = [(each.fact.id, line) for each in found for line in each.lines if line.off is not None]
pd.DataFrame(
    [
        {
            "finding": name,
            "what is measured": line.criterion.quantity,
            "with the mechanism": f"{line.found.value:.2f}",
            "without": f"{line.off.value:.2f}",
            "the effect is": line.fate,
        }
        for name, line in tested
        if line.fate in ("gone", "weaker", "left")
    ]
).set_index("finding").rename_axis(None)

# %%
fates = pd.Series([line.fate for _, line in tested]).value_counts()
clear = sum(fates.get(fate, 0) for fate in ("gone", "weaker", "left"))
Markdown(
    f"Of {len(tested)} effects that were measured both ways, {fates.get('gone', 0)} are gone without their mechanism. Of "
    f"{len(tested) - clear} it cannot be told, or there was no effect to remove. An agreement of the second kind says little "
    "about *why*."
)

# %% [markdown]
# ## By chance alone
#
# Many criteria were looked at. Some come out well, and some badly, by luck.

# %%
measured = [line for each in found for line in each.lines if not np.isnan(line.found.low)]
few = min(each.seeds for each in found if each.runs)
most = max(each.seeds for each in found if each.runs)
Markdown(
    f"**{len(measured)}** criteria have an interval. Of that many intervals of 95 %, about "
    f"**{0.05 * len(measured):.0f}** leave out the value that endless runs would give. And they rest on {few} to {most} "
    "seeds an arm, in a few scenarios. So do not build on one verdict that stands alone: look at findings of one family "
    "together, and at the numbers behind the words."
)

# %% [markdown]
# ## Do it yourself
#
# `peacegrid facts` makes the runs, in the scenarios that the findings are meant for; all of them take many hours. One
# finding in the small province takes seconds. Six seeds are the fewest of which the rule says anything. **This is no verdict on the
# model**: a province is no theatre of war. It shows how a verdict comes about.

# %%
from pathlib import Path
from tempfile import mkdtemp

from tqdm.auto import tqdm

from experiments.sweep import session
from experiments.sweep.runner import Settings
from experiments.validation import running
from experiments.validation.assessing import assess
from experiments.validation.ensembles import ensembles
from experiments.validation.findings import registry

folder = Path(mkdtemp())
request = running.Request(scenarios=("classroom",), replicates=6)
war = ensembles()["war"]
plan = running.prepare(folder, war, request)

with tqdm(total=plan.runs, unit="run", leave=False) as bar:
    watched = Settings(progress=lambda done, lost: bar.update(done + lost))
    running.make(plan.folder, lambda plan: session.local_engine(plan, "serial"), watched)

mine = assess(registry()["A01"], running.read(folder, ["war"]))
Markdown(f"{plan.runs} runs of {war.weeks} weeks. Verdict here: **{mine.verdict}**.")

# %%
here = [line for line in mine.lines if line.criterion.none == 1]

intervals(
    {label(line): line.found[:3] for line in here},
    f"The same finding in the small province: {mine.verdict}",
    "battle deaths with this mission, as a ratio to those with none",
    f"classroom, {mine.runs} runs, {mine.seeds} seeds an arm.",
    none=1.0,
    accepted={label(line): (line.criterion.low, line.criterion.high) for line in here},
)

# %% [markdown]
# Compare with the figure further up. How much wider are the intervals? And where an interval has hardly any width: is that
# much knowledge, or did nothing change at all from one arm to the other?

# %% [markdown]
# ## How to argue about a model
#
# When somebody shows you a result of a model, this one or another, ask in this order:
#
# 1. **What would count against it?** If nothing would, the result says nothing.
# 2. **Was it fitted to that?** What was calibrated is not predicted. Here the patterns of violence (family E) and the priors
#    were looked at while parameters were set; they test less than the rest (`VALIDATION.md`).
# 3. **Does it hold for several patterns at once?** One number is easily right. Many patterns at different levels seldom are
#    (Grimm et al. 2005).
# 4. **Which mechanism does it, and does the effect go without it?**
# 5. **On which assumption does it hang?** (notebook 5)
# 6. **What is it for?** A model that is wrong about troops may still teach something about settlements. It must not be used to
#    defend an element whose finding fails.
#
# To agree with a study is to be *consistent* with it, not to confirm it. And the studies are disputed, too: the file says for
# each how sure it is.

# %%
sure = {name: each.confidence for name, each in known.items() if each.decisive}
pd.Series(sure, name="how sure is the finding?").to_frame()

# %% [markdown]
# ## Exercises
#
# 1. You want to use the model to compare offers of *mediation* (family B). Which of its findings pass, and which have not
#    been measured?
# 2. Leave out what was looked at while parameters were set: family E and the priors (`fact.gate == "prior"`). How many
#    findings pass then?
# 3. Somebody says: "0.5 was too strict, let us accept ratios up to 0.95." What does the verdict on the reference dose of A01
#    become? What is wrong with that?
#
# Try first; the solutions are below.

# %% [markdown]
# ## Solutions
#
# **1.** Letters are families.

# %%
of_b = [each for each in found if each.fact.id.startswith("B")]
pd.DataFrame(
    {"finding": [each.fact.title for each in of_b], "verdict": [each.verdict for each in of_b]},
    index=[each.fact.id for each in of_b],
)

# %% [markdown]
# **2.** Of the findings that count, those that were predicted.

# %%
counting = [each for each in found if each.fact.gate == "gate"]
predicted = [each for each in counting if not each.fact.id.startswith("E")]
for words, chosen in (("all that count", counting), ("predicted", predicted)):
    print(f"{words}: {sum(each.verdict == 'PASS' for each in chosen)} of {len(chosen)} pass")

# %% [markdown]
# **3.** A criterion is a record: copy it with another bound. (The interval of 90 % is not in the file; an effect does not
# need it.)

# %%
line = next(line for line in one.lines if line.name == "reference")
for high in (line.criterion.high, 0.95):
    print(
        f"accepted up to {high}: {judge(line.criterion.model_copy(update={'high': high}), line.found)}"
    )

# %% [markdown]
# Whatever comes out: a bound that is moved after the result is known tests nothing any more. It only says what the result
# was. If 0.5 was too strict, there must be a reason that does not mention this model.
