"""Why two strategies, or two runs, came out differently: a walk back from outcomes to causes.

`records` makes one table of a run: its series, the ledger of effects, events and places, by week.
`pairs` sets two sides with the same luck against each other, `folders` reads them from disk.
`judging` says which differences hold, `bands` and `partings` from which week on, `links` which
series each channel moves first. `walk` puts it together; `telling`, `told_elements`, `numbers` and
`advice` put it into sentences, `figure` into a picture, `saving` into files.

What is found is association in time and in the books. The proof is an ablation.
"""
