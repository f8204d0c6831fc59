"""The only door to randomness: counter-based streams keyed by who draws and why.

A stream is named by (seed, run, entity, partner, purpose) and its draws by their number, so a device that joins a
scenario moves no other device's draws, and run *k* draws the same numbers in any partition, order or thread.

The generator is Philox 4x32-10 (Salmon et al. 2011, section 4.3, table 2), written on 64-bit integers so that the same
lines give the same numbers with the compiler on and off.
"""

import hashlib
import math
from typing import Any, NamedTuple

import numpy as np

from ringfort.compiled import compiled

STREAM = np.dtype(
    [
        ("block", "u8"),
        ("run", "u8"),
        ("entity", "u8"),
        ("partner", "u8"),
        ("seed", "u8"),
        ("word", "u8", 4),
        ("used", "i8"),
    ],
    align=True,
)

# Purposes. Each is a family of streams of its own; a new one is appended, never inserted.
PARAMETER, ARRIVAL, FLIGHT, LOOK, CLUTTER, IDENTITY, DELAY, SHOT, BURST, HARM, CREW, LINK, REPLY = range(13)

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW, _S32, _S24 = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(24)
_ONE, _S5, _S6, _S26 = np.uint64(1), np.uint64(5), np.uint64(6), np.uint64(26)
_TO_UNIT = 1.0 / 9007199254740992.0  # 2**-53


def key(name: str) -> int:
    """Return the 32-bit key of an entity's name, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "little")


@compiled
def _refill(stream: Any) -> None:
    c0, c1, c2, c3 = stream.block, stream.run, stream.entity, stream.partner
    k0, k1 = stream.seed & _LOW, stream.seed >> _S32
    for _ in range(10):
        p0, p1 = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (p1 >> _S32) ^ c1 ^ k0, p1 & _LOW, (p0 >> _S32) ^ c3 ^ k1, p0 & _LOW
        k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    stream.word[0], stream.word[1], stream.word[2], stream.word[3] = c0, c1, c2, c3
    stream.block += _ONE
    stream.used = 0


class Dice(NamedTuple):
    """Which run of which study: the part of a stream's name that all entities of a raid share."""

    seed: int
    run: int


@compiled
def start(stream: Any, dice: Dice, entity: int, partner: int, purpose: int, first: int) -> None:
    """Open the stream (seed, run, entity, partner, purpose) at its block number ``first``.

    ``stream`` is one record of ``STREAM``; a seed has 64 bits, a run, an entity and a partner 32, a purpose 8 and
    ``first`` 24. A block holds two uniforms.
    """
    stream.seed, stream.run = np.uint64(dice.seed), np.uint64(dice.run)
    stream.entity, stream.partner = np.uint64(entity), np.uint64(partner)
    stream.block = (np.uint64(purpose) << _S24) + np.uint64(first)
    stream.used = 4


@compiled
def uniform(stream: Any) -> float:
    """Draw from U(0, 1), never exactly 0 or 1, with 53 bits."""
    if stream.used >= 4:
        _refill(stream)
    high, low = stream.word[stream.used], stream.word[stream.used + 1]
    stream.used += 2
    bits = ((high >> _S5) << _S26) | (low >> _S6)
    return (float(bits) + 0.5) * _TO_UNIT


@compiled
def normal(stream: Any) -> float:
    """Draw a standard normal (Box and Muller 1958, cosine branch)."""
    return math.sqrt(-2.0 * math.log(uniform(stream))) * math.cos(2.0 * math.pi * uniform(stream))


@compiled
def normal_pair(stream: Any) -> tuple[float, float]:
    """Draw two independent standard normals (Box and Muller 1958, both branches)."""
    radius = math.sqrt(-2.0 * math.log(uniform(stream)))
    angle = 2.0 * math.pi * uniform(stream)
    return radius * math.cos(angle), radius * math.sin(angle)


@compiled
def poisson(stream: Any, mean: float) -> int:
    """Draw a Poisson count by multiplying uniforms (Knuth, TAOCP vol. 2, 3.4.1 Q); split above 30 to stay in range."""
    count = 0
    while mean > 0.0:
        part = min(mean, 30.0)
        mean -= part
        limit, product = math.exp(-part), uniform(stream)
        while product > limit:
            count += 1
            product *= uniform(stream)
    return count


@compiled
def triangular(stream: Any, low: float, mode: float, high: float, logarithmic: bool) -> float:
    """Draw from the triangle (low, mode, high), on a logarithmic scale where asked; ``mode`` where low = high."""
    if high <= low:
        return mode
    if logarithmic:
        low, mode, high = math.log(low), math.log(mode), math.log(high)
    u, split = uniform(stream), (mode - low) / (high - low)
    if u < split:
        drawn = low + math.sqrt(u * (high - low) * (mode - low))
    else:
        drawn = high - math.sqrt((1.0 - u) * (high - low) * (high - mode))
    return math.exp(drawn) if logarithmic else drawn


@compiled
def lognormal(stream: Any, median: float, sigma: float) -> float:
    """Draw a log-normal of the given median and standard deviation of its logarithm."""
    return median * math.exp(sigma * normal(stream))
