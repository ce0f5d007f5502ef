"""`dutybook schema [DIR]`: JSON Schema files and a .taplo.toml, for editors with a TOML language server."""

import json as json_module
import os
from pathlib import Path
from typing import Any

from cli.exits import Exit
from cli.failure import FolderInTheWay
from cli.failure import NotWritable
from cli.language import say
from cli.opening import here
from cli.options import RegisterOption
from cli.output import print_line
from schema.jsonschema import calendar_schema
from schema.jsonschema import json_schema
from schema.jsonschema import settings_schema
from schema.kinds import KINDS
from store.location import find

FOLDER = ".schemas"
"""Where the schemas lie, beside .taplo.toml."""


def run(directory: Path | None = None, /, *, register: RegisterOption = None) -> int:
    """Write the schemas."""
    folder = directory if directory is not None else find(register or here()).top
    if folder.exists() and not folder.is_dir():
        raise FolderInTheWay(str(folder))
    schemas: dict[str, Any] = {name: json_schema(kind) for name, kind in KINDS.items()}
    schemas |= {"register": settings_schema(), "calendar": calendar_schema()}
    texts = {f"{FOLDER}/{name}.json": _render(schema) for name, schema in schemas.items()}
    texts[".taplo.toml"] = _taplo()
    for path, text in texts.items():
        _write(folder / path, text)
    print_line(say("schemas-written", count=len(schemas), folder=folder))
    return Exit.FINE


def _render(schema: dict[str, Any]) -> str:
    return json_module.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _taplo() -> str:
    """The settings that tell taplo which schema is for which files."""
    includes = {name: f"{kind.folder}/**/*.toml" for name, kind in KINDS.items()}
    includes |= {"register": "register.toml", "calendar": "calendar/*.toml"}
    rules = [
        f'[[rule]]\ninclude = ["{pattern}"]\n\n[rule.schema]\npath = "{FOLDER}/{name}.json"\n'
        for name, pattern in includes.items()
    ]
    return "# Made by `dutybook schema`.\n" + "\n".join(rules)


def _write(path: Path, text: str) -> None:
    """Write one file whole: beside its place first, then put there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            half.write_text(text, encoding="utf-8")
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        raise NotWritable(str(path), error.strerror or str(error)) from error
