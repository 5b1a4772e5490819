"""A run as a page that plays it back: one HTML file, with no server and no network.

* :mod:`sim.replay.film` keeps the map of a run every few weeks, in `map.npz` of its folder;
* :mod:`sim.replay.folder` reads the folder of a run;
* :mod:`sim.replay.chapters` finds what a viewer should look at, and says it in words;
* :mod:`sim.replay.packing` makes data small; :mod:`sim.replay.page` puts the file together from
  the sources in ``web/``.
"""
