"""What the README says to type is what CI types."""

import re

from tests.architecture.source import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_ci_types_the_commands_of_the_readme() -> None:
    commands = [line for block in re.findall(r"```console\n(.*?)```", README, re.S) for line in block.splitlines()]
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert len(commands) == 2
    assert [command for command in commands if f"  {command}" not in ci] == []


def test_every_link_leads_somewhere() -> None:
    targets = [one for one in re.findall(r"\]\(([^)#]+)", README) if "://" not in one]
    assert [target for target in targets if not (ROOT / target).exists()] == []
