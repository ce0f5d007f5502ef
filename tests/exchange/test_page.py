"""The page for leaders: what it says can be counted again, it stands alone, and no text of a record does anything."""

import re
import shutil
import subprocess
from base64 import b64encode
from collections import Counter
from datetime import UTC
from datetime import date
from datetime import datetime
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from exchange.page.page import write_page
from schema.completion import by_month
from schema.completion import by_unit
from schema.completion import tally
from schema.coverage import coverage
from schema.coverage import vacancies
from schema.marks import Light
from schema.marks import State
from schema.obligation import obligations
from schema.provenance import Provenance
from schema.rectification import rectifications
from schema.register import Register
from store.loading import load
from tests.builders import RegisterBuilder

ON = date(2026, 11, 23)
SOURCE = Provenance("责任台账", ON, "c" * 40, datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
HOSTILE = "</td></table><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}{% raw %}\u202e\x1b[31m&amp;'\""


class Reader(HTMLParser):
    """Collects elements, attributes and the tables by the heading above them."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.rows: Counter[str] = Counter()
        self.texts: list[str] = []
        self._inside: list[str] = []
        self._anchor = ""
        self._body = False
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag in {"section", "h3"}:
            self._anchor = dict(attrs).get("id") or ""
        self._body = tag == "tbody" or (self._body and tag != "thead")
        if tag == "tr" and self._body:
            self.rows[self._anchor] += 1

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def write(register: Register, source: Provenance, *, language: str) -> bytes:
    return write_page(register, obligations(register, source.on), source, language=language)


@pytest.fixture(scope="module")
def sample() -> Register:
    return load(Path(__file__).parents[2] / "sample-repo").register


@pytest.fixture(scope="module")
def page(sample: Register) -> bytes:
    return write(sample, SOURCE, language="zh")


def test_every_figure_is_the_number_of_rows_that_stand_below(sample: Register, page: bytes) -> None:
    read = Reader(page)
    found = obligations(sample, ON)
    lights = Counter(one.light for one in found)
    assert read.rows["overdue"] == sum(one.state is State.MISSED for one in found) == 2
    assert read.rows["findings"] == sum(one.is_open for one in rectifications(sample, ON)) == 2
    assert read.rows["gaps"] == len([*vacancies(sample, ON), *coverage(sample, ON).gaps])
    assert {light: read.rows[f"light-{light}"] for light in lights} == lights
    assert sum(lights.values()) == 69
    for name in ("overdue", "findings", "gaps", "letters", "coming"):
        assert re.search(rf'href="#{name}">\S+ <b>{read.rows[name]}</b>', page.decode()), name


def test_units_and_months_count_each_obligation_once(sample: Register) -> None:
    found = obligations(sample, ON)
    whole = tally("", found, ON)
    for parts in (by_unit(found, ON), by_month([one for one in found if one.last_day.year == 2026], ON)):
        covered = [one for part in parts for one in part.all]
        assert len({one.key for one in covered}) == len(covered)
        assert sum(part.done + part.missed for part in parts) == whole.settled
    assert sum(len(part.all) for part in by_unit(found, ON)) == len(found)
    assert (whole.done, whole.missed, whole.settled) == (50, 2, 52)
    assert tally("", [], ON).rate is None


def test_what_the_chart_leaves_out_is_said(sample: Register, page: bytes) -> None:
    found = obligations(sample, ON)
    drawn = sum(len(month.all) for month in by_month(found, ON))
    text = page.decode()
    assert drawn < len(found)
    assert "<figcaption>2026 年完成情况，按到期月份</figcaption>" in text
    assert f"另有 {len(found) - drawn} 项不在该年到期" in text
    within = write_page(sample, [one for one in found if one.last_day.year == 2026], SOURCE, language="zh").decode()
    assert "不在该年到期" not in within


def test_numbers_stand_below_their_headings_and_headings_say_what_stands_below(page: bytes) -> None:
    text = page.decode()
    units = text[text.index('<section id="units">') : text.index('<section id="map">')]
    first = units[units.index("<tbody>") : units.index("</tr>", units.index("<tbody>"))]
    assert units[: units.index("</thead>")].count('class="number"') == first.count('class="number"') > 5
    assert '<th scope="col">领导小组</th>' in text and '<th scope="col">对象</th>' in text


def test_the_map_shows_every_unit_post_group_and_duty(sample: Register, page: bytes) -> None:
    text = "".join(Reader(page).texts)
    for kind in ("unit", "post", "group", "duty"):
        for record in sample.records[kind].values():
            since, until = getattr(record, "since", None), getattr(record, "until", None)
            if (since is None or since <= ON) and (until is None or until >= ON):
                assert record.title in text, record  # type: ignore[attr-defined]


def test_nothing_is_loaded_and_only_our_own_script_may_run(page: bytes) -> None:
    read = Reader(page)
    assert read.tags["script"] == read.tags["style"] == 1
    assert not {"link", "iframe", "object", "img", "base"} & read.tags.keys()
    assert [value for name, value in read.attributes if name in {"href", "src"} and not value.startswith("#")] == []
    assert [name for name, _ in read.attributes if name.startswith("on")] == []
    policy = next(value for name, value in read.attributes if name == "content" and "default-src" in value)
    for tag in ("script", "style"):
        body = re.search(rf"<{tag}>(.*)</{tag}>", page.decode(), re.DOTALL)
        assert body is not None
        assert f"{tag}-src 'sha256-{b64encode(sha256(body[1].encode()).digest()).decode()}'" in policy
    assert "default-src 'none'" in policy


def test_a_record_s_text_stands_as_text() -> None:
    row = {"type": "by-date", "opens": "01-01", "due": "03-20", "roll": "none"}
    builder = (
        RegisterBuilder()
        .calendar()
        .unit("office", type="body", title=HOSTILE)
        .duty("plan", row, title=HOSTILE, code=HOSTILE)
    )
    builder.post("head", "ada", title=HOSTILE).person("ada", name=HOSTILE).group("team", "head", title=HOSTILE)
    plain = Reader(write(builder.build(), SOURCE._replace(title="plain"), language="en"))
    read = Reader(write(builder.build(), SOURCE._replace(title=HOSTILE), language="en"))
    assert read.tags == plain.tags
    assert read.tags["script"] == 1
    text = "".join(read.texts)
    assert text.count("<script>alert(1)</script>") > 4
    assert "{{ 7*7 }}" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_the_same_commit_gives_the_same_page_in_each_language(sample: Register, page: bytes) -> None:
    assert page == write(sample, SOURCE, language="zh")
    english = write(sample, SOURCE, language="en").decode()
    assert '<html lang="en">' in english
    assert "Overdue" in english
    assert "逾期未完成" not in english


def test_an_empty_register_and_an_unreadable_record_are_said() -> None:
    empty = Reader(write(RegisterBuilder().build(), SOURCE._replace(commit=""), language="en"))
    text = " ".join(empty.texts)
    assert "not committed" in text
    assert "none yet" in text
    assert empty.rows["overdue"] == 0
    lacking = Reader(write(RegisterBuilder().unreadable("duty", "lost").build(), SOURCE, language="en"))
    assert "duty/lost" in lacking.texts


def test_a_circle_of_units_and_a_unit_below_nothing_are_shown() -> None:
    builder = RegisterBuilder().unit("a", parent="b").unit("b", parent="a").unit("c", parent="gone")
    texts = {text.strip("　") for text in Reader(write(builder.build(), SOURCE, language="en")).texts}
    assert {"a", "b", "c"} <= texts


CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine; the policy is checked by reading it")
def test_a_browser_runs_the_search_and_nothing_else(tmp_path: Path) -> None:
    row = {"type": "by-date", "opens": "01-01", "due": "03-20", "roll": "none"}
    register = RegisterBuilder().calendar().duty("plan", row, title=HOSTILE).build()
    (tmp_path / "page.html").write_bytes(write(register, SOURCE, language="en"))
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    done = subprocess.run(
        [
            str(CHROMIUM),
            *options,
            f"--user-data-dir={tmp_path / 'browser'}",
            "--dump-dom",
            (tmp_path / "page.html").as_uri(),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert '<form id="search" role="search">' in done.stdout
    assert "<img" not in done.stdout


def test_lights_are_told_by_word_as_well_as_by_colour(page: bytes) -> None:
    marked = re.findall(r'<span class="light (\w+)">([^<]+)</span>', page.decode())
    words = {light.value: light.label("zh") for light in Light}
    assert {name for name, _ in marked} >= {"red", "green", "white"}
    assert [(name, word) for name, word in marked if name in {"green", "white"} and word != words[name]] == []
