"""Bytes to TOML data, lines of keys, records in normal form."""

import re
import time
import timeit
import tomllib
from datetime import date
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from store.toml import text
from store.toml.fields import same
from store.toml.layout import measure
from store.toml.text import MAX_BYTES
from store.toml.text import Parsed
from store.toml.text import Reason
from store.toml.text import TextNote
from store.toml.text import Unparseable
from store.toml.text import Unstorable
from store.toml.text import locate
from store.toml.text import parse
from store.toml.text import render
from tests import strategies

rtoml = pytest.importorskip("rtoml", reason="a locked dependency: without it there is nothing to compare with")


@pytest.fixture(params=["rtoml", "tomllib"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    name: str = request.param
    if name == "tomllib":
        monkeypatch.setattr(text, "_fast", None)
    return name


def refusal(data: bytes) -> Unparseable:
    with pytest.raises(Unparseable) as caught:
        parse(data)
    return caught.value


REFUSED: list[tuple[bytes, Reason, int, str]] = [
    (
        b"\xef\xbb\xbf\xef\xbb\xbfa = 1\n",
        Reason.SYNTAX,
        1,
        "The text is not TOML, seen at line 1, column 1: Invalid statement.",
    ),
    (b"a = 1\n" + b"#" * MAX_BYTES, Reason.TOO_LARGE, 0, "The file has 1048582 bytes; a record may have 1048576."),
    (b'a = 1\nb = "\xff"\n', Reason.NOT_UTF8, 2, "The file is not UTF-8: byte 11 (line 2) has no meaning."),
    (
        'title = "季度报告"\n'.encode("gb18030"),
        Reason.NOT_UTF8,
        1,
        "The file is not UTF-8: byte 9 (line 1) has no meaning; it looks like GB18030.",
    ),
    (
        'title = "季度报告"\n'.encode("utf-16"),
        Reason.NOT_UTF8,
        1,
        "The file is not UTF-8: byte 0 (line 1) has no meaning; it looks like UTF-16.",
    ),
    (
        't = "a"\n'.encode("utf-16-le"),
        Reason.NOT_UTF8,
        1,
        "The file is not UTF-8: byte 1 (line 1) has no meaning; it looks like UTF-16.",
    ),
    (b'a = 1\nb = "x\x00"\n', Reason.NUL, 2, "Byte 12 (line 2) is NUL: this is not a text file, or it was damaged."),
    (
        b"a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> x\n",
        Reason.CONFLICT,
        2,
        "Line 2 holds a mark of an unfinished merge (<<<<<<<).",
    ),
    (b'a = """\n>>>>>>> x\n"""\n', Reason.CONFLICT, 2, "Line 2 holds a mark of an unfinished merge (>>>>>>>)."),
    (
        b"b = 1\na = " + b"[" * 17 + b"]" * 17,
        Reason.TOO_DEEP,
        2,
        "Keys or values are nested more than 16 deep at line 2.",
    ),
    (b"a = " + b"[" * 3000 + b"]" * 3000, Reason.TOO_DEEP, 1, "Keys or values are nested more than 16 deep at line 1."),
    (
        b"a = " + b"{b=" * 20 + b"1" + b"}" * 20,
        Reason.TOO_DEEP,
        1,
        "Keys or values are nested more than 16 deep at line 1.",
    ),
    (b"\n" + b"a." * 16000 + b"a = 1", Reason.TOO_DEEP, 2, "Keys or values are nested more than 16 deep at line 2."),
    (b"[" + b"a." * 32000 + b"a]", Reason.TOO_DEEP, 1, "Keys or values are nested more than 16 deep at line 1."),
    (b"a = 1\nb = \n", Reason.SYNTAX, 2, "The text is not TOML, seen at line 2, column 5: Invalid value."),
    (
        b"a = 1\nb = {\n c = 1 }\n",
        Reason.SYNTAX,
        2,
        "The text is not TOML, seen at line 2, column 6: Invalid initial character for a key part.",
    ),
    (b'a = "\\e"\n', Reason.SYNTAX, 1, "The text is not TOML, seen at line 1, column 8: Unescaped '\\' in a string."),
    (
        b"a = 07:32\n",
        Reason.SYNTAX,
        1,
        "The text is not TOML, seen at line 1, column 6: Expected newline or end of document after a statement.",
    ),
    (
        b"a = 2026-02-30\n",
        Reason.SYNTAX,
        1,
        "The text is not TOML, seen at line 1, column 5: Invalid date or datetime.",
    ),
    (
        b"a = 1\nb = 2\na = 3\nc = 4\n",
        Reason.DUPLICATE_KEY,
        3,
        "The key a is given twice, at line 1 and again at line 3.",
    ),
    (b"[x]\na = 1\n[y]\n[x]\n", Reason.DUPLICATE_KEY, 4, "The key x is given twice, at line 1 and again at line 4."),
    (
        b"[[x]]\na = 1\n[[x]]\na = 1\na = 2\n",
        Reason.DUPLICATE_KEY,
        5,
        "The key x[1].a is given twice, at line 4 and again at line 5.",
    ),
    (b"a = 9223372036854775808\n", Reason.NUMBER, 1, "The value of a is a whole number beyond 64 bits."),
    (
        b"[[x]]\na = 1\n[[x]]\na = -9223372036854775809\n",
        Reason.NUMBER,
        4,
        "The value of x[1].a is a whole number beyond 64 bits.",
    ),
    (b"a = 0xffffffffffffffff\n", Reason.NUMBER, 1, "The value of a is a whole number beyond 64 bits."),
    (b"a = 1\nb = " + b"9" * 5000, Reason.NUMBER, 2, "Line 2 holds a number out of range."),
    (b"a = 1e400\n", Reason.NUMBER, 1, "Line 1 holds a number out of range."),
]


@pytest.mark.parametrize(
    ("data", "reason", "line", "message"), REFUSED, ids=[f"{row[1]}-{n}" for n, row in enumerate(REFUSED)]
)
def test_refusal_says_reason_line_and_sentence(
    data: bytes, reason: Reason, line: int, message: str, parser: str
) -> None:
    failure = refusal(data)
    assert (failure.reason, failure.line, failure.message) == (reason, line, message)
    assert failure.hint
    assert failure.message_zh != failure.message
    assert re.search("[\u4e00-\u9fff]", failure.message_zh) and re.search("[\u4e00-\u9fff]", failure.hint_zh)
    assert re.search(r"\b(?:the|Expected|Invalid|Unescaped)\b", failure.message_zh) is None


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"a = 9223372036854775807\n", 2**63 - 1),
        (b"a = -9223372036854775808\n", -(2**63)),
        (b"a = " + b"[" * 15 + b"]" * 15, None),
        (b'a = """\r\nx\r\ny\r\n"""\r\n', "x\ny\n"),
        (b'a = "<<<<<<< x {y} 10:30"\n', "<<<<<<< x {y} 10:30"),
        (b'a = "\xe6\x97\xb6 \\e" # \\e\n'.replace(b'\\e"', b'\\\\e"'), "时 \\e"),
        (b"a = inf\n", float("inf")),
        (b'a = "1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1"\n', "1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1"),
    ],
)
def test_accepted_with_the_same_value(data: bytes, value: Any, parser: str) -> None:
    found = parse(data).data["a"]
    assert value is None or same(found, value)


def test_byte_order_mark_is_taken_off_with_a_note(parser: str) -> None:
    assert parse(b"\xef\xbb\xbfa = 1\n") == Parsed({"a": 1}, (TextNote.BYTE_ORDER_MARK,))
    assert parse(b"a = 1\n") == Parsed({"a": 1})


def test_time_zones_are_of_the_standard_class(parser: str) -> None:
    found = parse(b"a = 2026-01-01T07:32:00+08:00\nb = 2026-01-01T07:32:00Z\nc = 2026-01-01 07:32:00\n").data
    assert [type(value.tzinfo).__module__ for value in found.values()] == ["datetime", "datetime", "builtins"]
    assert found["c"] == datetime(2026, 1, 1, 7, 32)  # noqa: DTZ001 - a local time is meant


def test_many_small_tables_are_read_in_bounded_time() -> None:
    data = b"".join(b"a.b.k%d = %d\n" % (n, n) for n in range(40_000))
    started = time.monotonic()
    assert len(parse(data).data["a"]["b"]) == 40_000
    assert time.monotonic() - started < 5


_TOML_BYTES = st.lists(
    st.sampled_from([b"a", b"b", b".", b"=", b"[", b"]", b"{", b"}", b'"', b'"""', b"'", b"\n", b"\r\n", b"\r", b"#", b" ", b"1", b"-", b":", b"\\", b"e", b"0x", b",", b"\xff", b"\xef\xbb\xbf", b"\x00", "季".encode(), b"2026-01-01", b"true", b"1e9", b"_"]),
    max_size=40,
).map(b"".join)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200) | _TOML_BYTES)
def test_nothing_but_unparseable_comes_out_and_both_parsers_agree(data: bytes) -> None:
    outcomes: list[Any] = []
    fast = text._fast
    for chosen in (fast, None):
        text._fast = chosen
        try:
            outcomes.append(parse(data).data)
        except Unparseable as failure:
            outcomes.append((failure.reason, failure.line, failure.column, failure.message))
        finally:
            text._fast = fast
    assert same(outcomes[0], outcomes[1])


@settings(max_examples=60, deadline=None)
@given(strategies.wild_records)
def test_parse_gives_back_what_render_was_given(record: dict[str, Any]) -> None:
    written = render(record)
    assert same(parse(written.encode()).data, record)
    assert same(tomllib.loads(written), record)
    assert written == "" or (written.endswith("\n") and not written.startswith("\n"))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_form_is_read_alike(data: st.DataObject) -> None:
    record = data.draw(strategies.records)
    written = data.draw(strategies.written(record))
    assert same(parse(written.encode()).data, record)


def test_normal_form_of_a_record() -> None:
    record = {
        "title": "季度检查",
        "note": "一\n二\n",
        "meeting": {"on": date(2026, 3, 1), "item": [{"no": 1, "stance": [{"post": "chair"}]}, {"no": 2}]},
        "lead": ["a"],
        "responsible": ["b", "c"],
        "wording": "长" * 51,
        "按": 'a "b" \\ \t \x1b',
        "empty": [],
    }
    assert render(record) == (
        'title = "季度检查"\nnote = """\n一\n二\n"""\nlead = ["a"]\nresponsible = [\n  "b",\n  "c",\n]\n'
        f'wording = """\n{"长" * 51}"""\n"按" = "a \\"b\\" \\\\ \\t \\u001B"\nempty = []\n'
        '\n[meeting]\non = 2026-03-01\n\n[[meeting.item]]\nno = 1\n\n[[meeting.item.stance]]\npost = "chair"\n\n[[meeting.item]]\nno = 2\n'
    )


def test_width_of_text_is_counted_in_cells() -> None:
    assert render({"a": "长" * 50}) == f'a = "{"长" * 50}"\n'
    assert render({"a": "x" * 100}) == f'a = "{"x" * 100}"\n'
    assert render({"a": "x" * 101}) == f'a = """\n{"x" * 101}"""\n'


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "The field x can't be written: NoneType is not a value of TOML."),
        ([1, {2}], "The field x[1] can't be written: set is not a value of TOML."),
        (2**63, "The field x can't be written: the number is beyond 64 bits."),
        ("\udcff", "The field x can't be written: the text holds half a character (a lone surrogate)."),
    ],
)
def test_value_without_a_form_is_refused(value: Any, message: str) -> None:
    with pytest.raises(Unstorable) as caught:
        render({"x": value})
    assert caught.value.message == message
    assert caught.value.hint


def test_nesting_that_could_not_be_read_back_is_not_written() -> None:
    value: Any = 1
    for _ in range(20):
        value = [value]
    with pytest.raises(Unstorable):
        render({"x": value})
    table: Any = {}
    for _ in range(20):
        table = {"a": table}
    with pytest.raises(Unstorable):
        render(table)


PLACES = """\
# top
title = "x"
"quoted key" = 1
lead = [
  "a",  # one

  "b",
]
text = '''
[cadence]
n = 1
'''
a.b.c = 1

[[cadence]]
n = 1

[[cadence]]
type = "x"
n = 2
in = { k = 1, l = [1,
 2] }

  [report]

[[meeting.item]]
[[meeting.item.stance]]
post = "p"
[[meeting.item]]
[[meeting.item.stance]]
[[meeting.item.stance]]
post = "q"
"""


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("title",), 2),
        (("quoted key",), 3),
        (("lead",), 4),
        (("lead", 0), 5),
        (("lead", 1), 7),
        (("lead", 2), 4),
        (("a", "b", "c"), 13),
        (("a", "b", "x"), 13),
        (("cadence",), 15),
        (("cadence", 0, "n"), 16),
        (("cadence", 1), 18),
        (("cadence", 1, "n"), 20),
        (("cadence", 1, "missing"), 18),
        (("cadence", 2), 15),
        (("cadence", 1, "in", "l", 1), 22),
        (("report", "due"), 24),
        (("meeting",), 26),
        (("meeting", "item", 0, "stance", 0, "post"), 28),
        (("meeting", "item", 1, "stance", 1, "post"), 32),
        (("nowhere", "at", "all"), 1),
        ((), 1),
    ],
)
def test_line_of_a_key(key: tuple[str | int, ...], line: int) -> None:
    assert locate(PLACES, key) == line
    assert locate(PLACES.replace("\n", "\r\n"), key) == line


def test_line_of_a_key_in_text_that_is_not_toml_is_the_first() -> None:
    assert locate("a = [1, 2", ("a",)) == 1


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_key_of_every_form_has_a_line(data: st.DataObject) -> None:
    record = data.draw(strategies.records)
    written = data.draw(strategies.written(record))
    places = measure(written).places()

    def check(path: tuple[str | int, ...], value: Any) -> None:
        if path:
            assert path in places
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in inner:
            check((*path, key), item)

    check((), record)


SAMPLE = {
    "title": "每季度至少召开一次专题会议",
    "tier": "lead",
    "dual_duty": True,
    "lead": ["post-a", "post-b"],
    "responsible": ["x-1", "x-2", "x-3"],
    "from": date(2026, 1, 1),
    "wording": "每半年向上级专题报告一次，重大情况及时报告，" * 6,
    "cadence": [
        {"type": "at-least", "n": 1, "per": "quarter", "wording": "每季度至少一次"},
        {"type": "months", "months": [6, 12], "opens": "month-start", "due": "month-end", "roll": "back"},
    ],
    "basis": [
        {"source": "s-1", "clause": "3.2", "fingerprint": "0123456789abcdef" * 4, "reviewed_on": date(2026, 2, 3)}
    ],
}


def test_reading_a_record_goes_the_fast_way() -> None:
    data = render(SAMPLE).encode()
    bare = min(timeit.repeat(lambda: rtoml.loads(data.decode()), number=300, repeat=9))
    ours = min(timeit.repeat(lambda: parse(data), number=300, repeat=9))
    assert ours < bare * 4  # 1.3 on a quiet machine; the slow way is 10
