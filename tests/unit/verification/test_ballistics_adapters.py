"""What the flight adapters read from a row, and that every row of ours agrees."""

from pathlib import Path

import pytest
from tests.tolerance import within

from ringfort.verification.adapters import ballistics
from ringfort.verification.cases import OWN, read_cases
from ringfort.verification.runner import try_case

CASES = [case for case in read_cases(OWN / "04_ballistics.csv") if case.kind in ballistics.ADAPTERS]


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_rows_of_ours(case: object) -> None:
    assert try_case(case).mismatches == []  # type: ignore[arg-type]


def _write_table(folder: Path, name: str, cd: float) -> None:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data" / name).write_text(f"mach,KD,CD\n0.5,0.0,{cd}\n3.0,0.0,{cd}\n")


def test_a_row_names_a_drag_table_by_path_or_by_word(tmp_path: Path) -> None:
    _write_table(tmp_path, "drag_KX.csv", 0.2)
    _write_table(tmp_path, "drag_BRL_Y.csv", 0.3)
    row = {"mass_kg": 40.0, "diameter_m": 0.15, "v0_mps": 500.0, "elev_deg": 45.0, "_folder": str(tmp_path)}
    shell = ballistics.ADAPTERS["BAL-M107"]
    by_path = shell(row | {"drag": "data/drag_KX.csv"})["range_m"]
    assert by_path == shell(row | {"drag": "the KX curve"})["range_m"]
    assert shell(row | {"drag": "BRL polynomial"})["range_m"] < by_path
    with pytest.raises(FileNotFoundError, match="KZ"):
        shell(row | {"drag": "KZ"})


def test_longest_range_beats_its_neighbours(tmp_path: Path) -> None:
    _write_table(tmp_path, "drag_KX.csv", 0.2)
    row = {"mass_kg": 40.0, "diameter_m": 0.15, "v0_mps": 500.0, "drag": "KX", "_folder": str(tmp_path)}
    shell = ballistics.ADAPTERS["BAL-M107"]
    best = shell(row)
    for offset in (-1.0, 1.0):
        assert shell(row | {"elev_deg": best["elev_deg"] + offset})["range_m"] < best["max_range_m"]


def test_the_form_factor_of_a_firing_table_meets_its_calibration(tmp_path: Path) -> None:
    _write_table(tmp_path, "drag_KX.csv", 0.15)
    row = {"mass_kg": 950.0, "diameter_m": 0.4, "v0_mps": 790.0, "_folder": str(tmp_path)}
    row |= {"drag": "G6 (KX) with ONE form factor fitted so that 35 deg 30 min gives 36,000 yd", "departure_deg": 35.5}
    got = ballistics.ADAPTERS["BAL-RT16US"](row)
    check = within(0.1, because="the form factor is found to 1e-6, some 20 km in all")
    assert check(got["range_m"], 36_000 * 0.9144)


def test_a_dropped_sphere_without_air_on_a_still_earth() -> None:
    row = {"case": 4.0, "mass_slug": 1.0, "S_ref_ft2": 0.2, "CD": 0.0, "start": "0N 0E 30000 ft, at rest"}
    got = ballistics.ADAPTERS["BAL-NESC"](row)
    pull = 3.986004418e14 / ((20_902_255.199 + 30_000.0) * 0.3048) ** 2
    check = within(0.2, because="gravity grows by a share of 1e-3 over the fall of 4 km, half of it on average")
    assert check(got["alt_ft_t10"], 30_000.0 - 0.5 * pull * 100.0 / 0.3048)
    assert got["longitude_deg_t30"] == 0.0
