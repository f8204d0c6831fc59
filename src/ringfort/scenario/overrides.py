"""A system's figures in a scenario: those of its catalogue entry, with what the scenario changes in place."""

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

from ringfort.catalog.entry import Entry, Figure, Report, read_spread
from ringfort.errors import nearest
from ringfort.scenario.quantity import Override
from ringfort.scenario.rules import Threat, Use
from ringfort.schema import ModelSpec, Parameter


def figures(
    entry: Entry, spec: ModelSpec, overrides: Mapping[str, Override], report: Report, fields: list[str]
) -> dict[str, Figure]:
    """Return the entry's figures with the overrides put in; what is wrong goes to ``report``.

    ``fields`` are the other keys that were allowed where the overrides stand, for the nearest match.
    """
    declared = spec.declared
    result = dict(entry.parameters)
    for name, override in overrides.items():
        if name not in declared:
            close = nearest(name, [*declared, *fields])
            hint = f"did you mean {close}? " if close else ""
            remedy = f"{hint}keys: {', '.join(fields)}; parameters of {entry.id}: {', '.join(declared)}"
            report((name,), "unknown key or parameter", repr(name), remedy)
            continue
        figure = _figure(name, override, declared[name], report)
        if figure is not None:
            result[name] = figure
    return result


def used(found: dict[str, Figure], use: Use, overrides: Mapping[str, Override]) -> dict[str, Figure]:
    """Return the figures of an effector that doctrine lets be used against some kinds of thing alone.

    What stands at the device itself holds in any case.
    """
    result = dict(found)
    for threat in get_args(Threat):
        name = f"against_{threat.replace(' ', '_')}"
        if name in result and name not in overrides:
            value = float(threat in use.against)
            result[name] = replace(result[name], value=value, low=value, high=value, source="this scenario's doctrine")
    return result


def _figure(name: str, override: Override, parameter: Parameter, report: Report) -> Figure | None:
    """Return the figure that the scenario gives, without spread unless it gives one."""
    plain = override.low is None and override.high is None
    raw = {"value": override.value, "low": override.low, "high": override.high}

    def below(path: tuple[str | int, ...], what: str, value: str, remedy: str) -> None:
        report((name,) if plain else (name, *path), what, value, remedy)

    spread = read_spread(raw, parameter, below)
    if spread is None:
        return None
    value, low, high = spread
    return Figure(value, low, high, parameter.unit, "this scenario", "judgement", logarithmic=high > 3.0 * low > 0.0)
