"""The time of an electronically scanned beam, shared between search, confirmation and tracks.

Search keeps ``search_least`` of the beam's time whatever there is to track. Looks at tracks and looks that confirm new
plots share the rest: when there are too many, each waits longer for its turn, and so does the next frame of the search.
A mechanically turning radar has no such choice (``search_s`` = 0): it finds, confirms and tracks as it turns.
Source: that time spent is time not searched; the division is ours, as no radar's is published.
"""

from typing import Any

from ringfort.compiled import compiled


@compiled
def search_lacks(elapsed_s: float, spent_s: float, search_s: float) -> float:
    """Return the beam time (s) that a search frame still lacks, begun ``elapsed_s`` ago; 0 or less = it is done.

    ``spent_s``: beam time that went into other looks meanwhile. ``search_s``: beam time of the frame.
    """
    return search_s - (elapsed_s - spent_s)


@compiled
def looks_take(looks: float, look_s: float, search_least: float) -> float:
    """Return how long (s) so many looks of ``look_s`` take beside a search that keeps its least share of the time."""
    return looks * look_s / max(1.0 - search_least, 1e-6)


@compiled
def steady_revisits(tracks: float, mounting: Any) -> tuple[float, float]:
    """Return the times (s) between looks at one of so many tracks, and between search frames, once all is settled.

    T_t = max(t, n l / (1 - q)), T_s = max(p, s / (1 - n l / T_t)): n tracks, at most as many as there are channels; t
    ``track_s``, l ``look_s``, q ``search_least``, p ``period_s``, s ``search_s``. Source: ours, as above.
    """
    m = mounting
    n = min(tracks, m.track_channels)
    track = max(m.track_s, looks_take(n, m.look_s, m.search_least))
    return track, max(m.period_s, m.search_s / (1.0 - n * m.look_s / track))
