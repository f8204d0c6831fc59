"""Cases of history (topic HIS): only what follows from a law. Outcomes of whole raids are not laws."""

from collections.abc import Callable
from typing import Any

from ringfort.physics.operations import wilson_interval


def _claim(case: dict[str, Any]) -> dict[str, Any]:
    if "trials" not in case:  # rival claims about one campaign: they bound a simulated distribution
        return {}
    lower, upper = wilson_interval(case["successes"], case["trials"])
    return {"lower": lower, "upper": upper}


ADAPTERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"HIS-PAT": _claim}
