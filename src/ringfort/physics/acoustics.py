"""Sound in air: absorption, spreading, the shadow upwind, and the noise that hides it."""

import math

from ringfort.compiled import compiled
from ringfort.units import Decibels, Hertz, Kelvin, Metres, MetresPerSecond, Pascals, Radians

REFERENCE_PRESSURE: Pascals = 101_325.0
REFERENCE_TEMPERATURE: Kelvin = 293.15
TRIPLE_POINT: Kelvin = 273.16
_STEPS = 60


@compiled
def speed_of_sound(temperature_k: Kelvin) -> MetresPerSecond:
    """Return the speed of sound (m/s).

    c = 343.2 sqrt(T / 293.15)

    ``temperature_k`` T (K, above 0).
    Domain: air near the ground.
    Source: iso_9613_1, Annex A.
    """
    return 343.2 * math.sqrt(temperature_k / REFERENCE_TEMPERATURE)


@compiled
def absorption(frequency_hz: Hertz, temperature_k: Kelvin, humidity: float, pressure_pa: Pascals) -> float:
    """Return how much of a pure tone the air absorbs, in dB/m.

    α = 8.686 f² { 1.84·10⁻¹¹ (p/p_r)⁻¹ (T/T₀)^½ + (T/T₀)^(-5/2)
        [ 0.01275 exp(-2239.1/T) / (f_O + f²/f_O) + 0.1068 exp(-3352/T) / (f_N + f²/f_N) ] }

    with the relaxation frequencies of oxygen f_O and nitrogen f_N

    ``frequency_hz`` f (Hz, above 0). ``temperature_k`` T (K). ``humidity`` relative, 0 to 1. ``pressure_pa`` p (Pa).
    Domain: 50 Hz to 10 kHz, -20 to 50 degC, below 200 kPa, within 10 % for vapour of 0.05 to 5 %.
    Source: iso_9613_1, eq. 3 to 5, Annex B.
    """
    relative, warmth = pressure_pa / REFERENCE_PRESSURE, temperature_k / REFERENCE_TEMPERATURE
    saturation = math.pow(10.0, 4.6151 - 6.8346 * math.pow(TRIPLE_POINT / temperature_k, 1.261))
    h = 100.0 * humidity * saturation / relative  # molar concentration of water vapour in percent
    oxygen = relative * (24.0 + 4.04e4 * h * (0.02 + h) / (0.391 + h))
    nitrogen = (
        relative / math.sqrt(warmth) * (9.0 + 280.0 * h * math.exp(-4.170 * (math.pow(warmth, -1.0 / 3.0) - 1.0)))
    )
    square = frequency_hz * frequency_hz
    classical = 1.84e-11 / relative * math.sqrt(warmth)
    by_oxygen = 0.01275 * math.exp(-2239.1 / temperature_k) / (oxygen + square / oxygen)
    by_nitrogen = 0.1068 * math.exp(-3352.0 / temperature_k) / (nitrogen + square / nitrogen)
    return 8.686 * square * (classical + math.pow(warmth, -2.5) * (by_oxygen + by_nitrogen))


@compiled
def received_level(source_db: Decibels, range_m: Metres, absorption_db_m: float) -> Decibels:
    """Return the sound pressure level at a range from a point source in free space.

    L = L₁ - 20 log₁₀(r / 1 m) - α r

    ``source_db`` L₁, level at 1 m (dB re 20 µPa). ``range_m`` r (m); nearer than 1 m counts as 1 m.
    ``absorption_db_m`` α (dB/m).
    Domain: the far field above ground that neither reflects nor absorbs; reflection adds at most 6 dB.
    Source: iso_9613_2, section 7.1 and 7.2.
    """
    r = max(range_m, 1.0)
    return source_db - 20.0 * math.log10(r) - absorption_db_m * r


@compiled
def level_range(source_db: Decibels, wanted_db: Decibels, absorption_db_m: float) -> Metres:
    """Return the range at which the received level has fallen to a wanted one: the detection range.

    The root r of L₁ - 20 log₁₀ r - α r = L, by Newton's method in ln r, which falls to it from above

    ``source_db`` L₁, level at 1 m (dB). ``wanted_db`` L: noise plus what the detector needs above it (dB).
    ``absorption_db_m`` α (dB/m, 0 or above).
    Domain: as ``received_level``; a source too faint at 1 m gives 0.
    Source: iso_9613_2, section 7.1 and 7.2, solved for the range.
    """
    excess = source_db - wanted_db
    if excess <= 0.0:
        return 0.0
    slope = 20.0 / math.log(10.0)
    x = excess / slope
    for _ in range(_STEPS):
        absorbed = absorption_db_m * math.exp(x)
        step = (slope * x + absorbed - excess) / (slope + absorbed)
        x -= step
        if abs(step) < 1e-12:
            break
    return max(math.exp(x), 1.0)


@compiled
def background_noise(quiet_db: Decibels, wind_speed_mps: MetresPerSecond) -> Decibels:
    """Return the A-weighted background level over open grassland in wind, added to a level without wind.

    L_A95 = 22.6 log₁₀(v / 1 m/s) + 22.7, added to the quiet level by power

    ``quiet_db`` level of all else (dB). ``wind_speed_mps`` v (m/s), below 1 m/s taken as 1 m/s.
    Domain: 1 to 10 m/s over open land without trees; the spread about the fit is 2.4 dB.
    Source: boersma1997, abstract.
    """
    wind = 22.7 + 22.6 * math.log10(max(wind_speed_mps, 1.0))
    return 10.0 * math.log10(math.pow(10.0, 0.1 * quiet_db) + math.pow(10.0, 0.1 * wind))


@compiled
def windscreen_noise(wind_speed_mps: MetresPerSecond, frequency_hz: Hertz, diameter_m: Metres) -> Decibels:
    """Return the false sound that wind makes in a screened microphone, in one third-octave band (dB re 20 µPa).

    L = 40 log₁₀ V - 23 log₁₀(f D / V) + 15

    ``wind_speed_mps`` V (m/s), below 0.1 m/s taken as that. ``frequency_hz`` f, the middle of the band (Hz).
    ``diameter_m`` D of the screen (m).
    Domain: 0.1 < f D/V < 5 and little turbulence, within 3 dB; out of doors the level below f D/V of 1 is higher.
    Source: vandenberg2006, eq. VIII.2, after Strasberg.
    """
    v = max(wind_speed_mps, 0.1)
    return 40.0 * math.log10(v) - 23.0 * math.log10(frequency_hz * diameter_m / v) + 15.0


@compiled
def headwind(wind_speed_mps: MetresPerSecond, wind_from_rad: Radians, bearing_rad: Radians) -> MetresPerSecond:
    """Return the wind against sound that comes to an observer from a bearing (m/s); negative where it helps.

    u = -v cos(φ_wind - φ)

    ``wind_speed_mps`` v (m/s). ``wind_from_rad`` the bearing the wind comes from (rad). ``bearing_rad`` φ of the
    source from the observer (rad). A wind from the source's side carries the sound to the observer.
    Domain: level wind. Source: makarewicz1997, the effective speed of sound.
    """
    return -wind_speed_mps * math.cos(wind_from_rad - bearing_rad)


@compiled
def sound_gradient(headwind_mps: MetresPerSecond, top_m: Metres, roughness_m: Metres, temperature_k: Kelvin) -> float:
    """Return the mean fall with height of the effective speed of sound towards an observer (1/s).

    g = (u ln(z/z₀)/ln(10 m/z₀)) / z + 0.0098 c / (2 T), the logarithmic wind and a well-mixed day

    ``headwind_mps`` u at 10 m (m/s). ``top_m`` z of the source, taken as at least 1 m (m). ``roughness_m`` z₀ of the
    ground, below 1 m (m). ``temperature_k`` T (K). Positive where sound bends upward.
    Domain: up to about 100 m in neutral or unstable air; at night, in an inversion, there is less shadow.
    Source: makarewicz1997 (linear effective speed of sound); stull1988, ch. 9 (logarithmic wind).
    """
    z = max(top_m, 1.0)
    wind = headwind_mps * math.log(z / roughness_m) / math.log(10.0 / roughness_m)
    return wind / z + 0.0098 * speed_of_sound(temperature_k) / (2.0 * temperature_k)


@compiled
def shadow_range(gradient_per_s: float, source_m: Metres, observer_m: Metres, temperature_k: Kelvin) -> Metres:
    """Return the level range at which an observer enters the sound shadow.

    x = sqrt(2 c / g) (sqrt(h_s) + sqrt(h_o)): rays are parabolas, the limiting one grazes the ground

    ``gradient_per_s`` g, fall of the effective speed of sound with height (1/s); 0 or below gives infinity.
    ``source_m`` h_s, ``observer_m`` h_o above the ground (m, 0 or above). ``temperature_k`` for c (K).
    Domain: flat ground, nearly level rays.
    Source: makarewicz1997.
    """
    if gradient_per_s <= 0.0:
        return math.inf
    reach = math.sqrt(2.0 * speed_of_sound(temperature_k) / gradient_per_s)
    return reach * (math.sqrt(source_m) + math.sqrt(observer_m))


@compiled
def shadow_loss(range_m: Metres, shadow_range_m: Metres, deepest_db: Decibels) -> Decibels:
    """Return what an observer in the sound shadow loses beyond spreading and absorption.

    A = 0 up to the shadow, rising in proportion to the way beyond it, A_max from twice its range on

    ``range_m`` (m). ``shadow_range_m`` where the shadow begins (m, above 0). ``deepest_db`` A_max (dB): turbulence
    scatters sound into a shadow, which holds it at 20 to 30 dB.
    Domain: audible sound over flat ground; the ramp is judgement, the depth is the source's.
    Source: wiener1959 (the depth).
    """
    beyond = (range_m - shadow_range_m) / shadow_range_m if shadow_range_m < math.inf else 0.0
    return deepest_db * min(max(beyond, 0.0), 1.0)


@compiled
def travel_time(range_m: Metres, temperature_k: Kelvin) -> float:
    """Return how long (s) sound is under way in still air: the age of what is heard.

    t = r / c

    ``range_m`` r (m). ``temperature_k`` (K, above 0). Domain: still air of one temperature.
    Source: iso_9613_1, Annex A (speed of sound).
    """
    return range_m / speed_of_sound(temperature_k)
