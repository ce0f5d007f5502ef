"""DB201-DB208: who holds which post, vacancies, liaisons, and what ends before what it holds (R6, R16)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.holding import holder
from schema.kinds.base import covers
from schema.kinds.post import Post
from schema.kinds.unit import Unit
from schema.marks import Flag
from schema.marks import Standing
from schema.register import Register
from schema.rule import Rule
from schema.visible import visible
from schema.vocabulary import Manner

CONFLICT = Rule(
    code="DB201",
    severity=Severity.ERROR,
    message='"{first}" and "{second}" both hold the post formally on {day}',
    message_zh="{day} “{first}”与“{second}”同时正式任职",
    hint="end the earlier holding the day before the later begins",
    hint_zh="前任的止日写为后任起日的前一天",
    reason="Who was responsible on that day would have two answers.",
    example='[[holding]]\nperson = "a"\nfrom = 2026-01-01\n\n[[holding]]\nperson = "b"\nfrom = 2026-09-10',
    fix='[[holding]]\nperson = "a"\nfrom = 2026-01-01\nto = 2026-09-09\n\n[[holding]]\nperson = "b"\nfrom = 2026-09-10',
    source="R6",
)
VACANT_COVERED = Rule(
    code="DB202",
    severity=Severity.WARNING,
    message='the post "{post}" is vacant{since}; "{cover}" covers it',
    message_zh="岗位“{post}”空缺{since_zh}，由“{cover}”临时分管",
    hint="appoint somebody, or end the post",
    hint_zh="任命接任者，或撤销该岗位",
    reason="Duties go on under the covering post, but nobody holds this one.",
    example='[[cover]]\nby = "deputy-secretary"\nfrom = 2026-09-10',
    fix='[[holding]]\nperson = "li-si"\nfrom = 2026-10-08',
    source="R6, R16",
)
VACANT = Rule(
    code="DB203",
    severity=Severity.ERROR,
    message='the post "{post}" is vacant{since} and nobody covers it',
    message_zh="岗位“{post}”空缺{since_zh}，且无人临时分管",
    hint="appoint somebody, name a covering post, or end the post",
    hint_zh="任命接任者、指定临时分管岗位，或撤销该岗位",
    reason="The duties of this post are nobody's.",
    example='[[holding]]\nperson = "li-si"\nfrom = 2026-01-01\nto = 2026-09-09',
    fix='[[cover]]\nby = "deputy-secretary"\nfrom = 2026-09-10',
    source="R6, R16",
)
POST_ENDED = Rule(
    code="DB204",
    severity=Severity.ERROR,
    message='the post ends on {end}, but "{person}" holds it beyond',
    message_zh="岗位 {end} 撤销，而“{person}”的任职在其后仍有效",
    hint="end the holding on that day or earlier",
    hint_zh="任职的止日不得晚于该日",
    reason="Nobody can hold a post that does not exist.",
    example='to = 2026-06-30\n\n[[holding]]\nperson = "li-si"\nfrom = 2026-01-01',
    fix='to = 2026-06-30\n\n[[holding]]\nperson = "li-si"\nfrom = 2026-01-01\nto = 2026-06-30',
    source="R6",
)
UNIT_ENDED = Rule(
    code="DB205",
    severity=Severity.ERROR,
    message='its unit "{unit}" ends on {end}, but "{person}" holds the post beyond',
    message_zh="所在单位“{unit}”{end} 撤销，而“{person}”的任职在其后仍有效",
    hint="move the post to another unit, or end the holding",
    hint_zh="将岗位改属其他单位，或结束任职",
    reason="A post of a unit that is gone answers for nothing.",
    example='unit = "old-section"  # which ended on 2026-06-30',
    fix='unit = "new-section"',
    source="R6",
)
LIAISON_OVERLAP = Rule(
    code="DB206",
    severity=Severity.ERROR,
    message='"{first}" and "{second}" are both liaison on {day}',
    message_zh="{day} 有两名联络员：“{first}”与“{second}”",
    hint="end the earlier one the day before the later begins",
    hint_zh="前任的止日写为后任起日的前一天",
    reason="Every unit names exactly one liaison.",
    example='[[liaison]]\nperson = "a"\n\n[[liaison]]\nperson = "b"\nfrom = 2026-03-01',
    fix='[[liaison]]\nperson = "a"\nto = 2026-02-28\n\n[[liaison]]\nperson = "b"\nfrom = 2026-03-01',
    source="R16",
)
SEVERAL_ACTING = Rule(
    code="DB207",
    severity=Severity.WARNING,
    message='"{first}" and "{second}" both stand in for the post on {day}',
    message_zh="{day} “{first}”与“{second}”同时主持或代理",
    hint="end the earlier one the day before the later begins; until then the later counts",
    hint_zh="前任的止日写为后任起日的前一天；在此之前以后者为准",
    reason="The rule for acting holders knows one of them.",
    example='manner = "acting"  # twice on one day',
    fix='manner = "acting"  # once',
    source="R6",
)
OWN_COVER = Rule(
    code="DB208",
    severity=Severity.ERROR,
    message="the post covers itself",
    message_zh="岗位以自己为临时分管岗位",
    hint="name another post",
    hint_zh="改填另一个岗位",
    reason="A vacant post cannot look after itself.",
    example='[[cover]]\nby = "this-post"\nfrom = 2026-09-10',
    fix='[[cover]]\nby = "deputy-secretary"\nfrom = 2026-09-10',
    source="R6",
)
RULES: Final = (
    CONFLICT,
    VACANT_COVERED,
    VACANT,
    POST_ENDED,
    UNIT_ENDED,
    LIAISON_OVERLAP,
    SEVERAL_ACTING,
    OWN_COVER,
)

Span = tuple[date, date, int]
"""First day, last day, index of the row."""


def check_post(register: Register, post: Post, on: date) -> Iterator[Diagnostic]:
    """Check one post."""
    yield from check_conflicts(post)
    yield from _check_acting(post)
    yield from _check_ends(register, post)
    for at, row in enumerate(post.cover):
        if row.by == post.id:
            yield OWN_COVER.found("post", post.id, ("cover", at, "by"))
    unit = register.units.get(post.unit)
    if unit is None or covers(unit.since, unit.until, on):
        yield from _check_vacancy(register, post, on)


def check_conflicts(post: Post) -> Iterator[Diagnostic]:
    """Formal holdings that share a day (R6); such a post is not saved."""
    formal = [_span(row.since, row.until, at) for at, row in enumerate(post.holding) if row.manner is Manner.FORMAL]
    for first, second in _overlaps(formal):
        names = _name_both([row.person for row in post.holding], first, second)
        yield CONFLICT.found("post", post.id, ("holding", second[2]), **names, day=second[0])


def _check_acting(post: Post) -> Iterator[Diagnostic]:
    acting = [_span(row.since, row.until, at) for at, row in enumerate(post.holding) if row.manner is not Manner.FORMAL]
    for first, second in _overlaps(acting):
        names = _name_both([row.person for row in post.holding], first, second)
        yield SEVERAL_ACTING.found("post", post.id, ("holding", second[2]), **names, day=second[0])


def _check_ends(register: Register, post: Post) -> Iterator[Diagnostic]:
    unit = register.units.get(post.unit)
    for at, row in enumerate(post.holding):
        person = visible(row.person)
        if post.until is not None and (row.until is None or row.until > post.until):
            yield POST_ENDED.found("post", post.id, ("holding", at), end=post.until, person=person)
        elif unit is not None and unit.until is not None and (row.until is None or row.until > unit.until):
            yield UNIT_ENDED.found(
                "post", post.id, ("holding", at), unit=visible(unit.id), end=unit.until, person=person
            )


def _check_vacancy(register: Register, post: Post, on: date) -> Iterator[Diagnostic]:
    held = holder(register, post.id, on)
    if held.manner not in {Standing.COVER, Standing.VACANT} or Flag.ENDED in held.flags:
        return
    values = {
        "post": visible(post.title),
        "since": f" since {held.since}" if held.since else "",
        "since_zh": f"（自 {held.since} 起）" if held.since else "",
    }
    if held.manner is Standing.COVER and held.cover_post is not None:
        cover = register.posts[held.cover_post]
        yield VACANT_COVERED.found("post", post.id, ("holding",), **values, cover=visible(cover.title))
    else:
        yield VACANT.found("post", post.id, ("holding",), **values)


def check_unit(unit: Unit) -> Iterator[Diagnostic]:
    """Liaisons that share a day."""
    spans = [_span(row.since, row.until, at) for at, row in enumerate(unit.liaison)]
    for first, second in _overlaps(spans):
        names = _name_both([row.person for row in unit.liaison], first, second)
        yield LIAISON_OVERLAP.found("unit", unit.id, ("liaison", second[2]), **names, day=second[0])


def _name_both(persons: list[str], first: Span, second: Span) -> dict[str, str]:
    return {"first": visible(persons[first[2]]), "second": visible(persons[second[2]])}


def _span(start: date | None, end: date | None, at: int) -> Span:
    return start or date.min, end or date.max, at


def _overlaps(spans: list[Span]) -> Iterator[tuple[Span, Span]]:
    """Spans that begin while an earlier one lasts, each with the earlier that lasts longest; reversed spans are left out."""
    lasting: Span | None = None
    for span in sorted(span for span in spans if span[0] <= span[1]):
        if lasting is not None and span[0] <= lasting[1]:
            yield lasting, span
        if lasting is None or span[1] > lasting[1]:
            lasting = span
