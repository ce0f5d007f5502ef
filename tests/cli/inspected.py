"""Adds to the register of these tests what findings, letters and waivers are about."""

import tomllib
from pathlib import Path
from typing import Any

from tests.cli.conftest import commit_all
from tests.cli.conftest import write

FINDING = "2026-05-08-ffffff"
PATH = f"findings/2026/05/{FINDING}.toml"
URGING = """
[urging]
urge_from = 1
supervise_from = 6
report_from = 16
remind_before = 5

[[urging.letter]]
level = "L1"
title = "催办单"
reply_within = 3
"""
TEXT = """\
# kept as it stands
code = "X1"
inspection = "2026-05-08-iiiiii"
unit = "cranes"
text = "巡检记录没有签字。"
item = "巡检签字"
measure = "补签。"
owner = "cranes-head"
issued = 2026-05-08
due = 2026-05-29
"""
INSPECTION = """\
title = "安全督查"
type = "special-inspection"
date = 2026-05-08
unit = "general"
state = "filed"

[inspection]
units = ["cranes"]
result = "问题一件"

[[evidence]]
type = "sheet"
"""
DONE = 'done = 2026-05-28\n\n[[evidence]]\ntype = "sheet"\ndate = 2026-05-28\n'


def add_finding(top: Path, more: str = "") -> None:
    """Add a finding of Fri 2026-05-08 at the cranes, due Fri 2026-05-29, its inspection and from when to urge."""
    settings = (top / "register.toml").read_text("utf-8")
    write(top, "register.toml", settings + URGING)
    write(top, "activities/2026/05/2026-05-08-iiiiii.toml", INSPECTION)
    write(top, PATH, TEXT + more)
    commit_all(top, "a finding")


def read(top: Path, path: str = PATH) -> dict[str, Any]:
    """The data of a file of the register."""
    return tomllib.loads((top / path).read_text("utf-8"))
