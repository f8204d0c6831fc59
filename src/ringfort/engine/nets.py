"""Nets: whose picture a device feeds or sees, and with whom an effector plans its fire."""

from dataclasses import dataclass, field

from ringfort.scenario.document import Device, Document


@dataclass
class Nets:
    """Pictures and groups of effectors, counted as devices are met; without nets there is one of each."""

    document: Document
    names: list[str | None] = field(init=False)
    groups: int = field(init=False, default=1)

    def __post_init__(self) -> None:
        self.names = list(dict.fromkeys(device.net for device in self.document.defend)) or [None]

    @property
    def pictures(self) -> int:
        """Return how many pictures there are."""
        return len(self.names) if self.document.command.share == "nothing" else 1

    def picture(self, device: Device) -> int:
        """Return the picture that a device feeds or sees."""
        return self.names.index(device.net) if self.pictures > 1 else 0

    def group(self, device: Device, effector: int) -> int:
        """Return the group of an effector, given its number: those of one group make one plan of fire."""
        rules = self.document.command
        if rules.fire.distribution != "coordinated":
            group = effector
        else:
            group = 0 if rules.share == "all" else self.names.index(device.net)
        self.groups = max(self.groups, group + 1)
        return group
