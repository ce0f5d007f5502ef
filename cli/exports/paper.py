"""`dutybook export report`, `letter` and the other Word documents, and the template that they are laid out by."""

from pathlib import Path

from cli.exports.wish import Made
from cli.exports.wish import Wish
from cli.exports.wish import provenance
from cli.records import find_id
from exchange.papers import personal
from exchange.papers import reports
from exchange.papers.layout import write_paper
from exchange.papers.paper import Paper
from exchange.papers.refusal import NothingToSay
from exchange.papers.template import make_template
from schema.kinds.handover import Handover
from schema.kinds.post import Post
from schema.period import parse_period
from store.files import read

_MOST = 20 << 20
"""Most bytes of a template."""


def make(wish: Wish) -> Made:
    """Make the paper."""
    if wish.what == "template":
        return Made("template.docx", make_template(), 0)
    paper = _paper(wish)
    template = None
    if wish.template is not None:
        template = read(wish.template.parent.absolute(), wish.template.name, limit=_MOST)
    source = provenance(wish)
    content = write_paper(
        paper,
        source,
        draft=not wish.final or source.changed,
        template=template,
        template_name=str(wish.template or Path("-")),
    )
    stem = "-".join((wish.what, *(target.replace("/", "-") for target in wish.targets)))
    return Made(f"{stem}-{wish.on.isoformat()}.docx", content, paper.entries)


def _paper(wish: Wish) -> Paper:
    register, on = wish.store.register, wish.on
    target = wish.targets[0] if len(wish.targets) == 1 else ""
    match wish.what:
        case "report":
            period = parse_period(target or f"{on.year}-H{1 if on.month <= 6 else 2}")
            if period is None or "-H" not in period.text:
                raise NothingToSay(target)
            return reports.half_year_report(register, period, on)
        case "inspection":
            year = target or str(on.year)
            if not (year.isdecimal() and len(year) == 4):
                raise NothingToSay(target)
            return reports.inspection_report(register, int(year), on)
        case "notice":
            return reports.notice(register, on, wish.unit)
        case "rectification":
            return reports.rectification_list(register, on, wish.unit)
        case "letter":
            return personal.letter(register, register.urges[find_id(wish.store, target, "urge")])
        case "handover":
            return _handover(wish, target)
        case "statement":
            return personal.duty_statement(register, _post(wish, target), on)
        case _:
            return personal.statement_of_responsibilities(register, _post(wish, target), on)


def _post(wish: Wish, target: str) -> Post:
    if not target:
        raise NothingToSay("")
    return wish.store.register.posts[find_id(wish.store, target, "post")]


def _handover(wish: Wish, target: str) -> Paper:
    register = wish.store.register
    if not target:
        raise NothingToSay("")
    id_ = find_id(wish.store, target, "handover", "post")
    record = register.get("handover", id_)
    if isinstance(record, Handover):
        return personal.handover_list(register, register.posts[record.post], wish.on, record)
    return personal.handover_list(register, register.posts[id_], wish.on)
