"""The published findings on conflict and peacekeeping as tests that the model has to pass.

Where to look: `facts.yaml` (what was found, what is accepted), `catalogue` (that file, checked),
`protocol` (verdicts), `samples` and `estimates` (bootstrap over seeds, ratios, hazards),
`ensembles` (which runs there are, shared between facts), `trials` (what is done by lot within a
run), `measures` (what is kept of a run), `worker` (one run), `findings` (the registry) with
`peacekeeping`, `agreements`, `aid`, `institutions`, `violence`, `logistics` (one function a fact),
`running`, `table`, `figure` (the command ``peacegrid facts``). VALIDATION.md says what may be
concluded.
"""
