"""Calibration: which of the values that assumptions may have agree with what is known of violence.

Parameters are drawn over their declared ranges, each draw is run without a mission, and draws that
cannot be squared with the targets are ruled out (history matching). What is left is a set of draws,
not a best one: a comparison of strategies over the set says how much its answer hangs on what the
targets do not settle.

Where to look: `parameters` (what is varied), `targets` and `naming` (what draws are held against),
`planning` (the runs: a sweep), `worker` (one run), `estimates` (from runs to numbers by draw),
`matching` (which draws are ruled out), `learning` (what the targets have taught), `report`,
`figure` and `saving` (how it is told), `fitted` (reading the set that is kept).

Sources: Craig, Goldstein, Seheult & Smith 1997 and Vernon, Goldstein & Bower 2010, Bayesian
Analysis 5(4): 619-669, for history matching; Pukelsheim 1994, The American Statistician 48(2):
88-91, for the rule of three sigma. Keeping the draws within a tolerance of the targets is also the
plainest form of approximate Bayesian computation (Beaumont 2010, Annual Review of Ecology,
Evolution, and Systematics 41: 379-406), with the declared ranges as priors.
"""
