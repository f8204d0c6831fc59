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
PARAMETER, ARRIVAL, FLIGHT, LOOK, CLUTTER, IDENTITY, DELAY = range(7)
SHOT, BURST, HARM, CREW, LINK, REPLY, MESSAGE, READY, PLAN = range(7, 16)

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW, _S32, _S24 = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(24)
_ONE, _S5, _S6, _S26 = np.uint64(1), np.uint64(5), np.uint64(6), np.uint64(26)
_TO_UNIT = 1.0 / 9007199254740992.0  # 2**-53

# Wichura 1988, AS 241: coefficients of PPND16, highest power first, over and under the line.
_CENTRE_OVER = (
    2509.0809287301227,
    33430.57558358813,
    67265.7709270087,
    45921.95393154987,
    13731.69376550946,
    1971.5909503065513,
    133.14166789178438,
    3.3871328727963665,
)
_CENTRE_UNDER = (
    5226.495278852854,
    28729.085735721943,
    39307.89580009271,
    21213.794301586597,
    5394.196021424751,
    687.1870074920579,
    42.31333070160091,
    1.0,
)
_SIDE_OVER = (
    0.0007745450142783414,
    0.022723844989269184,
    0.2417807251774506,
    1.2704582524523684,
    3.6478483247632045,
    5.769497221460691,
    4.630337846156546,
    1.4234371107496835,
)
_SIDE_UNDER = (
    1.0507500716444169e-09,
    0.0005475938084995345,
    0.015198666563616457,
    0.14810397642748008,
    0.6897673349851,
    1.6763848301838038,
    2.053191626637759,
    1.0,
)
_TAIL_OVER = (
    2.0103343992922881e-07,
    2.7115555687434876e-05,
    0.0012426609473880784,
    0.026532189526576124,
    0.29656057182850487,
    1.7848265399172913,
    5.463784911164114,
    6.657904643501103,
)
_TAIL_UNDER = (
    2.0442631033899397e-15,
    1.421511758316446e-07,
    1.8463183175100548e-05,
    0.0007868691311456133,
    0.014875361290850615,
    0.1369298809227358,
    0.599832206555888,
    1.0,
)


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
def _ratio(over: tuple[float, ...], under: tuple[float, ...], r: float) -> float:
    """Return the ratio of two polynomials of degree seven."""
    top, bottom = over[0], under[0]
    for k in range(1, 8):
        top, bottom = top * r + over[k], bottom * r + under[k]
    return top / bottom


@compiled
def normal_quantile(p: float) -> float:
    """Return the value that a standard normal stays below with probability ``p``, to about 1e-16 relative.

    Rational functions of 0.180625 - q^2, q = p - 1/2, in the middle and of sqrt(-ln p) in the tails.
    Domain: 0 < p < 1. Source: wichura1988, PPND16.
    """
    q = p - 0.5
    if abs(q) <= 0.425:
        return q * _ratio(_CENTRE_OVER, _CENTRE_UNDER, 0.180625 - q * q)
    r = math.sqrt(-math.log(p if q < 0.0 else 1.0 - p))
    x = _ratio(_SIDE_OVER, _SIDE_UNDER, r - 1.6) if r <= 5.0 else _ratio(_TAIL_OVER, _TAIL_UNDER, r - 5.0)
    return -x if q < 0.0 else x


@compiled
def normal(stream: Any) -> float:
    """Draw a standard normal: the quantile of one uniform, so that a larger die is a larger value."""
    return normal_quantile(uniform(stream))


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
