"""The models of a scenario as function pointers, so that the raid kernel is compiled once and knows none by name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ringfort.compiled import pointer
from ringfort.effectors.contract import EFFECT, PATROL, PLAN
from ringfort.engine.model import POINTERS, Pointers
from ringfort.errors import Problem, ScenarioError
from ringfort.flights.contract import LAY
from ringfort.schema import ModelSpec
from ringfort.sensors.contract import GLIMPSE

_SIGNATURES: dict[str, tuple[Any, ...]] = {
    "lay": LAY,
    "glimpse": GLIMPSE,
    "plan": PLAN,
    "effect": EFFECT,
    "patrol": PATROL,
}


@dataclass
class Wanted:
    """The models that a scenario asks for, by role, in order of asking; ``stand_in`` fills the roles nobody needs."""

    stand_in: dict[str, ModelSpec]
    models: dict[str, list[ModelSpec]] = field(default_factory=lambda: {role: [] for role in _SIGNATURES})

    def index(self, role: str, spec: ModelSpec) -> int:
        """Return the index of a model's pointer of a role."""
        wanted = self.models[role]
        if spec not in wanted:
            wanted.append(spec)
        if len(wanted) > POINTERS:
            what = f"a scenario can use {POINTERS} different models of one kind"
            raise ScenarioError(
                Problem(what, f"{len(wanted)} with the role {role}", remedy="use fewer kinds of system")
            )
        return wanted.index(spec)

    def compile(self) -> Pointers:
        """Return the pointers, each role filled up to ``POINTERS`` so that the kernel's type stays the same."""
        return Pointers(*(self._role(role) for role in _SIGNATURES))

    def _role(self, role: str) -> tuple[Callable[..., Any], ...]:
        specs = self.models[role] or [self.stand_in[role]]
        answer, *looks = _SIGNATURES[role]
        made = [pointer(spec.functions[role], spec.parameters, answer, *looks) for spec in specs]
        return tuple(made + [made[0]] * (POINTERS - len(made)))
