"""How haze, fog, dust and rain take light out of a path, from the visibility that an observer would state.

Visibility is the meteorological range at 550 nm with a contrast threshold of 2 %. The laws of Kruse and of Kim are fits
between 0.4 and 1.6 µm. ``extinction_kim`` and ``extinction_kruse`` follow their formulas at any wavelength;
``extinction_haze``, which the models use, holds the value of 1.6 µm beyond it, because the formulas would go on
falling where molecular absorption, which they do not contain, takes over.
"""

import math

from ringfort.compiled import compiled, entry
from ringfort.units import Metres

KOSCHMIEDER = 3.91  # -ln of a contrast of 2 %
REFERENCE_WAVELENGTH: Metres = 550e-9
LONGEST_FITTED: Metres = 1.6e-6
DECIBELS_PER_NEPER = 10.0 / math.log(10.0)


@compiled
def kruse_exponent(visibility_m: Metres) -> float:
    """Return the exponent q of the wavelength by Kruse.

    q = 1.6 above 50 km, 1.3 from 6 km, 0.585 V^(1/3) below, V in km

    ``visibility_m`` V (m, above 0).
    Domain: haze, with steps at 6 and 50 km; in fog it promises a gain at long wavelengths that is not observed.
    Source: kruse1962, as quoted in kim2001.
    """
    if visibility_m > 50e3:
        return 1.6
    if visibility_m >= 6e3:
        return 1.3
    return 0.585 * math.pow(visibility_m * 1e-3, 1.0 / 3.0)


@compiled
def kim_exponent(visibility_m: Metres) -> float:
    """Return the exponent q of the wavelength by Kim.

    q = 1.6 above 50 km, 1.3 from 6 km, 0.16 V + 0.34 from 1 km, V - 0.5 from 0.5 km, 0 below, V in km

    ``visibility_m`` V (m, above 0).
    Domain: haze and fog; a fit by pieces, with a step at 50 km.
    Source: kim2001.
    """
    v = visibility_m * 1e-3
    if v < 0.5:
        return 0.0
    if v < 1.0:
        return v - 0.5
    return 0.16 * v + 0.34 if v < 6.0 else kruse_exponent(visibility_m)


@compiled
def _extinction(visibility_m: Metres, wavelength_m: Metres, exponent: float) -> float:
    return KOSCHMIEDER / visibility_m * math.pow(wavelength_m / REFERENCE_WAVELENGTH, -exponent)


@compiled
def extinction_kruse(visibility_m: Metres, wavelength_m: Metres) -> float:
    """Return the extinction coefficient (1/m) by Kruse.

    σ = 3.91/V (λ / 550 nm)^-q

    ``visibility_m`` V (m, above 0). ``wavelength_m`` λ (m, above 0).
    Domain: haze, 0.4 to 1.6 µm; an extrapolation outside, see the module.
    Source: kruse1962, as quoted in kim2001.
    """
    return _extinction(visibility_m, wavelength_m, kruse_exponent(visibility_m))


@compiled
def extinction_kim(visibility_m: Metres, wavelength_m: Metres) -> float:
    """Return the extinction coefficient (1/m) by Kim.

    σ = 3.91/V (λ / 550 nm)^-q

    ``visibility_m`` V (m, above 0). ``wavelength_m`` λ (m, above 0).
    Domain: haze and fog, 0.4 to 1.6 µm; an extrapolation outside, see the module.
    Source: kim2001.
    """
    return _extinction(visibility_m, wavelength_m, kim_exponent(visibility_m))


@entry
def extinction_haze(visibility_m: Metres, wavelength_m: Metres) -> float:
    """Return the extinction coefficient (1/m) of haze or fog that the models use: Kim's, held beyond 1.6 µm.

    σ(λ) = σ_Kim(min(λ, 1.6 µm))

    ``visibility_m`` V (m, above 0). ``wavelength_m`` λ (m, above 0).
    Domain: 0.4 to 1.6 µm by the source. In the thermal bands it is a stand-in, grade judgement: thick fog blocks them
    as it blocks light (q = 0), and clear air keeps a floor for water vapour.
    Source: kim2001.
    """
    return extinction_kim(visibility_m, min(wavelength_m, LONGEST_FITTED))


@entry
def extinction_dust(visibility_m: Metres) -> float:
    """Return the extinction coefficient (1/m) of dust, the same at all optical wavelengths.

    σ = 3.91/V

    ``visibility_m`` V (m, above 0; infinite for none).
    Domain: grains large against the wavelength, whose extinction efficiency tends to 2: raised desert dust up to about
    3 µm; in the thermal bands it overstates.
    Source: bohren1983, ch. 4 (the limit), with Koschmieder's relation.
    """
    return KOSCHMIEDER / visibility_m


@entry
def extinction_rain(rain_mmh: float) -> float:
    """Return the extinction coefficient (1/m) of rain for light.

    γ = 1.076 R^0.67 dB/km

    ``rain_mmh`` R (mm/h), 0 or below gives 0.
    Domain: 0.5 to 12 µm, drops being large against all of them; narrow fields of view.
    Source: itu_p1814 (the coefficients of Carbonneau).
    """
    if rain_mmh <= 0.0:
        return 0.0
    return 1.076e-3 / DECIBELS_PER_NEPER * math.pow(rain_mmh, 0.67)


@compiled
def transmission(extinction_per_m: float, range_m: Metres) -> float:
    """Return the fraction of light that a path lets through.

    τ = exp(-σ r)

    ``extinction_per_m`` σ (1/m). ``range_m`` r (m).
    Domain: single scattering; light scattered back into the field of view is left out.
    Source: kim2001.
    """
    return math.exp(-extinction_per_m * range_m)


@compiled
def fog_water(visibility_m: Metres) -> float:
    """Return the liquid water (kg/m³) of a fog of this visibility.

    M = (3.91 / (144.7 V))^(1/0.88), from σ = 144.7 M^0.88 per km, M in g/m³, V in km

    ``visibility_m`` V (m, above 0).
    Domain: fog, V below 1 km; other fits differ by a factor of 2. Dust of the same visibility holds no water.
    Source: kunkel1984.
    """
    return 1e-3 * math.pow(KOSCHMIEDER / (144.7e-3 * visibility_m), 1.0 / 0.88)
