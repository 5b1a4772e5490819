"""A folder of results as one HTML file that opens anywhere, prints well and says what it is not.

* :mod:`experiments.reporting.recall` makes a result of the folder of a run again;
* :mod:`experiments.reporting.of_run` and :mod:`experiments.reporting.of_study` say what there is to
  report of a run, and of a comparison or a sweep;
* :mod:`experiments.reporting.notes` has what every report says: assumptions, misuse, how to repeat;
* :mod:`experiments.reporting.parts` turns it into HTML, :mod:`experiments.reporting.writing` into a
  file.
"""
