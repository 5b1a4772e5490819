"""Why two strategies, or two runs, came out differently: a walk back from outcomes to causes.

`records` makes one table of a run: its series, the ledger of effects, events and places, by week.
`pairs` sets two sides with the same luck against each other. `bands` says from which week a
difference is more than luck; `links` which series each channel moves first. `walk` ranks outcomes
and follows them back; `telling` puts that into sentences, `chart` and `figure` into a picture.

What is found is association in time and in the books. The proof is an ablation.
"""
