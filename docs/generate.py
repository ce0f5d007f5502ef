"""Writes the pages that are made from the code, or with `--check` says which are out of date.

Run by `make docs` and `make check`. Nothing here is written by hand: kinds come from the schema, rules from their modules, commands from the live
command line, keys from the action registry, so that a page cannot say something else than the program does.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

import tui
from cli.reference import render_commands
from cli.reference import render_exit_codes
from docs.failures import render_failures
from exchange.dataset.reference import render_dataset
from schema.field import Field
from schema.field import fields_of
from schema.kinds import KINDS
from schema.kinds.calendar import Calendar
from schema.kinds.settings import Settings
from schema.rulebook import RULES
from schema.rulebook import render_page
from tui.actions import render_keys_page

ROOT = Path(__file__).parent
NOTE = "<!-- Made by `make docs` from the code; edit that instead. -->\n\n"


# Screens register their actions when they are loaded; the page of keys must know them all.
for module in pkgutil.walk_packages(tui.__path__, "tui."):
    importlib.import_module(module.name)


def pages() -> Iterator[tuple[str, str]]:
    """Every generated page: its path below docs/ and its text."""
    yield "reference/commands.md", render_commands()
    yield "reference/dataset.md", render_dataset()
    yield "reference/exit-codes.md", render_exit_codes()
    yield "reference/failures.md", render_failures()
    yield "reference/keys.md", render_keys_page("en")
    yield "reference/keys.zh-CN.md", render_keys_page("zh_CN")
    yield "reference/kinds.md", render_kinds()
    yield "rules/README.md", render_rule_list()
    for code, rule in RULES.items():
        yield f"rules/{code}.md", render_page(rule)


def render_kinds() -> str:
    """The page of all kinds and their fields."""
    parts = [
        "# Kinds of record and their fields\n\nEvery key stands in files as given here; values of *choice* are the English tokens.\n"
    ]
    for kind in KINDS.values():
        where = f"{kind.folder}/YYYY/MM/ID.toml" if kind.dated else f"{kind.folder}/ID.toml"
        parts.append(f"## {kind.en} · {kind.zh}\n\n`{where}`\n\n{_table(kind.struct)}")
    parts.append(f"## Settings · 台账设置\n\n`register.toml`\n\n{_table(Settings)}")
    parts.append(f"## Calendar · 工作日历\n\n`calendar/YYYY.toml`\n\n{_table(Calendar)}")
    return "\n".join(parts)


def _table(struct: type[msgspec.Struct], prefix: str = "") -> str:
    rows = [] if prefix else ["| key | 中文 | English | value | |\n|---|---|---|---|---|\n"]
    for field in fields_of(struct):
        key = f"{prefix}{field.key}"
        help_text = " · ".join(part for part in (field.about.help_zh, field.about.help_en) if part)
        rows.append(f"| `{key}` | {field.about.zh} | {field.about.en} | {_value(field)} | {help_text} |\n")
        if field.table is not None:
            rows.append(_table(field.table, f"{key}." if field.shape == "table" else f"{key}[]."))
    return "".join(rows)


def _value(field: Field) -> str:
    required = "**required** " if field.required else ""
    if field.words is not None:
        return f"{required}{field.shape}: " + ", ".join(f"`{word.value}` {word.zh}" for word in field.words)
    if field.refers is not None:
        return f"{required}{field.shape} to {', '.join(field.refers.kinds)}" + (
            " or @selector" if field.refers.selectors else ""
        )
    return f"{required}{field.shape}"


def render_rule_list() -> str:
    """The index of the rules."""
    rows = "".join(
        f"| [{code}]({code}.md) | {rule.severity.value} | {rule.message_zh} | {rule.message} |\n"
        for code, rule in RULES.items()
    )
    return f"# What `dutybook check` says\n\n| code | severity | 中文 | English |\n|---|---|---|---|\n{rows}"


def main(arguments: list[str]) -> int:
    """Write the pages, or check them.

    Returns:
        0, or 1 where `--check` found a page that is out of date.
    """
    stale = []
    wanted = {ROOT / path: NOTE + text.rstrip("\n") + "\n" for path, text in pages()}
    for path, text in wanted.items():
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(str(path.relative_to(ROOT.parent)))
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    left_over = [path for path in (ROOT / "rules").glob("*.md") if path not in wanted]
    stale += [str(path.relative_to(ROOT.parent)) for path in left_over]
    if "--check" in arguments:
        if stale:
            print("Out of date, run `make docs`: " + ", ".join(stale))
        return 1 if stale else 0
    for path in left_over:
        path.unlink()
    print(f"{len(wanted)} pages, {len(stale)} written anew")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
