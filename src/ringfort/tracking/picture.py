"""The air picture of one raid and the one entry that a scan takes: ``step``.

Tracks live in slots that they keep. Each has its own time and is carried on only when a scan concerns it: the sensor
could see it, or a detection lies near. Confirmed tracks choose first; tentative ones then share what is left, one to
one; what nobody took starts new tracks.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from ringfort.compiled import compiled
from ringfort.tracking import associate, fuse, initiate, interact
from ringfort.tracking.contract import (
    BALLISTIC,
    CONFIRMED,
    FREE,
    MANOEUVRING,
    ON_LINES,
    QUIET,
    TENTATIVE,
    Scan,
    track_dtype,
)
from ringfort.tracking.cross import CROSSING, LINE, MOST_LINES, start_on_lines
from ringfort.tracking.filter import absorb, absorb_miss, begin, merge, update
from ringfort.tracking.gate import fill_grid, pair_up, prepare, reach, search
from ringfort.tracking.initiate import DROPPED, FIRST_FREE, LIVE, NEXT_ID, REPLACED, SLOTS, UNPAIRED
from ringfort.tracking.motion import carry_on
from ringfort.tracking.ranging import MOST_RANGES, RANGE, start_on_ranges
from ringfort.tracking.settings import BELIEF, LOG_ODDS, M_OF_N, NEAREST_NEIGHBOUR, Settings, settings
from ringfort.tracking.workspace import PAIR, PLOT, WORK, place_dtype, room_dtype

__all__ = (
    "BELIEF",
    "DROPPED",
    "LIVE",
    "LOG_ODDS",
    "M_OF_N",
    "NEAREST_NEIGHBOUR",
    "NEXT_ID",
    "REPLACED",
    "SLOTS",
    "UNPAIRED",
    "Picture",
    "Scan",
    "Settings",
    "clear",
    "new_picture",
    "settings",
    "step",
)

_EAGER = 1000.0  # what a hit is worth beyond its likelihood to a tentative track that lives by M of N
_CERTAIN = 0.999  # odds of detection above this are taken as this, lest a miss be impossible
_LEAST_BELIEF = 1e-3  # pairs less likely than this are left out of an update


class Picture(NamedTuple):
    """The tracks of one raid and the room to work in. ``new_picture`` makes one, ``clear`` empties it.

    ``counters`` (int64): ``NEXT_ID``; ``SLOTS``, above which all slots are free; ``LIVE`` tracks; and, since ``clear``,
    detections ``DROPPED`` because the picture was full, tentative tracks ``REPLACED`` for the same reason, scans of a
    track left ``UNPAIRED`` because there were too many pairs, and ``LINES`` and ``RANGES`` that no track took.
    """

    tracks: Any  # recarray of TRACK, by slot
    ways: Any  # the same, three a slot: ways of moving followed side by side (``interact``); else one record
    counters: Any
    work: Any  # recarray of WORK, by slot
    order: Any  # int32: slots in use, confirmed first
    plots: Any  # recarray of PLOT, by detection
    places: Any  # recarray: where the detections are
    sorted_places: Any  # the same by cell of the grid
    starts: Any  # int32: where a cell begins
    near: Any  # int32: detections near the track in hand
    pairs: Any  # recarray of PAIR
    lines: Any  # recarray of LINE: bearings that no track took
    ranges: Any  # recarray of RANGE: ranges alone that no track took
    crossing: Any  # recarray of CROSSING, one record
    room: Any  # recarray, one record
    numbers: Any  # float64: the settings in the room


def new_picture(max_tracks: int, max_detections: int, dimensions: int = 3, interacting: bool = False) -> Picture:
    """Return an empty picture with room for so many tracks at once and so many detections in one scan.

    Only where ``interacting`` can ``Settings.interacting`` be followed.
    """

    def records(count: int, dtype: Any) -> Any:
        return np.zeros(count, dtype).view(np.recarray)

    room = records(1, room_dtype(dimensions))
    return Picture(
        tracks=records(max_tracks, track_dtype(dimensions)),
        ways=records(interact.WAYS * max_tracks if interacting else 1, track_dtype(dimensions)),
        counters=np.zeros(9, np.int64),
        work=records(max_tracks, WORK),
        order=np.zeros(max_tracks, np.int32),
        plots=records(max_detections, PLOT),
        places=records(max_detections, place_dtype(dimensions)),
        sorted_places=records(max_detections, place_dtype(dimensions)),
        starts=np.zeros(5 * max_detections + 16, np.int32),
        near=np.zeros(max_detections + 1, np.int32),
        pairs=records(16 * (max_tracks + max_detections), PAIR),
        lines=records(MOST_LINES, LINE),
        ranges=records(MOST_RANGES, RANGE),
        crossing=records(1, CROSSING),
        room=room,
        numbers=np.asarray(room).view(np.float64)[: len(Settings._fields)],
    )


@compiled
def clear(picture: Picture) -> None:
    """Forget all tracks and begin to count ids from 0."""
    for slot in range(picture.tracks.size):
        picture.tracks[slot].status = FREE
    interact.forget(picture.ways)
    picture.counters[:] = 0


@compiled
def step(settings: Settings, picture: Picture, scan: Scan, detections: Any, n_detections: int, expected: Any) -> None:
    """Take in one scan of one sensor.

    ``detections``: recarray of DETECTION, the first ``n_detections`` count. ``expected``: float64 by slot, the odds
    that this sensor detects that track in this scan if it is there (0 = out of its sight; below 0 = with the odds
    without their sign, and a miss says nothing). Afterwards each track's
    ``detection`` tells what it took and each detection's ``track`` who took it, -1 for none; a detection that started a
    track belongs to it. A scan may come late, after others of a later time, by up to ``latest_s``.
    """
    for k in range(len(settings)):
        picture.numbers[k] = settings[k]
    if picture.ways.size < interact.WAYS * picture.tracks.size:
        picture.room[0].interacting = 0.0
    _open(picture, scan, detections, n_detections)
    first, live = _line_up(picture, expected)
    _match(picture, detections, picture.order[:first], settings.association == BELIEF)
    _match(picture, detections, picture.order[first:live], False)
    _initiate(picture, detections)
    if picture.room[0].crossing_existence > 0.0 and picture.room[0].z.size == 3:
        start_on_lines(picture, detections)
        start_on_ranges(picture, detections)
    while picture.counters[SLOTS] > 0 and picture.tracks[picture.counters[SLOTS] - 1].status == FREE:
        picture.counters[SLOTS] -= 1


@compiled
def _open(picture: Picture, scan: Scan, detections: Any, count: int) -> None:
    """Note what the scan has in common and prepare its detections."""
    plots, room = picture.plots, picture.room[0]
    room.time_s, room.plots, room.plain = scan.time_s, count, 0
    prepare(room, scan.clutter_density, detections, plots, picture.places)
    fill_grid(room, picture.places, detections, plots, picture.sorted_places, picture.starts)
    if room.manoeuvring_odds == 0.0 and room.fast_odds == 0.0 and (room.z.size == 2 or room.ballistic_odds == 0.0):
        room.plain = 1


@compiled
def _line_up(picture: Picture, expected: Any) -> tuple[int, int]:
    """Write the slots in use into ``order``; return how many choose first and how many live.

    Those are the confirmed ones and, where odds of pairs are reckoned, those started on lines, that ghosts be weighed.
    """
    tracks, work, order, used = picture.tracks, picture.work, picture.order, picture.counters[SLOTS]
    soft, least, first = picture.room[0].association == BELIEF, picture.room[0].least_odds, 0
    for slot in range(used):
        track = tracks[slot]
        if track.status == CONFIRMED or (soft and track.status == TENTATIVE and track.born == ON_LINES):
            order[first] = slot
            first += 1
    live = first
    for slot in range(used):
        track = tracks[slot]
        work[slot].odds = max(expected[slot], 0.0)
        work[slot].hit_odds = min(max(abs(expected[slot]), least), _CERTAIN)
        if track.status == TENTATIVE and not (soft and track.born == ON_LINES):
            order[live] = slot
            live += 1
    return first, live


@compiled
def _match(picture: Picture, detections: Any, slots: Any, soft: bool) -> None:
    """Gate, associate and update one group of tracks, softly or with one choice each."""
    tracks, work, plots, pairs, room = picture.tracks, picture.work, picture.plots, picture.pairs, picture.room[0]
    if _gather(picture, detections, slots) == pairs.size:
        picture.counters[UNPAIRED] += 1
    if soft:
        _weigh(tracks, work, pairs, slots)
        associate.believe(pairs, work, plots, slots, room.belief_tolerance, room.belief_rounds)
    else:
        _price(room, tracks, work, pairs, slots)
        associate.assign(pairs, work, plots, slots)
    for k in range(slots.size):
        slot = slots[k]
        track, row = tracks[slot], work[slot]
        softly = soft and row.last > row.first and not _surely(pairs, row)
        if softly or row.chosen >= 0:
            _update(picture, detections, slot, softly)
        elif row.concerned == 1:
            _miss(room, track, row)
        if row.chosen >= 0:
            rival = detections[track.detection].track
            if rival < 0 or pairs[work[rival].chosen].to_plot < pairs[row.chosen].to_plot:
                detections[track.detection].track = slot
        elif initiate.ended(room, track):
            track.status = FREE
            picture.counters[LIVE] -= 1
            picture.counters[FIRST_FREE] = min(picture.counters[FIRST_FREE], slot)


@compiled
def _surely(pairs: Any, work: Any) -> bool:
    """Whether one detection leaves hardly any odds to the rest."""
    return bool(work.chosen >= 0 and pairs[work.chosen].to_plot > 1.0 - _LEAST_BELIEF)


@compiled
def _gather(picture: Picture, detections: Any, slots: Any) -> int:
    """Carry on the tracks that the scan concerns and list their pairs; return the number of pairs."""
    tracks, work, plots, pairs, room = picture.tracks, picture.work, picture.plots, picture.pairs, picture.room[0]
    sorted_places, starts, near, count = picture.sorted_places, picture.starts, picture.near, 0
    for k in range(slots.size):
        track, row = tracks[slots[k]], work[slots[k]]
        track.detection, row.chosen, row.first = -1, -1, count
        apart = interact.apart(room, track)
        if apart:
            interact.reach(picture, slots[k])
        else:
            reach(room, track)
        found = search(room, sorted_places, starts, detections, near)
        if track.t - room.time_s > room.latest_s:
            found, row.odds = 0, 0.0
        row.concerned = 1 if found > 0 or row.odds > 0.0 else 0
        if row.concerned == 1:
            if apart:
                interact.carry_on(picture, slots[k])
            elif found > 0 or track.hits > 1:  # one detection alone can wait until another lies near
                carry_on(room, track, row)
            initiate.survive(room, track)
        if apart:
            count, found = interact.pair_up(picture, detections, slots[k], found, count), 0
        for k_near in range(found):
            j = near[k_near]
            if count < pairs.size and pair_up(room, track, row, detections[j], plots[j], pairs[count]):
                pairs[count].track, pairs[count].plot = slots[k], j
                count += 1
        row.last = count
    return count


@compiled
def _weigh(tracks: Any, work: Any, pairs: Any, slots: Any) -> None:
    """Weigh the pairs by the odds that their track exists."""
    for k in range(slots.size):
        row = work[slots[k]]
        exists = initiate.missed_existence(tracks[slots[k]].existence, row.hit_odds)
        for e in range(row.first, row.last):
            pairs[e].weight = pairs[e].ratio * exists


@compiled
def _price(room: Any, tracks: Any, work: Any, pairs: Any, slots: Any) -> None:
    """Price the pairs as if their tracks surely exist; by M of N a tentative track wants any hit in its gate."""
    for k in range(slots.size):
        row = work[slots[k]]
        eager = tracks[slots[k]].status != CONFIRMED and room.life == M_OF_N
        for e in range(row.first, row.last):
            pairs[e].cost = -math.log(pairs[e].ratio) - (_EAGER if eager else 0.0)


@compiled
def _update(picture: Any, detections: Any, slot: int, softly: bool) -> None:
    """Update the track by its one detection, or ``softly`` by all of them at once, each with its odds."""
    room, track, work = picture.room[0], picture.tracks[slot], picture.work[slot]
    if interact.apart(room, track):
        interact.update(picture, detections, slot, softly)
    elif softly:
        _merge(picture, detections, slot)
    else:
        _take(picture, detections, slot)
    _set_modes(room, track)
    if softly:
        track.existence = 1.0 - work.missed * (1.0 - initiate.missed_existence(track.existence, work.odds))
    else:
        initiate.after_hit(track, work.hit_odds, picture.pairs[work.chosen].ratio)
    if work.chosen >= 0:
        track.detection = picture.pairs[work.chosen].plot
        initiate.enter(track, detections[track.detection])
    initiate.note(room, track, work.odds, work.chosen >= 0)


@compiled
def _take(picture: Any, detections: Any, slot: int) -> None:
    """Make of the track what it is after its one detection."""
    room, track, work = picture.room[0], picture.tracks[slot], picture.work[slot]
    pair = picture.pairs[work.chosen]
    detection, plot = detections[pair.plot], picture.plots[pair.plot]
    fuse.measure(room, track, detection, plot.kind)
    update(room, track, work, pair)
    fuse.update_rate(room, track, detection, plot.line)
    for m in range(3):
        room.seen[m] = pair.share[m]


@compiled
def _merge(picture: Any, detections: Any, slot: int) -> None:
    """Merge what the track would be after each of its detections, and after none; the likeliest tells its rate."""
    room, track, work, pairs = picture.room[0], picture.tracks[slot], picture.work[slot], picture.pairs
    begin(room)
    for m in range(3):
        room.seen[m] = work.missed * work.prior[m]
    for e in range(work.first, work.last):
        pair = pairs[e]
        if pair.to_plot > _LEAST_BELIEF:
            fuse.measure(room, track, detections[pair.plot], picture.plots[pair.plot].kind)
            absorb(room, track, work, pair, pair.to_plot)
            for m in range(3):
                room.seen[m] += pair.to_plot * pair.share[m]
    absorb_miss(room, track, work, work.missed)
    merge(room, track)
    if work.chosen >= 0:
        j = pairs[work.chosen].plot
        fuse.update_rate(room, track, detections[j], picture.plots[j].line)


@compiled
def _miss(room: Any, track: Any, work: Any) -> None:
    """Enter a scan without a detection."""
    if track.hits > 1 and room.plain == 0:
        if not interact.apart(room, track):
            begin(room)
            absorb_miss(room, track, work, 1.0)
            merge(room, track)
        for m in range(3):
            room.seen[m] = work.prior[m]
        _set_modes(room, track)
    track.existence = initiate.missed_existence(track.existence, work.odds)
    initiate.note(room, track, work.odds, False)


@compiled
def _set_modes(room: Any, track: Any) -> None:
    """Remember how the track seems to move, ``room.seen``; after its second detection nothing is known of that yet."""
    modes = room.seen
    if room.plain == 1:
        return
    if track.hits < 2:
        track.modes[MANOEUVRING], track.modes[BALLISTIC] = room.manoeuvring_odds, room.ballistic_odds
    else:
        total = modes[0] + modes[1] + modes[2]
        track.modes[MANOEUVRING], track.modes[BALLISTIC] = modes[1] / total, modes[2] / total
    track.modes[QUIET] = 1.0 - track.modes[MANOEUVRING] - track.modes[BALLISTIC]


@compiled
def _initiate(picture: Picture, detections: Any) -> None:
    """Start tentative tracks on detections that have a range and that no track took."""
    tracks, counters, plots, room = picture.tracks, picture.counters, picture.plots, picture.room[0]
    for j in range(room.plots):
        plot = plots[j]
        if detections[j].track >= 0 or plot.kind not in (fuse.WHOLE, fuse.NO_ELEVATION) or plot.free <= 0.5:
            continue
        fresh = max(room.new_existence, room.new_density / plot.density)
        slot = initiate.find_slot(tracks, counters, fresh * plot.free)
        if slot >= 0:
            initiate.start(room, tracks[slot], detections[j], plot.line, fresh * plot.free)
            tracks[slot].id, tracks[slot].detection = counters[NEXT_ID], j
            detections[j].track = slot
            counters[NEXT_ID] += 1
