"""Detection odds against the non-central chi-square of SciPy, quadrature over the fluctuation, and closed forms."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special, stats
from tests.tolerance import within

from ringfort.compiled import ufunc
from ringfort.physics import detection

PULSES = st.sampled_from([1, 2, 3, 5, 10, 30, 100])
FALSE_ALARM = st.floats(-12.0, -1.0).map(lambda x: 10.0**x)
RATIO = st.floats(-3.0, 3.0).map(lambda x: 10.0**x)
CASES = (0.0, 1.0, 2.0, 3.0, 4.0)


def averaged(snr: float, swerling: int, pulses: int, threshold: float) -> float:
    """Swerling 0 odds averaged over the density of the whole look's strength, by quadrature."""
    shape = {1: 1, 2: pulses, 3: 2, 4: 2 * pulses}[swerling]
    density = stats.gamma(shape, scale=1.0 / shape)

    def integrand(u: float) -> float:
        return float(stats.ncx2.sf(2 * threshold, 2 * pulses, 2 * pulses * snr * u) * density.pdf(u))

    middle = [float(density.ppf(q)) for q in (0.01, 0.5, 0.99, 0.99999)]
    return float(integrate.quad(integrand, 0.0, float(density.ppf(1 - 1e-13)), points=middle, limit=400)[0])


@settings(max_examples=60, deadline=None)
@given(PULSES, FALSE_ALARM)
def test_threshold_and_false_alarm_invert_each_other(pulses: int, false_alarm: float) -> None:
    threshold = detection.detection_threshold(false_alarm, pulses)
    same = within(rel=1e-12, because="both are sums of positive terms; some thousand roundings remain")
    assert same(threshold, float(special.gammainccinv(pulses, false_alarm)))
    assert same(detection.noise_exceedance(pulses, threshold), false_alarm)


@settings(max_examples=150, deadline=None)
@given(RATIO, PULSES, FALSE_ALARM)
def test_steady_echo_marcum_1960_against_scipy(snr: float, pulses: int, false_alarm: float) -> None:
    threshold = detection.detection_threshold(false_alarm, pulses)
    expected = float(stats.ncx2.sf(2 * threshold, 2 * pulses, 2 * pulses * snr))
    same = within(1e-12, rel=1e-9, because="SciPy's non-central chi-square is itself good to about 1e-10")
    assert same(detection.detection_probability(snr, 0.0, pulses, threshold), expected)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 60), st.floats(0.0, 60.0), st.floats(0.01, 60.0))
def test_marcum_q_against_scipy(order: int, a: float, b: float) -> None:
    expected = float(stats.ncx2.sf(b * b, 2 * order, a * a)) if a > 0 else float(stats.chi2.sf(b * b, 2 * order))
    same = within(1e-14, rel=1e-7, because="SciPy loses digits in far tails; ours adds positive terms")
    assert same(detection.marcum_q(order, a, b), expected)


@settings(max_examples=25, deadline=None)
@given(
    st.floats(-1.0, 2.0).map(lambda x: 10.0**x),
    st.sampled_from([1, 2, 4, 10, 30]),
    FALSE_ALARM,
    st.sampled_from([1, 2, 3, 4]),
)
def test_fluctuating_echo_swerling_1960_against_quadrature(
    snr: float, pulses: int, false_alarm: float, swerling: int
) -> None:
    threshold = detection.detection_threshold(false_alarm, pulses)
    same = within(1e-8, because="the quadrature is asked for 1.5e-8")
    ours = detection.detection_probability(snr, float(swerling), pulses, threshold)
    assert same(ours, averaged(snr, swerling, pulses, threshold))


@pytest.mark.parametrize("pulses", [2, 10, 100])
def test_closed_forms_meet_their_series_where_they_change_over(pulses: int) -> None:
    threshold = detection.detection_threshold(1e-6, pulses)
    share = pulses / threshold  # a T = N is where the laws change from series to closed form
    same = within(rel=1e-10, because="a step of 1e-12 in a moves the odds by about as much")
    for law, twice in ((detection.slow_rayleigh_probability, 1.0), (detection.slow_dominant_probability, 2.0)):
        below, above = share * (1 - 1e-12), share * (1 + 1e-12)
        series = law(twice * below / (1 - below), pulses, threshold)
        closed = law(twice * above / (1 - above), pulses, threshold)
        assert same(series, closed)


@settings(max_examples=60, deadline=None)
@given(RATIO, FALSE_ALARM)
def test_one_pulse_knows_no_correlation(snr: float, false_alarm: float) -> None:
    threshold = detection.detection_threshold(false_alarm, 1)
    odds = [detection.detection_probability(snr, case, 1, threshold) for case in CASES]
    same = within(rel=1e-12, because="the same law summed in another order")
    assert same(odds[1], odds[2])
    assert same(odds[3], odds[4])
    assert same(odds[1], false_alarm ** (1.0 / (1.0 + snr)))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CASES), PULSES, FALSE_ALARM, st.lists(RATIO, min_size=2, max_size=6))
def test_odds_lie_between_false_alarm_and_one_and_rise(
    case: float, pulses: int, false_alarm: float, ratios: list[float]
) -> None:
    threshold = detection.detection_threshold(false_alarm, pulses)
    odds = [detection.detection_probability(snr, case, pulses, threshold) for snr in [0.0, *sorted(ratios)]]
    assert within(rel=1e-10, because="the threshold is found to the last few digits")(odds[0], false_alarm)
    assert all(low <= high * (1 + 1e-12) for low, high in itertools.pairwise(odds))
    assert odds[-1] <= 1.0


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(CASES), PULSES, st.floats(0.05, 0.99), FALSE_ALARM)
def test_required_ratio_gives_back_the_odds(case: float, pulses: int, probability: float, false_alarm: float) -> None:
    if probability <= 1.01 * false_alarm:
        return
    threshold = detection.detection_threshold(false_alarm, pulses)
    snr = detection.required_signal_to_noise(probability, case, pulses, threshold)
    same = within(1e-9, because="64 halvings of 250 dB leave less than 1e-16 of the ratio")
    assert same(detection.detection_probability(snr, case, pulses, threshold), probability)


def test_no_signal_strong_signal_and_far_tails() -> None:
    threshold = detection.detection_threshold(1e-6, 10)
    assert all(detection.detection_probability(1e9, case, 10, threshold) > 0.999 for case in CASES)
    assert detection.noise_exceedance(0, 3.0) == 0.0
    assert detection.noise_exceedance(3, 0.0) == 1.0
    summed = within(rel=1e-10, because="two thousand terms, each rounded")
    assert summed(detection.noise_exceedance(2000, 1900.0), special.gammaincc(2000, 1900.0))
    assert summed(detection.noise_exceedance(1500, 1800.0), special.gammaincc(1500, 1800.0))
    assert detection.poisson_term(0, 0.0) == 1.0
    assert detection.poisson_term(2, 0.0) == 0.0


@pytest.mark.parametrize("count", [0, 1, 5, 19, 20, 21, 170, 10000])
def test_log_factorial_abramowitz_6_1_41(count: int) -> None:
    assert within(1e-12, rel=1e-14, because="the first term left out of Stirling's series")(
        detection.log_factorial(count), math.lgamma(count + 1)
    )


def test_albersheim_1981_within_its_claim_of_the_exact_odds() -> None:
    check = within(0.4, because="0.2 dB of his claim for a linear detector, 0.2 dB to the square-law one")
    for probability, false_alarm in ((0.5, 1e-4), (0.9, 1e-6), (0.3, 1e-5)):
        for pulses in (1, 10, 100):
            threshold = detection.detection_threshold(false_alarm, pulses)
            exact = detection.required_signal_to_noise(probability, 0.0, pulses, threshold)
            assert check(detection.albersheim(probability, false_alarm, pulses), 10 * math.log10(exact))


def test_albersheim_keeps_its_terms_in_place() -> None:
    # A widely copied snippet swaps 0.12 A B and 1.7 B, which is 8.7 dB too much here; the odds tell.
    snr = 10 ** (detection.albersheim(0.9, 1e-6, 1) / 10)
    threshold = detection.detection_threshold(1e-6, 1)
    assert within(0.02, because="0.07 dB of Albersheim's error at a slope of 0.2 a dB")(
        detection.detection_probability(snr, 0.0, 1, threshold), 0.9
    )


@pytest.mark.parametrize("swerling", CASES)
def test_shnidman_2002_within_its_claim_of_the_exact_odds(swerling: float) -> None:
    check = within(1.0, because="Shnidman's claim as it is usually quoted")
    for probability in (0.3, 0.5, 0.9, 0.97):
        for pulses in (1, 10, 60):
            threshold = detection.detection_threshold(1e-6, pulses)
            exact = detection.required_signal_to_noise(probability, swerling, pulses, threshold)
            assert check(detection.shnidman(probability, 1e-6, pulses, swerling), 10 * math.log10(exact))


@settings(max_examples=60, deadline=None)
@given(RATIO, FALSE_ALARM, st.integers(2, 200))
def test_cell_averaging_cfar_finn_1968(snr: float, false_alarm: float, cells: int) -> None:
    alpha = detection.cell_averaging_multiplier(false_alarm, cells)
    same = within(rel=1e-10, because="rounding through expm1 and log1p")
    assert same(detection.cell_averaging_probability(0.0, false_alarm, cells), false_alarm)
    assert alpha > -math.log(false_alarm)
    slope = alpha / (1 + snr)
    peak, width = -math.log(1 + slope / cells), 1 / math.sqrt(cells)

    def cell_against_mean(s: float) -> float:  # over the logarithm: a low mean is what lets the echo through
        return math.exp(-slope * math.exp(s) + stats.gamma.logpdf(math.exp(s), cells, scale=1 / cells) + s)

    expected, _ = integrate.quad(cell_against_mean, peak - 20 * width, peak + 12 * width, epsrel=1e-9, epsabs=0.0)
    assert within(rel=1e-7, because="the quadrature, cut at 20 widths")(
        detection.cell_averaging_probability(snr, false_alarm, cells), expected
    )


@settings(max_examples=40, deadline=None)
@given(st.floats(0.1, 0.95), st.floats(-8.0, -3.0).map(lambda x: 10.0**x), st.integers(4, 100))
def test_cfar_loss_is_what_the_ratio_must_rise(probability: float, false_alarm: float, cells: int) -> None:
    ideal = math.log(false_alarm) / math.log(probability) - 1.0
    raised = ideal * detection.cell_averaging_loss(probability, false_alarm, cells)
    assert within(1e-9, because="two closed forms of one law")(
        detection.cell_averaging_probability(raised, false_alarm, cells), probability
    )


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 300), st.integers(1, 300), st.floats(0.0, 1.0))
def test_binary_integration_against_scipy(hits: int, looks: int, probability: float) -> None:
    expected = float(stats.binom.sf(hits - 1, looks, probability))
    assert within(1e-300, rel=1e-9, because="logarithms of factorials near 600 keep 13 digits")(
        detection.binary_integration(hits, looks, probability), expected
    )


@settings(deadline=None)  # the first call compiles
@given(st.lists(st.floats(0.0, 1.0), max_size=8))
def test_cumulative_probability_is_one_less_all_misses(odds: list[float]) -> None:
    together = 0.0
    for each in odds:
        together = detection.cumulative_probability(together, each)
    assert within(1e-14, because="rounding")(together, 1.0 - math.prod(1.0 - each for each in odds))


@settings(max_examples=150, deadline=None)
@given(RATIO, st.sampled_from(CASES), PULSES, FALSE_ALARM)
def test_compiled_and_plain_give_the_same_bytes(snr: float, case: float, pulses: int, false_alarm: float) -> None:
    threshold = detection.detection_threshold(false_alarm, pulses)
    plain = getattr(detection.detection_probability, "py_func", detection.detection_probability)
    assert detection.detection_probability(snr, case, float(pulses), threshold) == plain(
        snr, case, float(pulses), threshold
    )


def test_laws_serve_notebooks_as_ufuncs() -> None:
    odds = ufunc(detection.detection_probability)(np.array([1.0, 10.0, 100.0]), 1.0, 1.0, 13.8)
    assert odds.shape == (3,)
    assert np.all(np.diff(odds) > 0)


def test_bowling_2009_a_fading_signal_follows_the_logistic_law_of_its_deviation() -> None:
    margins = np.linspace(-30.0, 30.0, 121)
    odds = np.array([detection.fading_odds(m, 6.0) for m in margins])
    check = within(1e-12, because="rounding")
    scale = 6.0 * math.sqrt(3.0) / math.pi
    assert all(check(p, float(stats.logistic.cdf(m, scale=scale))) for m, p in zip(margins, odds, strict=True))
    assert np.max(np.abs(odds - stats.norm.cdf(margins, scale=6.0))) < 0.023
    assert detection.fading_odds(-1e9, 6.0) >= 0.0 and detection.fading_odds(1e9, 6.0) == 1.0
