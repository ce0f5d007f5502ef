"""The plan of an import as a file that a person edits at leisure: what was drafted from each clause, what is asked, and what to do with it.

`do` is `accept`, `skip` or `open`. To part a draft, write its table twice with clauses `3a` and `3b` and give each its `text`;
to join two, keep one table and name the clauses of both.
"""

from collections.abc import Mapping
from typing import Any
from typing import Final

import tomlkit
from tomlkit.exceptions import TOMLKitError

from exchange.policy.plan import Company
from exchange.policy.plan import Decision
from exchange.policy.plan import Item
from exchange.policy.plan import Newcomer
from exchange.policy.plan import Piece
from exchange.policy.plan import Plan
from exchange.policy.question import Question
from exchange.policy.refusal import PlanBroken
from exchange.policy.strangers import is_post
from schema.visible import visible

_HEAD: Final = (
    (
        "Plan of an import. Set `do` to accept, skip or leave it open, and run the same command again.",
        "Fields are written as in a duty's file. To part a draft, write it twice with clauses 3a and 3b, each with its text; to join two, keep",
        "one and name both clauses.",
    ),
    (
        "导入方案。把 do 改为 accept（采用）、skip（跳过）或留 open（待定），再执行同一命令即导入。",
        "字段写法同职责事项文件。拆分：同一项写两份，clauses 写作 3a、3b，各写 text；合并：留一份，clauses 写两条。",
    ),
)
"""The words at the head of a plan, in English and Chinese."""


def write_plan(plan: Plan, language: str) -> str:
    """A plan as TOML, with what is asked as comments in a language."""
    document = tomlkit.document()
    for line in _HEAD[language.startswith("zh")]:
        document.add(tomlkit.comment(line))
    document["source"] = tomlkit.item(dict(plan.source))
    _comment(document, plan.questions, language)
    newcomers = {"unit": tomlkit.aot(), "post": tomlkit.aot()}
    groups, duties = tomlkit.aot(), tomlkit.aot()
    for one in plan.newcomers:
        what = {"unit": one.stranger.unit} if one.stranger.kind == "post" else {}
        row = {"name": one.stranger.name, "type": one.stranger.type, **what, "do": one.decision.value}
        newcomers[one.stranger.kind].append(tomlkit.item(row))
    for company in plan.companies:
        groups.append(_group(company, language))
    for item in plan.items:
        duties.append(_duty(item, language))
    for key, tables in (*newcomers.items(), ("group", groups), ("duty", duties)):
        if len(tables):
            document[key] = tables
    return tomlkit.dumps(document)


def _comment(table: Any, questions: tuple[Question, ...], language: str) -> None:
    for question in questions:
        table.add(tomlkit.comment(f"? {visible(question.say(language))}"))


def _group(company: Company, language: str) -> Any:
    table = tomlkit.table()
    table["line"] = company.roster.line
    table["do"] = company.decision.value
    for name in company.unknown:
        asked = Question("post-unknown" if is_post(name) else "unit-unknown", name)
        table.add(tomlkit.comment(f"? {visible(asked.say(language))}"))
    for key, value in company.fields.items():
        table[key] = value
    return table


def _duty(item: Item, language: str) -> Any:
    table = tomlkit.table()
    table["clauses"] = [piece.path for piece in item.pieces]
    table["do"] = item.decision.value
    table["text"] = "\n".join(piece.text for piece in item.pieces)
    _comment(table, item.draft.questions, language)
    for suspect in item.draft.suspects:
        table.add(tomlkit.comment(f"! {visible(suspect.words)} -> {visible(suspect.meant) or '-'}"))
    rows = None
    for key, value in item.fields.items():
        if key == "cadence":
            rows = tomlkit.aot()
            for row in value:
                rows.append(tomlkit.item(dict(row)))
        else:
            table[key] = value
    if rows is not None:
        table["cadence"] = rows
    return table


def read_plan(name: str, text: str, plan: Plan) -> Plan:
    """What a person made of a plan.

    Args:
        name: of the file, for failures.
        text: its content.
        plan: the plan of the same text with everything open.

    Raises:
        PlanBroken: it is no TOML, or names a clause or a decision that there is not.
    """
    try:
        data: dict[str, Any] = tomlkit.parse(text).unwrap()
    except (TOMLKitError, ValueError) as error:
        raise PlanBroken(name, "toml", str(error)) from error
    said = {(kind, str(row.get("name", ""))): row for kind in ("unit", "post") for row in _tables(name, data, kind)}
    newcomers = tuple(_newcomer(name, one, said.get((one.stranger.kind, one.stranger.name))) for one in plan.newcomers)
    lines = {row.get("line"): row for row in _tables(name, data, "group")}
    companies = tuple(_company(name, company, lines.get(company.roster.line)) for company in plan.companies)
    items = tuple(_item(name, plan, row) for row in _tables(name, data, "duty"))
    paths = [piece.path for item in items for piece in item.pieces]
    twice = next((path for path in paths if paths.count(path) > 1), None)
    if twice is not None:
        raise PlanBroken(name, "twice", twice)
    left = tuple(item for item in plan.items if not {piece.path for piece in item.pieces} & _bases(plan, paths))
    source = data.get("source")
    return plan._replace(
        source=dict(source) if isinstance(source, dict) and source.get("title") else plan.source,
        newcomers=newcomers,
        companies=companies,
        items=(*items, *left),
        order=_order(plan, paths),
    )


def _tables(name: str, data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = data.get(key, [])
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise PlanBroken(name, "tables", key)
    return found


def _decision(name: str, row: Mapping[str, Any]) -> Decision:
    word = str(row.get("do", "open"))
    if word not in set(Decision):
        raise PlanBroken(name, "decision", word)
    return Decision(word)


def _newcomer(name: str, one: Newcomer, row: Mapping[str, Any] | None) -> Newcomer:
    if row is None:
        return one
    said = {key: str(row[key]) for key in ("type", "unit") if key in row}
    return Newcomer(one.stranger._replace(**said), _decision(name, row))


def _company(name: str, company: Company, row: Mapping[str, Any] | None) -> Company:
    if row is None:
        return company
    fields = {key: value for key, value in row.items() if key not in {"do", "line"}}
    return company._replace(fields=fields, decision=_decision(name, row))


def _item(name: str, plan: Plan, row: Mapping[str, Any]) -> Item:
    paths = [str(path) for path in row.get("clauses", []) if isinstance(row.get("clauses"), list)]
    known = {piece.path: item for item in plan.items for piece in item.pieces}
    pieces, based = [], None
    for path in paths:
        base = _base(path, known)
        if base is None:
            raise PlanBroken(name, "clause", path)
        item = known[base]
        based = based or item
        piece = next(one for one in item.pieces if one.path == base)
        text = str(row.get("text", piece.text)) if len(paths) == 1 else piece.text
        pieces.append(Piece(path, piece.label, text.strip(), piece.scope))
    if based is None:
        raise PlanBroken(name, "no-clauses")
    fields = {key: value for key, value in row.items() if key not in {"clauses", "do", "text"}}
    return Item(tuple(pieces), based.line, fields, based.draft, _decision(name, row))


def _base(path: str, known: Mapping[str, Item]) -> str | None:
    """The path that a parted one was made from: its own, or without its last letter."""
    return next((one for one in (path, path[:-1]) if one in known), None)


def _bases(plan: Plan, paths: list[str]) -> set[str]:
    known = {piece.path: item for item in plan.items for piece in item.pieces}
    return {base for path in paths if (base := _base(path, known)) is not None}


def _order(plan: Plan, paths: list[str]) -> tuple[str, ...]:
    known = {piece.path: item for item in plan.items for piece in item.pieces}
    made: dict[str, list[str]] = {}
    for path in paths:
        base = _base(path, known)
        if base is not None and base != path:
            made.setdefault(base, []).append(path)
    return tuple(
        path
        for old in plan.order
        for path in ([*made.get(old, ()), old] if old in paths or old not in made else made[old])
    )
