"""A small office on real git for the editing screens, and an app that shows one screen of it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from textual.screen import Screen

from store.register import RegisterStore
from tests.store.repositories import make_register
from tests.tui.stage import screen_text
from tui.desk import Desk
from tui.shell import ShellApp

DUTY_PATH = "duties/quarterly-review.toml"
DUTY = """\
code = "D03"
title = "季度形势分析会"
tier = "main-body"
bearer = "committee"
lead = ["party-office"]
responsible = ["@sections"]
accepts = ["analysis"]
# only dates and numbers
counts_only = true
from = 2026-01-01

[[cadence]]
# every quarter on its own
type = "at-least"
n = 1
per = "quarter"
wording = "每季度至少一次"

[[cadence]]
type = "months"
months = [
  6,
  12,
]
due = "month-end"

[[basis]]
clause = "rules#2-3"
"""
FILES = {
    "register.toml": 'format = 1\ntitle = "Harbour Office"\nlanguage = "en"\n\n[demo]\ntoday = 2026-06-18\n',
    "units/committee.toml": 'code = "U01"\ntitle = "工作委员会"\ntitle_en = "Working committee"\ntype = "body"\n',
    "units/party-office.toml": 'title = "党务办公室"\ntitle_en = "Party office"\ntype = "section"\n',
    "people/ada.toml": 'name = "Ada Quill"\nemails = ["ada@harbour.example"]\n',
    "posts/head.toml": 'title = "主任"\nunit = "party-office"\nrank = "section-head"\n\n'
    '[[holding]]\nperson = "ada"\nfrom = 2026-01-01\n',
    "sources/rules.toml": 'title = "Harbour rules"\n\n[[clause]]\npath = "2-3"\nlabel = "(3)"\ntext = "Meet."\n',
    DUTY_PATH: DUTY,
}


def make_office(folder: Path, files: Mapping[str, str] = {}) -> Desk:
    """Make the office's register with one commit, and open it."""
    records = {path: text.encode() for path, text in {**FILES, **files}.items()}
    make_register(folder, records=records)
    return Desk(RegisterStore.open(folder))


class OfficeApp(ShellApp):
    """Shows one screen; what it is dismissed with is kept."""

    def __init__(self, first: Screen[Any], *, language: str = "en") -> None:
        super().__init__(language=language)
        self.first = first
        self.answers: list[Any] = []

    def on_mount(self) -> None:
        super().on_mount()
        self.push_screen(self.first, self.answers.append)


def shows(app: ShellApp, *texts: str) -> bool:
    """Whether all texts are on the screen, line breaks aside."""
    text = screen_text(app)
    return all(wanted in text for wanted in texts)


TODAY = date(2026, 6, 18)
