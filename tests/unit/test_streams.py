"""Streams: the generator against its published vectors, and the laws of what is drawn."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from tests.tolerance import within

from ringfort import streams
from ringfort.streams import Dice


def stream() -> np.recarray:
    return np.zeros(1, streams.STREAM).view(np.recarray)[0]


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        ((0, 0, 0, 0), 0, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, 0xFFFFFFFFFFFFFFFF, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            0x299F31D0A4093822,
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_salmon_2011_known_answers(counter, key, words):
    """The known-answer vectors that Salmon et al. published with Random123 for philox4x32-10."""
    s = stream()
    s.block, s.run, s.entity, s.partner = counter
    s.seed = key
    streams._refill(s)
    assert tuple(int(w) for w in s.word) == words


def test_streams_of_others_do_not_move():
    a, b = stream(), stream()
    streams.start(a, Dice(1, 2), 3, 4, streams.LOOK, 5)
    first = [streams.uniform(a) for _ in range(4)]
    streams.start(b, Dice(1, 2), 99, 4, streams.LOOK, 5)
    [streams.uniform(b) for _ in range(7)]
    streams.start(a, Dice(1, 2), 3, 4, streams.LOOK, 5)
    assert [streams.uniform(a) for _ in range(4)] == first


def test_every_part_of_the_name_makes_another_stream():
    names = [(1, 2, 3, 4, 5, 6), (2, 2, 3, 4, 5, 6), (1, 3, 3, 4, 5, 6), (1, 2, 4, 4, 5, 6)]
    names += [(1, 2, 3, 5, 5, 6), (1, 2, 3, 4, 6, 6), (1, 2, 3, 4, 5, 7)]
    drawn = set()
    for seed, run, entity, partner, purpose, block in names:
        s = stream()
        streams.start(s, Dice(seed, run), entity, partner, purpose, block)
        drawn.add(streams.uniform(s))
    assert len(drawn) == len(names)


def draws(law, count=20000):
    s = stream()
    streams.start(s, Dice(7, 0), 1, 0, streams.PARAMETER, 0)
    return np.array([law(s) for _ in range(count)])


def test_laws_have_their_means():
    u = draws(streams.uniform)
    assert 0.0 < u.min() and u.max() < 1.0
    because = "five standard errors: one false alarm in two million"
    n = len(u)
    assert within(5.0 / math.sqrt(12.0 * n), because=because)(u.mean(), 0.5)
    z = draws(streams.normal)
    assert within(5.0 / math.sqrt(n), because=because)(z.mean(), 0.0)
    assert within(5.0 * math.sqrt(2.0 / n), because=because)(z.var(), 1.0)
    for mean in (0.3, 12.0, 100.0):
        k = draws(lambda s, mean=mean: streams.poisson(s, mean))
        assert within(5.0 * math.sqrt(mean / n), because=because)(k.mean(), mean)
    t = draws(lambda s: streams.triangular(s, 1.0, 2.0, 6.0, False))
    assert within(5.0 * 1.1 / math.sqrt(n), because=because)(t.mean(), 3.0)
    m = draws(lambda s: streams.lognormal(s, 10.0, 0.5))
    assert within(0.25, because="the median of 20,000 has a standard error of 0.04")(np.median(m), 10.0)


def test_wichura_1988_quantile_against_the_standard_library():
    reference = NormalDist()
    for p in (1e-300, 2.0**-54, 1e-9, 1e-3, 0.0749, 0.075, 0.3, 0.5, 0.7, 0.925, 0.9251, 0.999, 1.0 - 2.0**-53):
        because = "the same rational functions, summed in another order"
        assert within(1e-14, because=because)(streams.normal_quantile(p), reference.inv_cdf(p))


def test_triangle_on_a_logarithmic_scale_is_symmetric_there():
    x = np.log(draws(lambda s: streams.triangular(s, 1.0, 10.0, 100.0, True)))
    half = math.log(10.0)
    assert within(5.0 * half / math.sqrt(6.0 * len(x)), because="five standard errors")(x.mean(), half)
    assert streams.triangular(stream(), 5.0, 5.0, 5.0, False) == 5.0
