import pytest
from tests.tolerance import within

from ringfort.physics import drag

CLOSE = within(1e-12, because="interpolation returns the point itself")


@pytest.mark.parametrize(
    ("name", "mach", "coefficient"), [("G1", 0.0, 0.2629), ("G1", 0.725, 0.223), ("G7", 0.0, 0.1198)]
)
def test_standard_projectiles_keep_their_points(name: str, mach: float, coefficient: float) -> None:
    assert CLOSE(drag.drag_coefficient(mach, drag.standard_drag(name)), coefficient)


def test_drag_rises_through_the_speed_of_sound() -> None:
    for name in drag.SHIPPED:
        table = drag.standard_drag(name)
        assert drag.drag_coefficient(1.2, table) > 1.5 * drag.drag_coefficient(0.7, table)
        assert drag.drag_coefficient(9.0, table) == table[-1]


def test_points_between_are_linear_and_ends_are_held() -> None:
    table = drag.drag_table([0.5, 1.0, 2.0], [0.1, 0.3, 0.2])
    for mach, coefficient in ((0.0, 0.1), (0.5, 0.1), (0.75, 0.2), (1.0, 0.3), (1.501, 0.2499), (2.0, 0.2), (4.9, 0.2)):
        assert CLOSE(drag.drag_coefficient(mach, table), coefficient)


def test_constant_drag() -> None:
    assert drag.drag_coefficient(0.333, drag.constant_drag(0.47)) == 0.47


def test_unknown_standard() -> None:
    with pytest.raises(KeyError):
        drag.standard_drag("G2")


def test_standard_tables_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="read-only"):
        drag.standard_drag("G1")[0] = 0.0
