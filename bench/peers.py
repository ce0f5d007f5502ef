"""The same number of items for other programs: a doorstop project and a recutils database, made from the generated records.

Both are given what they can check: doorstop the links from work records to duties and the review stamps, recutils the
types, mandatory fields and unique keys. They are used where they are found and never installed from here.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rtoml

from bench.generator import make_register
from schema.identity import place_of
from store.founding import init_repository

DOORSTOP_VARIABLE = "DUTYBOOK_BENCH_DOORSTOP"
"""Names doorstop's executable where it lies in an environment of its own."""

_DUTY = """\
%rec: Duty
%key: Id
%type: Id regexp /^[a-z0-9-]+$/
%type: From,To date
%type: Tier enum concrete direct leadership
%mandatory: Title Tier Bearer Lead

"""
_WORK = """\
%rec: Activity
%key: Id
%type: Id regexp /^[a-z0-9-]+$/
%type: Date,Filed date
%type: State enum draft filed corrected withdrawn
%type: Duty rec Duty
%mandatory: Title Type Date Unit State Duty

"""


def find_doorstop() -> str | None:
    """Doorstop's executable: the one that the variable names, one beside this Python, or one on the path."""
    named = os.environ.get(DOORSTOP_VARIABLE)
    beside = Path(sys.executable).with_name("doorstop")
    return named or (str(beside) if beside.is_file() else shutil.which("doorstop"))


def find_recfix() -> str | None:
    """The checker of recutils, or None where it is not installed."""
    return shutil.which("recfix")


def write_database(size: int, file: Path, *, with_keys: bool) -> None:
    """Write a recutils database.

    Args:
        size: how many records.
        file: the database.
        with_keys: whether ids are declared unique and references typed, which recutils checks in quadratic time.
    """
    duties, activities = _split(size)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as out:
        out.write(_described(_DUTY, with_keys=with_keys))
        for id_, duty in duties:
            out.write(_stanza({
                "Id": id_, "Title": duty["title"], "Tier": duty["tier"], "Bearer": duty["bearer"], "Lead": duty["lead"][0],
                "From": duty["from"], "To": duty["to"], "Accepts": duty["accepts"][0], "Note": duty["note"],
            }))  # fmt: skip
        out.write(_described(_WORK, with_keys=with_keys))
        for id_, work in activities:
            out.write(_stanza({
                "Id": id_, "Title": work["title"], "Type": work["type"], "Date": work["date"], "Filed": work["filed_on"],
                "Unit": work["unit"], "State": work["state"], "Participants": " ".join(work["participants"]),
                "Note": work["note"], "Duty": work["fulfils"][0]["duty"], "Evidence": work["evidence"][0]["label"],
            }))  # fmt: skip


def write_project(size: int, folder: Path) -> None:
    """Write a doorstop project of a size: one document of duties, one of work records that link to them."""
    shutil.rmtree(folder, ignore_errors=True)
    init_repository(folder)
    duties, activities = _split(size)
    known = {id_: f"DUT{number:06}" for number, (id_, _) in enumerate(duties, 1)}
    _write_document(folder / "duties", "DUT", "", ((duty, []) for _, duty in duties))
    works = ((work, [known[work["fulfils"][0]["duty"]]]) for _, work in activities)
    _write_document(folder / "activities", "ACT", "DUT", works)


def _described(text: str, *, with_keys: bool) -> str:
    lines = [line for line in text.splitlines() if with_keys or not (line.startswith("%key") or " rec " in line)]
    return "\n".join(lines) + "\n\n"


def _split(size: int) -> tuple[list[tuple[str, dict[str, Any]]], list[tuple[str, dict[str, Any]]]]:
    """The duties and work records of a register, so many that together they are the size."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {"duty": [], "activity": []}
    for path, text in make_register(size + size // 10 + 200):  # units, posts and people are left out here
        place = place_of(path)
        if place is not None and place[0] in found:
            found[place[0]].append((place[1], rtoml.loads(text)))
    duties = found["duty"]
    return duties, found["activity"][: size - len(duties)]


def _stanza(fields: dict[str, Any]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in fields.items()) + "\n"


def _write_document(folder: Path, prefix: str, parent: str, items: Iterator[tuple[dict[str, Any], list[str]]]) -> None:
    folder.mkdir(parents=True)
    above = f"  parent: {parent}\n" if parent else ""
    (folder / ".doorstop.yml").write_text(
        f"settings:\n  digits: 6\n  itemformat: yaml\n{above}  prefix: {prefix}\n  sep: ''\n"
    )
    for number, (record, links) in enumerate(items, 1):
        listed = "".join(f"\n- {link}: null" for link in links) or " []"
        (folder / f"{prefix}{number:06}.yml").write_text(
            f"active: true\nderived: false\nheader: |\n  {record['title']}\nlevel: 1.{number}.0\nlinks:{listed}\n"
            f"normative: true\nref: ''\nreviewed: null\ntext: |\n  {record['note']}\n",
            encoding="utf-8",
        )
