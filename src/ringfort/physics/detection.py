"""Detection of a fluctuating echo in noise: a square-law detector that adds N pulses and compares with a threshold.

Signal-to-noise ratios are linear, per pulse, and the mean over the fluctuation. The threshold T is in units of the
noise power of one pulse, so that the sum of N noise-only pulses has the density t^(N-1) e^(-t) / (N-1)!. Swerling's
cases are 0 (steady), 1 and 3 (the echo keeps its strength for all N pulses of a look), 2 and 4 (independent from pulse
to pulse); 1 and 2 are chi-square of two degrees of freedom, 3 and 4 of four.

With a Poisson mixture in place of each non-central density every case is a sum of positive terms of

    t(k) = e^-T T^k / k!    and    Q(n, T) = sum of t(k) for k < n,

so no case subtracts nearly equal numbers, and the loops end after a bounded number of terms.
"""

import math

from ringfort.compiled import compiled
from ringfort.units import Decibels, Probability

UNDERFLOW = 600.0  # e^-x is far from the smallest float up to here; beyond it terms are built from logarithms
NEGLIGIBLE = 1e-17  # a term below this part of its sum changes no digit
LONGEST = 100_000  # terms of any one sum; reached only beyond a mean of about 10^8
PER_DECIBEL = math.log(10.0) / 10.0
_LOGISTIC = math.pi / math.sqrt(3.0)  # deviation of the plain logistic law


@compiled
def log_factorial(count: int) -> float:
    """Return ln n!.

    A sum of logarithms below 20, else Stirling's series, whose next term is below 1e-12 there:
    ln n! = (n + 1/2) ln n - n + ln(2 pi)/2 + 1/(12 n) - 1/(360 n^3) + 1/(1260 n^5)

    ``count`` n >= 0; below it 0 is returned. Source: abramowitz1964, eq. 6.1.41.
    """
    n = float(count)
    if count < 20:
        total = 0.0
        for k in range(2, count + 1):
            total += math.log(float(k))
        return total
    inverse = 1.0 / n
    square = inverse * inverse
    series = inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square / 1260.0))
    return (n + 0.5) * math.log(n) - n + 0.5 * math.log(2.0 * math.pi) + series


@compiled
def poisson_term(count: int, mean: float) -> float:
    """Return the Poisson probability e^-x x^n / n! for ``count`` n >= 0 and ``mean`` x >= 0.

    Source: abramowitz1964, ch. 26.
    """
    if mean <= 0.0:
        return 1.0 if count == 0 else 0.0
    if mean > UNDERFLOW or count > 20:
        return math.exp(count * math.log(mean) - mean - log_factorial(count))
    term = math.exp(-mean)
    for k in range(1, count + 1):
        term *= mean / k
    return term


@compiled
def noise_exceedance(pulses: int, threshold: float) -> Probability:
    """Return the probability that the noise of N pulses exceeds the threshold: the false-alarm probability.

    Q(N, T) = e^-T sum over k < N of T^k / k!

    ``pulses`` N (0 gives 0). ``threshold`` T; at or below zero the answer is 1.
    Source: marcum1960 (square-law detector); abramowitz1964, ch. 6 for the sum.
    """
    if pulses <= 0:
        return 0.0
    if threshold <= 0.0:
        return 1.0
    if threshold > UNDERFLOW:
        return _exceedance_from_above(pulses, threshold)
    term = math.exp(-threshold)
    total = term
    for k in range(1, pulses):
        term *= threshold / k
        total += term
        if k > threshold and term < NEGLIGIBLE * total:
            break
    return min(total, 1.0)


@compiled
def _exceedance_from_above(pulses: int, threshold: float) -> Probability:
    """Sum Q(N, T) from its largest term, where e^-T alone would underflow: down to zero, never through it."""
    start = min(pulses - 1, int(threshold))
    term = poisson_term(start, threshold)
    total, falling = term, term
    for k in range(start, 0, -1):
        falling *= k / threshold
        total += falling
        if falling < NEGLIGIBLE * total:
            break
    for k in range(start + 1, pulses):
        term *= threshold / k
        total += term
        if term < NEGLIGIBLE * total:
            break
    return min(total, 1.0)


@compiled
def detection_threshold(false_alarm: Probability, pulses: float) -> float:
    """Return the threshold T at which noise alone crosses with the given probability.

    Solves Q(N, T) = P_fa by Newton steps on the logarithm, kept inside a bracket that halves; -ln P_fa for one pulse.

    ``false_alarm`` P_fa in (0, 1). ``pulses`` N >= 1. Source: marcum1960; richards2005, ch. 6.
    """
    n = int(pulses)
    goal = math.log(false_alarm)
    if n == 1:
        return -goal
    low, high = 0.0, n - goal + 2.0 * math.sqrt(-2.0 * n * goal)  # above the root by the tail's exponential bound
    t = 0.5 * high
    for _ in range(200):
        tail = max(noise_exceedance(n, t), 1e-300)
        gap = math.log(tail) - goal
        if gap > 0.0:
            low = t
        else:
            high = t
        step = gap * tail / max(poisson_term(n - 1, t), 1e-300)
        following = t + step
        if not low < following < high:
            following = 0.5 * (low + high)
        if abs(following - t) <= 1e-15 * t:
            break
        t = following
    return t


@compiled
def steady_probability(signal: float, pulses: int, threshold: float) -> Probability:
    """Return the detection probability of a steady echo (Swerling 0) of total signal-to-noise ratio ``signal``.

    P = sum over m of e^-x x^m / m! Q(N + m, T), x = N S; the generalised Marcum function Q_N(sqrt(2 x), sqrt(2 T)).

    ``signal`` x >= 0, summed over the pulses. ``pulses`` N >= 1. ``threshold`` T.
    Domain: any; to rounding where x + T < 10^8. Source: marcum1960; shnidman1989 for the sum.
    """
    if threshold <= 0.0:
        return 1.0
    surplus = math.sqrt(signal) - math.sqrt(threshold)
    if surplus > 7.0:  # the missing part is below exp(-49)
        return 1.0
    first = max(0, int(signal - 12.0 * math.sqrt(signal) - 20.0))
    weight = poisson_term(first, signal)
    tail = noise_exceedance(pulses + first, threshold)
    term = poisson_term(pulses + first, threshold)
    total = 0.0
    for m in range(first + 1, first + LONGEST):
        share = weight * tail
        total += share
        if m > signal and share < NEGLIGIBLE * total and pulses + m > math.sqrt(signal * threshold):
            break
        tail += term
        term *= threshold / (pulses + m)
        weight *= signal / m
    return min(total, 1.0)


@compiled
def slow_rayleigh_probability(signal: float, pulses: int, threshold: float) -> Probability:
    """Return the detection probability of a Swerling 1 echo of total mean signal-to-noise ratio ``signal``.

    P = Q(N-1, T) + a^(1-N) e^(-T (1-a)) P(N-1, a T),  a = x / (1 + x), x = N S, P the lower incomplete gamma function;
    e^(-T / (1 + x)) for one pulse.

    ``signal`` x >= 0, summed over the pulses. ``pulses`` N >= 1. ``threshold`` T >= 0.
    Source: swerling1960, case 1; difranco1968 for the closed form.
    """
    if pulses == 1:
        return math.exp(-threshold / (1.0 + signal))
    a = signal / (1.0 + signal)
    if a * threshold > pulses:
        rest = 1.0 - noise_exceedance(pulses - 1, a * threshold)
        echo = rest * math.exp((1 - pulses) * math.log(a) - threshold / (1.0 + signal))
        return min(noise_exceedance(pulses - 1, threshold) + echo, 1.0)
    term = poisson_term(pulses - 1, threshold)
    total = noise_exceedance(pulses - 1, threshold) + term
    for k in range(pulses, pulses + LONGEST):
        term *= a * threshold / k
        total += term
        if term <= NEGLIGIBLE * total:
            break
    return min(total, 1.0)


@compiled
def slow_dominant_probability(signal: float, pulses: int, threshold: float) -> Probability:
    """Return the detection probability of a Swerling 3 echo of total mean signal-to-noise ratio ``signal``.

    P = Q(N, T) + a^(1-N) e^(-T b) {P(N, a T) [1 - b (N-1)] + b a T P(N-1, a T)},  a = x / (2 + x), b = 1 - a, x = N S,
    P the lower incomplete gamma function. Exact for every N; the closed form of many textbooks is so only to N = 2.

    ``signal`` x >= 0, summed over the pulses. ``pulses`` N >= 1. ``threshold`` T >= 0.
    Source: swerling1960, case 3, as a negative binomial mixture of Q(N + m, T).
    """
    a = signal / (2.0 + signal)
    b = 2.0 / (2.0 + signal)
    if pulses == 1:
        return math.exp(-b * threshold) * (1.0 + a * b * threshold)
    term = poisson_term(pulses, threshold)
    mean = a * threshold
    if mean > pulses:
        least = noise_exceedance(pulses - 1, mean)
        below = 1.0 - least
        above = below - poisson_term(pulses - 1, mean)
        shape = above * (1.0 - b * (pulses - 1)) + b * mean * below
        echo = shape * math.exp((1 - pulses) * math.log(a) - b * threshold)
        return min(noise_exceedance(pulses, threshold) + echo, 1.0)
    total, power = noise_exceedance(pulses, threshold), a
    for j in range(1, LONGEST):
        share = term * power * (1.0 + j * b)
        total += share
        if share <= NEGLIGIBLE * total:
            break
        power *= a
        term *= threshold / (pulses + j)
    return min(total, 1.0)


@compiled
def fast_dominant_probability(snr: float, pulses: int, threshold: float) -> Probability:
    """Return the detection probability of a Swerling 4 echo of mean signal-to-noise ratio ``snr`` a pulse.

    P = sum over k of C(N, k) c^k (1-c)^(N-k) Q(N + k, T (1-c)),  c = S / (2 + S)

    ``snr`` S >= 0. ``pulses`` N >= 1. ``threshold`` T >= 0. Source: swerling1960, case 4, as a binomial mixture.
    """
    c, rest = snr / (2.0 + snr), 2.0 / (2.0 + snr)
    scaled = threshold * rest
    tail = noise_exceedance(pulses, scaled)
    term = poisson_term(pulses, scaled)
    weight = math.exp(pulses * math.log(rest))
    total = weight * tail
    for k in range(1, pulses + 1):
        tail += term
        term *= scaled / (pulses + k)
        weight *= c / rest * (pulses - k + 1) / k
        total += weight * tail
    return min(total, 1.0)


@compiled
def detection_probability(snr: float, swerling: float, pulses: float, threshold: float) -> Probability:
    """Return the probability that one look detects.

    ``snr`` S: mean signal-to-noise ratio of one pulse, linear; at or below zero the false-alarm probability results.
    ``swerling``: 0 to 4; 5 is the steady echo too. ``pulses`` N >= 1, added after a square-law detector.
    ``threshold`` T from ``detection_threshold``.
    Source: swerling1960; marcum1960; richards2005, ch. 6.
    """
    n = int(pulses)
    if snr <= 0.0:
        return noise_exceedance(n, threshold)
    if swerling == 1:
        return slow_rayleigh_probability(n * snr, n, threshold)
    if swerling == 3:
        return slow_dominant_probability(n * snr, n, threshold)
    if swerling == 2:
        return noise_exceedance(n, threshold / (1.0 + snr))
    if swerling == 4:
        return fast_dominant_probability(snr, n, threshold)
    return steady_probability(n * snr, n, threshold)


@compiled
def marcum_q(order: float, a: float, b: float) -> Probability:
    """Return the generalised Marcum function Q_m(a, b).

    Q_m(a, b) = integral from b of x (x / a)^(m-1) exp(-(x^2 + a^2) / 2) I_(m-1)(a x) dx

    ``order`` m: a whole number >= 1. ``a`` >= 0, ``b`` >= 0. Source: marcum1960; shnidman1989.
    """
    return steady_probability(0.5 * a * a, int(order), 0.5 * b * b)


@compiled
def required_signal_to_noise(probability: Probability, swerling: float, pulses: float, threshold: float) -> float:
    """Return the signal-to-noise ratio of one pulse (linear) at which a look detects with ``probability``.

    Inverts ``detection_probability`` by halving between -100 dB and +150 dB, where it rises strictly.

    ``probability`` in (P_fa, 1); outside it the nearer end of that range of ratios is returned.
    The other parameters are those of ``detection_probability``. Source: as ``detection_probability``.
    """
    low, high = -100.0 * PER_DECIBEL, 150.0 * PER_DECIBEL
    for _ in range(64):
        middle = 0.5 * (low + high)
        if detection_probability(math.exp(middle), swerling, pulses, threshold) < probability:
            low = middle
        else:
            high = middle
    return math.exp(0.5 * (low + high))


@compiled
def albersheim(probability: Probability, false_alarm: Probability, pulses: float) -> Decibels:
    """Return the signal-to-noise ratio of one pulse (dB) that a steady echo needs, by Albersheim's fit.

    S = -5 lg N + (6.2 + 4.54 / sqrt(N + 0.44)) lg(A + 0.12 A B + 1.7 B),  A = ln(0.62 / P_fa), B = ln(P / (1 - P))

    ``probability`` P, ``false_alarm`` P_fa, ``pulses`` N.
    Domain: 0.1 <= P <= 0.9, 1e-7 <= P_fa <= 1e-3, 1 <= N <= 8096, within 0.2 dB of a linear detector; wider use loses
    accuracy gradually, and where the last logarithm's argument is not positive the law has no answer.
    Source: albersheim1981; richards2005, ch. 6.
    """
    a = math.log(0.62 / false_alarm)
    b = math.log(probability / (1.0 - probability))
    spread = 6.2 + 4.54 / math.sqrt(pulses + 0.44)
    return -5.0 * math.log10(pulses) + spread * math.log10(a + 0.12 * a * b + 1.7 * b)


@compiled
def _half_width(probability: Probability) -> float:
    """Return sqrt(-0.8 ln(4 p (1 - p))), signed like p - 1/2."""
    root = math.sqrt(max(-0.8 * math.log(4.0 * probability * (1.0 - probability)), 0.0))
    return root if probability >= 0.5 else -root


@compiled
def shnidman(probability: Probability, false_alarm: Probability, pulses: float, swerling: float) -> Decibels:
    """Return the signal-to-noise ratio of one pulse (dB) that an echo of any Swerling case needs, by Shnidman's fit.

    X = e (e + 2 sqrt(N/2 + alpha - 1/4)),
    e = sqrt(-0.8 ln(4 P_fa (1 - P_fa))) + sign(P - 1/2) sqrt(-0.8 ln(4 P (1 - P)))
    S = 10 lg(X / N) + C, C = C1 up to P = 0.872 and C1 + C2 above, each over K = 1, N, 2, 2 N for Swerling 1 to 4

    ``probability`` P, ``false_alarm`` P_fa, ``pulses`` N, ``swerling`` 0 to 5. alpha is 1/4 above
    N = 40, else 0 (authors differ on N = 40 itself, by 0.03 dB).
    Domain: 0.1 <= P <= 0.99, 1e-9 <= P_fa <= 1e-3, 1 <= N <= 100, within 1 dB; not meant beyond.
    Source: shnidman2002; richards2005, ch. 6.
    """
    alpha = 0.25 if pulses > 40 else 0.0
    e = _half_width(probability) - _half_width(false_alarm)
    steady = 10.0 * math.log10(e * (e + 2.0 * math.sqrt(0.5 * pulses + alpha - 0.25)) / pulses)
    if swerling == 0 or swerling == 5:
        return steady
    degrees = 1.0 if swerling <= 2 else 2.0
    k = degrees if swerling == 1 or swerling == 3 else degrees * pulses
    c = ((17.7006 * probability - 18.4496) * probability + 14.5339) * probability - 3.525
    if probability > 0.872:
        slope = 0.7 * math.log(1e-5 / false_alarm) + (2.0 * pulses - 20.0) / 80.0
        c += math.exp(27.31 * probability - 25.14) + (probability - 0.8) * slope
    return steady + c / k


@compiled
def cell_averaging_multiplier(false_alarm: Probability, cells: float) -> float:
    """Return the factor alpha on the mean of the reference cells that keeps the false-alarm probability.

    alpha = n (P_fa^(-1/n) - 1)

    ``false_alarm`` P_fa in (0, 1). ``cells`` n >= 1 reference cells of independent exponential noise.
    Source: finn1968; richards2005, ch. 7.
    """
    return cells * math.expm1(-math.log(false_alarm) / cells)


@compiled
def cell_averaging_probability(snr: float, false_alarm: Probability, cells: float) -> Probability:
    """Return the detection probability of one Swerling 1 pulse behind a cell-averaging CFAR.

    P = (1 + alpha / (n (1 + S)))^-n

    ``snr`` S >= 0, linear. ``false_alarm`` P_fa, ``cells`` n as in ``cell_averaging_multiplier``.
    Source: finn1968; richards2005, ch. 7.
    """
    ratio = cell_averaging_multiplier(false_alarm, cells) / (cells * (1.0 + snr))
    return math.exp(-cells * math.log1p(ratio))


@compiled
def cell_averaging_loss(probability: Probability, false_alarm: Probability, cells: float) -> float:
    """Return by how much (a factor >= 1) a cell-averaging CFAR raises the signal-to-noise ratio that is needed.

    loss = S_ca / S_ideal,  S_ca = (P_fa^(-1/n) - 1) / (P^(-1/n) - 1) - 1,  S_ideal = ln P_fa / ln P - 1

    ``probability`` P in (P_fa, 1) of one Swerling 1 pulse. ``false_alarm`` P_fa, ``cells`` n.
    Source: finn1968; richards2005, ch. 7.
    """
    wanted = math.expm1(-math.log(probability) / cells)
    needed = math.expm1(-math.log(false_alarm) / cells) / wanted - 1.0
    return needed / (math.log(false_alarm) / math.log(probability) - 1.0)


@compiled
def binary_integration(hits: float, looks: float, probability: Probability) -> Probability:
    """Return the probability of at least M detections in N independent looks.

    P = sum over k >= M of C(N, k) p^k (1 - p)^(N - k)

    ``hits`` M (at or below zero gives 1, above N gives 0), ``looks`` N >= 0, ``probability`` p of each look.
    Source: abramowitz1964, ch. 26; richards2005, ch. 6 (binary integration).
    """
    m, n = int(hits), int(looks)
    if m <= 0:
        return 1.0
    if m > n or probability <= 0.0:
        return 0.0
    if probability >= 1.0:
        return 1.0
    rising = m > n * probability  # then the terms fall from M upward, else from M - 1 downward
    first = m if rising else m - 1
    ways = log_factorial(n) - log_factorial(first) - log_factorial(n - first)
    term = math.exp(ways + first * math.log(probability) + (n - first) * math.log1p(-probability))
    odds = probability / (1.0 - probability)
    total = term
    if rising:
        for k in range(m + 1, n + 1):
            term *= odds * (n - k + 1) / k
            total += term
        return min(total, 1.0)
    for k in range(m - 1, 0, -1):
        term *= k / (odds * (n - k + 1))
        total += term
    return max(1.0 - total, 0.0)


@compiled
def fading_odds(margin_db: Decibels, deviation_db: Decibels) -> Probability:
    """Return the probability that a fading signal is above its threshold at a moment.

    P = 1 / (1 + exp(-pi m / (sqrt(3) s))), the logistic law of standard deviation s

    ``margin_db`` m of the mean signal over the threshold (dB); ``deviation_db`` s of the signal about its mean (dB,
    above 0). Domain: any; within 0.023 of the normal law, which the fading of levels in decibels follows.
    Source: bowling2009, section 1 (logistic for normal).
    """
    steps = min(max(_LOGISTIC * margin_db / deviation_db, -700.0), 700.0)
    return 1.0 / (1.0 + math.exp(-steps))


@compiled
def cumulative_probability(before: Probability, look: Probability) -> Probability:
    """Return the probability of at least one detection after one more independent look.

    P' = 1 - (1 - P)(1 - p)

    ``before`` P of all looks so far (0 before the first), ``look`` p of this one.
    Source: richards2005, ch. 6 (cumulative detection).
    """
    return before + look * (1.0 - before)
