"""Adapters for the flight cases: atmosphere, trajectories, missiles, frames."""

import math
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ringfort.physics import atmosphere, ballistic_missile, ballistics, drag, gravity
from ringfort.physics.firing import Shot, launched, maximum_range
from ringfort.physics.point_mass import EARTH_SPIN_RADPS, Body, Surroundings, fly, step
from ringfort.world import frames

_FINENESS = 0.02
_FOOT_M = 0.3048
_YARD_M = 0.9144
_SLUG_KG = 14.593902937206
_MINUTE = math.radians(1.0 / 60.0)


def _air(row: dict[str, Any]) -> dict[str, Any]:
    given = row.get("geometric_m")
    height_m = atmosphere.geometric_height(row["geopotential_m"]) if given is None else given
    return {
        "T_k": atmosphere.temperature(height_m),
        "p_pa": atmosphere.pressure(height_m),
        "rho": atmosphere.density(height_m),
        "a_mps": atmosphere.speed_of_sound(height_m),
        "mu_pa_s": atmosphere.viscosity(height_m),
        "g_mps2": atmosphere.gravity(height_m),
    }


def _arc(arc: ballistics.Arc) -> dict[str, Any]:
    return {
        "range_m": arc.range_m,
        "tof_s": arc.time_s,
        "apogee_m": arc.apogee_m,
        "impact_speed_mps": arc.impact_speed_mps,
        "impact_angle_deg": math.degrees(arc.impact_angle_rad),
    }


def _vacuum(row: dict[str, Any]) -> dict[str, Any]:
    elevation_rad = math.radians(row["elev_deg"])
    return _arc(ballistics.vacuum_flight(row["v0_mps"], elevation_rad, row.get("h0_m", 0.0), row["g"]))


def _linear(row: dict[str, Any]) -> dict[str, Any]:
    return _arc(ballistics.linear_drag_flight(row["v0_mps"], math.radians(row["elev_deg"]), row["tau_s"], row["g"]))


# point masses ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _drag_file(path: Path) -> Any:
    """Read a drag table: Mach in the first column, the drag coefficient in the last."""
    rows = np.loadtxt(path, delimiter=",", skiprows=1)
    return drag.drag_table(rows[:, 0].tolist(), rows[:, -1].tolist())


def _drag(name: str, folder: str) -> Any:
    """Find the drag table a row names: one of ours, a file beside the rows, or one there with a name in common."""
    if name in drag.SHIPPED:
        return drag.standard_drag(name)
    if name.endswith(".csv"):
        return _drag_file(Path(folder) / name)
    words = set(re.findall(r"\w+", name))
    for path in sorted(Path(folder).glob("data/drag_*.csv")):
        if words & set(path.stem.split("_")[1:]):
            return _drag_file(path)
    raise FileNotFoundError(f"no drag table for {name!r} in {folder}/data")


def _body(row: dict[str, Any], form_factor: float = 1.0) -> Body:
    return Body(form_factor * math.pi * row["diameter_m"] * row["diameter_m"] / 4.0, float(row["mass_kg"]))


def _surroundings(row: dict[str, Any]) -> Surroundings:
    return Surroundings(
        gravity_mps2=row.get("g", atmosphere.STANDARD_GRAVITY_MPS2), sea_height_m=float(row.get("launch_alt_m", 0.0))
    )


def _impact(elevation_rad: float, row: dict[str, Any], body: Body, table: Any) -> dict[str, Any]:
    start = launched(elevation_rad, Shot(float(row["v0_mps"])))
    end, apogee = fly(start, 0.0, _FINENESS, body, _surroundings(row), table)
    speed_mps = math.hypot(end.east_mps, end.north_mps, end.up_mps)
    fall_deg = math.degrees(math.atan2(-end.up_mps, end.north_mps))
    return {
        "range_m": end.north_m,
        "tof_s": end.time_s,
        "apogee_m": apogee.up_m,
        "time_to_apogee_s": apogee.time_s,
        "impact_speed_mps": speed_mps,
        "striking_v_mps": speed_mps,
        "impact_angle_deg": fall_deg,
        "angle_of_fall_deg": fall_deg,
    }


def _constant_drag(row: dict[str, Any]) -> dict[str, Any]:
    return _impact(math.radians(row["elev_deg"]), row, _body(row), drag.constant_drag(row["cd"]))


def _shell(row: dict[str, Any]) -> dict[str, Any]:
    table = _drag(row["drag"], row["_folder"])
    if "elev_deg" in row:
        return _impact(math.radians(row["elev_deg"]), row, _body(row), table)
    elevation_rad, longest_m = maximum_range(Shot(float(row["v0_mps"])), _body(row), _surroundings(row), table)
    return {"max_range_m": longest_m, "elev_deg": math.degrees(elevation_rad)}


_CALIBRATION = re.compile(r"(\d+) deg ([\d.]+) min gives ([\d,]+) yd")


def _firing_table(row: dict[str, Any]) -> dict[str, Any]:
    """Fit the one form factor to the range that the row's own text states, then fly its departure."""
    found = _CALIBRATION.search(row["drag"])
    if found is None:
        raise ValueError(f"no calibration in {row['drag']!r}")
    elevation_rad = math.radians(float(found[1])) + float(found[2]) * _MINUTE
    range_m = float(found[3].replace(",", "")) * _YARD_M
    table = _drag(row["drag"], row["_folder"])
    low, high = 0.2, 5.0
    while high - low > 1e-6:
        middle = 0.5 * (low + high)
        if _impact(elevation_rad, row, _body(row, middle), table)["range_m"] > range_m:
            low = middle
        else:
            high = middle
    return _impact(math.radians(row["departure_deg"]), row, _body(row, low), table)


def _flat_fire(row: dict[str, Any]) -> dict[str, Any]:
    """Fly without gravity at the standard day's sea level, its density scaled, to each distance the row may ask."""
    air = Surroundings(gravity_mps2=0.0, density_ratio=row["rho"] / atmosphere.density(0.0))
    table = _drag(row["drag_table"], row["_folder"])
    body, flight = _body(row, row["form_factor"]), launched(0.0, Shot(float(row["v0_mps"])))
    answer: dict[str, Any] = {}
    for distance_m in range(100, 3100, 100):
        while flight.north_m < distance_m:
            by_s = min(0.005, (distance_m - flight.north_m) / flight.north_mps + 1e-9)
            flight = step(flight, by_s, body, air, table)
        answer[f"tof_{distance_m}m_s"], answer[f"v_{distance_m}m_mps"] = flight.time_s, flight.north_mps
    return answer


# NASA's check cases ----------------------------------------------------------------------------------------------

_NESC_SPHERE_RADIUS_M = 20_902_255.199 * _FOOT_M
# Motion at the start (east, north, up) and the air's motion eastward at the ground and at 30 000 ft, in ft/s.
_NESC_START = {9: (1000.0, 0.0, 1000.0), 10: (0.0, 1000.0, 1000.0)}
_NESC_WIND = {7: (20.0, 20.0), 8: (-20.0, 70.0)}
_NESC_WIND_TOP_FT = 30_000.0


def _nesc(row: dict[str, Any]) -> dict[str, Any]:
    """Integrate one of the check cases in the earth-centred frame that turns with the earth, from 0 N 0 E."""
    from scipy.integrate import solve_ivp

    case = int(row["case"])
    start = re.search(r"([\d.]+) ft", row["start"])
    height_m = (float(start[1]) if start else 0.0) * _FOOT_M
    east, north, up = (speed * _FOOT_M for speed in _NESC_START.get(case, (0.0, 0.0, 0.0)))
    sphere = case in (4, 5)
    foot_m = _NESC_SPHERE_RADIUS_M if sphere else frames.SEMI_MAJOR_M
    times = np.arange(5.0, 31.0, 5.0)
    solution = solve_ivp(
        _nesc_motion(row, sphere), (0.0, 30.0), (foot_m + height_m, 0.0, 0.0, up, east, north), t_eval=times, rtol=1e-9
    )
    answer: dict[str, Any] = {}
    for time_s, place in zip(times, solution.y.T, strict=True):
        latitude, longitude, height = _nesc_place(place[:3].tolist(), sphere)
        answer[f"alt_ft_t{time_s:.0f}"] = height / _FOOT_M
        answer[f"longitude_deg_t{time_s:.0f}"] = math.degrees(longitude)
        answer[f"latitude_deg_t{time_s:.0f}"] = math.degrees(latitude)
    return answer


def _nesc_place(place: list[float], sphere: bool) -> tuple[float, float, float]:
    if not sphere:
        return frames.to_geodetic(*place)
    x, y, z = place
    level = math.hypot(x, y)
    return math.atan2(z, level), math.atan2(y, x), math.hypot(level, z) - _NESC_SPHERE_RADIUS_M


def _nesc_motion(row: dict[str, Any], sphere: bool) -> Callable[[float, Any], Any]:
    case = int(row["case"])
    spin = 0.0 if case == 4 else EARTH_SPIN_RADPS
    low, high = (speed * _FOOT_M for speed in _NESC_WIND.get(case, (0.0, 0.0)))
    braking = 0.5 * row["CD"] * row["S_ref_ft2"] * _FOOT_M * _FOOT_M / (row["mass_slug"] * _SLUG_KG)

    def motion(_: float, state: Any) -> Any:
        place, velocity = state[:3], state[3:]
        latitude, longitude, height = _nesc_place(place.tolist(), sphere)
        wind = low + (high - low) * height / (_NESC_WIND_TOP_FT * _FOOT_M)
        past = velocity - frames.from_east_north_up(latitude, longitude, wind, 0.0, 0.0)
        radius = math.hypot(*place)
        pull = -ballistic_missile.EARTH_GM * place / radius**3 if sphere else np.array(gravity.attraction(*place))
        turning = np.array([spin * place[0] + 2.0 * velocity[1], spin * place[1] - 2.0 * velocity[0], 0.0]) * spin
        air = atmosphere.density(height) * braking * math.hypot(*past) * past
        return np.concatenate([velocity, pull + turning - air])

    return motion


# missiles and rockets --------------------------------------------------------------------------------------------


def _earth(row: dict[str, Any]) -> ballistic_missile.Sphere:
    still = ballistic_missile.Sphere()
    return ballistic_missile.Sphere(row.get("Re_m", still.radius_m), row.get("mu", still.gm), 0.0)


def _minimum_energy(row: dict[str, Any]) -> dict[str, Any]:
    flight = ballistic_missile.minimum_energy(row["ground_range_m"], _earth(row))
    return {
        "v_burnout_mps": flight.speed_mps,
        "flight_path_deg": math.degrees(flight.flight_path_rad),
        "apogee_m": flight.apogee_m,
        "tof_s": flight.time_s,
    }


def _lofted(row: dict[str, Any]) -> dict[str, Any]:
    earth = _earth(row)
    flight = ballistic_missile.through_apogee(row["ground_range_m"], row["apogee_m"], earth)
    return {
        "tof_kepler_s": flight.time_s,
        "v_surface_mps": flight.speed_mps,
        "gamma_deg": math.degrees(flight.flight_path_rad),
        "min_energy_apogee_m": ballistic_missile.minimum_energy_apogee(row["ground_range_m"], earth.radius_m),
    }


def _quasi_ballistic(row: dict[str, Any]) -> dict[str, Any]:
    least = ballistic_missile.minimum_energy_apogee(row["ground_range_m"], _earth(row).radius_m)
    return {"min_energy_apogee_m": least, "ratio_published_to_min_energy": row["apogee_m"] / least}


def _rocket(row: dict[str, Any]) -> dict[str, Any]:
    end = ballistics.vertical_boost(row["Isp_s"], row["m0_kg"], row["mf_kg"], row["burn_s"], row["g"])
    return {"v_bo_mps": end.speed_mps, "h_bo_m": end.height_m}


# places ----------------------------------------------------------------------------------------------------------


def _place(latitude_deg: float, longitude_deg: float, height_m: float = 0.0) -> frames.Geodetic:
    return frames.Geodetic(math.radians(latitude_deg), math.radians(longitude_deg), height_m)


def _geodesic(row: dict[str, Any]) -> dict[str, Any]:
    line = frames.geodesic_inverse(_place(row["lat1"], row["lon1"]), _place(row["lat2"], row["lon2"]))
    return {
        "s12_m": line.distance_m,
        "azi1_deg": math.degrees(line.azimuth_rad),
        "azi2_deg": math.degrees(line.azimuth_at_end_rad),
    }


def _ecef(row: dict[str, Any]) -> dict[str, Any]:
    return dict(zip("xyz", frames.to_ecef(*_place(row["lat"], row["lon"], float(row["h"]))), strict=True))


ADAPTERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "BAL-US76": _air,
    "BAL-VAC": _vacuum,
    "BAL-LIN": _linear,
    "BAL-CCD": _constant_drag,
    "BAL-FLT": _flat_fire,
    "BAL-NESC": _nesc,
    "BAL-RT16US": _firing_table,
    "BAL-M107": _shell,
    "BAL-MIN": _minimum_energy,
    "BAL-LOFT": _lofted,
    "BAL-QUAS": _quasi_ballistic,
    "BAL-RKT": _rocket,
    "BAL-GEO": _geodesic,
    "BAL-ECEF": _ecef,
}
