"""The page itself: content, charts and template put together into one file that needs nothing else.

Nothing is loaded from anywhere: the policy in its head allows the one stylesheet and the one script that it carries, by
their fingerprints, so that text which got past the escaping could still do nothing.
"""

from base64 import b64encode
from collections.abc import Iterable
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

from jinja2 import Environment
from jinja2 import FileSystemLoader
from jinja2 import StrictUndefined
from markupsafe import Markup

from exchange.naming import party_of
from exchange.page.charts import Bar
from exchange.page.charts import Part
from exchange.page.charts import draw_columns
from exchange.page.charts import draw_row
from exchange.page.content import Reader
from exchange.page.content import Table
from exchange.page.content import unreadable
from exchange.page.words import TEXTS
from schema.completion import LIGHTS
from schema.completion import Tally
from schema.completion import by_month
from schema.completion import by_unit
from schema.completion import tally
from schema.obligation import Obligation
from schema.provenance import Provenance
from schema.register import Register
from schema.visible import visible

_FOLDER: Final = Path(__file__).parent
_LEGEND: Final = (("green", "in-time"), ("yellow", "late"), ("red", "missed"), ("grey", "coming-later"))


def write_page(register: Register, found: Iterable[Obligation], source: Provenance, *, language: str) -> bytes:
    """Write the page of a register as of a day.

    Args:
        register: the register; `source.on` is the day.
        found: its obligations as of that day.
        source: where it comes from.
        language: `zh` or `en`.

    Returns:
        The file, UTF-8; the same arguments give the same bytes.
    """
    listed = sorted(found, key=lambda one: (one.last_day, one.duty, one.period))
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    say = partial(_say, language)
    style, script = _read("style.css"), _read("search.js")
    page = environment.get_template("page.html.jinja").render(
        source=source._replace(title=visible(source.title)),
        language=language,
        say=say,
        rate=partial(_rate, language),
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        policy=_policy(style, script),
        legend=_LEGEND,
        lights=LIGHTS,
        lacking=unreadable(register),
        provisional=any(one.provisional for one in listed),
        **_contents(register, listed, source, language),
    )
    return page.encode()


def _contents(register: Register, found: Sequence[Obligation], source: Provenance, language: str) -> dict[str, object]:
    reader = Reader(register, found, source.on, language)
    first = [(name, getattr(reader, name)()) for name in ("overdue", "coming", "findings", "letters", "gaps")]
    total = tally("", found, source.on)
    months = by_month(found, source.on)
    beyond = len(total.all) - sum(len(month.all) for month in months)
    return {
        "total": total,
        "first": first,
        "contents": _table_of_contents(first, len(total.all)),
        "trend_title": _say(language, "trend").format(year=source.on.year),
        "trend": _draw_trend(months, source.on.year, language),
        "beyond": _say(language, "beyond").format(count=beyond) if beyond else "",
        "units": _unit_rows(register, by_unit(found, source.on), language),
        "charts": [("map-units", reader.posts()), ("map-groups", reader.groups()), ("map-duties", reader.duties())],
        "by_light": [(light, reader.every(one for one in found if one.light is light)) for light in LIGHTS],
    }


def _table_of_contents(first: Sequence[tuple[str, Table]], count: int) -> list[tuple[str, str, int | None]]:
    listed: list[tuple[str, str, int | None]] = [("summary", "summary", None)]
    listed += [(name, name, len(table.rows)) for name, table in first]
    return [*listed, ("units", "units", None), ("map", "map", None), ("all", "all", count)]


def _draw_trend(months: Sequence[Tally], year: int, language: str) -> Markup:
    bars = [Bar(f"{int(one.name[5:])}", _parts(one, language)) for one in months]
    return draw_columns(_say(language, "trend").format(year=year), bars)


def _unit_rows(register: Register, counted: Sequence[Tally], language: str) -> list[tuple[Tally, str, Markup]]:
    most = max((len(one.all) for one in counted), default=0)
    rows = []
    for one in counted:
        name = party_of(register, one.name, language) if one.name else _say(language, "no-lead")
        rows.append((one, name, draw_row(name, Bar(name, _parts(one, language)), most)))
    return rows


def _parts(one: Tally, language: str) -> tuple[Part, ...]:
    counts = (one.in_time, one.late, one.missed, len(one.all) - one.settled)
    return tuple(Part(style, _say(language, name), count) for (style, name), count in zip(_LEGEND, counts, strict=True))


def _say(language: str, name: str) -> str:
    return TEXTS[name][0 if language == "zh" else 1]


def _rate(language: str, one: Tally) -> str:
    return _say(language, "no-rate") if one.rate is None else f"{one.rate:.0%}"


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    allowed = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in (style, script)]
    return f"default-src 'none'; style-src {allowed[0]}; script-src {allowed[1]}; base-uri 'none'; form-action 'none'"
