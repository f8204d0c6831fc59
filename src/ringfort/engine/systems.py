"""Catalogue entries into rows of parameters: one row a system (an entry with its overrides), names into indices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from ringfort.catalog.entry import Entry, Figure
from ringfort.effectors.contract import BATTERY
from ringfort.engine.model import FIGURE, OF_EFFECTOR, OF_FLIGHT, OF_PEOPLE, OF_SENSOR, OWN_MAX, SYSTEMS_MAX
from ringfort.errors import Problem, ScenarioError
from ringfort.flights.contract import BODY
from ringfort.harm.contract import PEOPLE
from ringfort.schema import ModelSpec, parameters_of
from ringfort.sensors.contract import MOUNTING
from ringfort.streams import key

STAGES = {"flight": OF_FLIGHT, "sensor": OF_SENSOR, "effector": OF_EFFECTOR, "people": OF_PEOPLE}
_SHARED = {OF_FLIGHT: BODY, OF_SENSOR: MOUNTING, OF_EFFECTOR: BATTERY, OF_PEOPLE: PEOPLE}


class Systems(NamedTuple):
    """The parameters of every system at their central values: a model's own as floats, the shared ones as records."""

    own_flights: Any
    own_sensors: Any
    own_effectors: Any
    bodies: Any
    mountings: Any
    batteries: Any
    people: Any


@dataclass
class _System:
    entry: Entry
    spec: ModelSpec
    figures: Mapping[str, Figure]


@dataclass
class Register:
    """The systems of a scenario, in the order in which they are first asked for."""

    systems: dict[int, list[_System]] = field(default_factory=lambda: {stage: [] for stage in STAGES.values()})
    _known: dict[tuple[str, str], int] = field(default_factory=dict)

    def row(self, entry: Entry, spec: ModelSpec, figures: Mapping[str, Figure]) -> int:
        """Return the row of this entry with these figures, a new one where there is none yet."""
        told = (entry.id, repr([(name, f.value, f.low, f.high) for name, f in figures.items()]))
        if told not in self._known:
            rows = self.systems[STAGES[spec.stage]]
            rows.append(_System(entry, spec, figures))
            if len(rows) > SYSTEMS_MAX:
                what = f"too many different systems of the stage {spec.stage}"
                remedy = f"at most {SYSTEMS_MAX}: let devices share their overrides"
                raise ScenarioError(Problem(what, str(len(rows)), remedy=remedy))
            self._known[told] = len(rows) - 1
        return self._known[told]

    def entries(self) -> list[Entry]:
        """Return every entry in use, once."""
        found = {system.entry.id: system.entry for rows in self.systems.values() for system in rows}
        return list(found.values())

    def specs(self) -> list[ModelSpec]:
        """Return every model in use, once."""
        return list({s.spec.name: s.spec for rows in self.systems.values() for s in rows}.values())

    def tables(self) -> tuple[Systems, Any]:
        """Return the central values of every system and the table of the uncertain ones."""
        figures: list[tuple[Any, ...]] = []
        own = {stage: np.zeros((len(rows), OWN_MAX)) for stage, rows in self.systems.items()}
        shared = {stage: np.zeros(len(rows), _SHARED[stage]).view(np.recarray) for stage, rows in self.systems.items()}
        for stage, rows in self.systems.items():
            flat = shared[stage].view(np.float64).reshape(len(rows), -1 if rows else 1)
            for index, system in enumerate(rows):
                mine = [] if stage == OF_PEOPLE else list(parameters_of(system.spec.parameters))
                theirs = list(_SHARED[stage].names or ())
                for name, figure in system.figures.items():
                    is_shared = name in theirs
                    slot = theirs.index(name) if is_shared else mine.index(name)
                    (flat if is_shared else own[stage])[index, slot] = figure.value
                    if not figure.fixed:
                        figures.append(_figure_row(system.entry.id, name, figure, (stage, is_shared, index, slot)))
        order = (OF_FLIGHT, OF_SENSOR, OF_EFFECTOR)
        systems = Systems(*(own[stage] for stage in order), *(shared[stage] for stage in (*order, OF_PEOPLE)))
        return systems, np.array(figures, FIGURE).view(np.recarray)


def _figure_row(entry: str, name: str, figure: Figure, where: tuple[int, bool, int, int]) -> tuple[Any, ...]:
    stage, shared, index, slot = where
    spread = (figure.value, figure.low, figure.high, key(entry), key(name))
    return (*spread, stage, int(shared), index, slot, int(figure.logarithmic), int(figure.shape == "uniform"))
