"""Makes a register of any size for the measurements: the same size and seed give the same bytes.

Records are as long as real ones (about 650 bytes, Chinese text): one in ten is a duty, nearly all others are work records
of ten years, and there are as many units, posts, people, platforms and sources as the references need. Duties are issued
anew each year, as yearly work plans are, and the work records of that year fulfil them. Every name is invented.
"""

import random
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from itertools import product
from typing import NamedTuple

from bench.institution import COMMUNITIES
from bench.institution import FIELDS
from bench.institution import PLATFORMS
from bench.institution import Shape
from bench.institution import clauses_of
from bench.institution import event_day
from bench.institution import head_of
from bench.institution import make_institution
from bench.institution import unit_id
from schema.identity import ALPHABET
from schema.identity import path_of
from store.toml.normal import render_value

YEARS = tuple(range(2017, 2027))
"""The years that a register spans."""
TODAY = date(2026, 12, 31)
"""The day on which everything is measured; it stands in register.toml as the demonstration's day."""
SMALLEST = 100
"""A smaller register would be nothing but units and posts."""
VERSION = 2
"""To be raised whenever other bytes come out, so that registers that lie there are made anew."""

_CADENCES = (0,) * 8 + (1,) * 3 + (2,) * 3 + (3,) * 2 + (4,) * 2 + (5, 6)
"""How the ways in which duties recur are mixed, in twentieths."""


class Window(NamedTuple):
    """One period of a duty: what a work record says that it fulfils, and when it may have been done."""

    period: str
    first: date
    days: int
    element: str = ""


@dataclass(frozen=True)
class Task:
    """What the generator knows about a duty."""

    id: str
    number: int
    turn: int
    """The how-manieth of its year, from 0."""
    year: int
    cadence: int
    unit: int
    windows: tuple[Window, ...]


class Way(NamedTuple):
    """One way in which duties recur, and what shows that the work was done."""

    rows: str
    """The lines of `[[cadence]]`."""
    type: str
    topic: str
    evidence: tuple[tuple[str, str], ...]


_WAYS = (
    Way(
        'type = "at-least"\nn = 1\nper = "quarter"\nwording = "每季度至少一次"\n',
        "deliberation",
        "专题研究",
        (("minutes", "会议纪要"), ("attendance", "签到表")),
    ),
    Way(
        'type = "months"\nmonths = [\n  6,\n  12,\n]\nopens = "month-start"\ndue = "month-end"\nroll = "back"\n'
        'wording = "每年六月、十二月"\n',
        "analysis",
        "形势分析",
        (("number", "记录号"),),
    ),
    Way(
        'type = "by-date"\nopens = "10-01"\ndue = "11-30"\nroll = "back"\nwording = "每年十一月底前"\n',
        "general-inspection",
        "综合督查",
        (("sheet", "督查表"),),
    ),
    Way(
        'type = "at-least"\nn = 2\nper = "year"\nwording = "每年不少于两次"\n',
        "training",
        "业务培训",
        (("attendance", "签到表"),),
    ),
    Way(
        'type = "at-least"\nn = 1\nper = "month"\nwording = "每月一次"\n',
        "theme-day",
        "主题活动",
        (("minutes", "活动记录"),),
    ),
    Way(
        'type = "event"\non = "platform.administrator-changed"\nwithin = 5\nwording = "变更后五个工作日内"\n',
        "platform-filing",
        "平台备案",
        (("list", "备案清单"),),
    ),
    Way(
        'type = "at-least"\nn = 1\nper = "half-year"\neach = "@communities"\nwording = "各社区每半年一次"\n',
        "special-inspection",
        "专题督查",
        (("sheet", "检查表"),),
    ),
)
_PERIODS = (
    tuple((f"-Q{quarter + 1}", 3 * quarter + 1, 80) for quarter in range(4)),
    (("-H1", 6, 20), ("-H2", 12, 20)),
    (("", 10, 50),),
    (("", 1, 170), ("", 7, 170)),
    tuple((f"-{month:02}", month, 20) for month in range(1, 13)),
)
"""For each way but the last two: what the period is called, the month in which work begins, for how many days."""
_PHRASES = (
    "会前收集各科室意见，逐条列出待办事项并明确完成时限",
    "对照上一期清单核对进展，未完成的说明原因后继续跟踪",
    "资料由经办科室整理归档，原件存放于本单位档案柜",
    "会上通报了阶段情况，议定由牵头科室汇总后按程序报送",
    "现场查看台账和记录，发现的不足当场反馈并约定整改时间",
    "参加人员签到齐全，缺席的已在次日补学并登记",
)


def shape_of(size: int) -> Shape:
    """How many records of each sort make up a size.

    Args:
        size: all records together, at least `SMALLEST`; register.toml and calendars come on top.

    Raises:
        ValueError: the size is too small.
    """
    if size < SMALLEST:
        message = f"a register for measurements has at least {SMALLEST} records, not {size}"
        raise ValueError(message)
    units = max(8, min(60, size // 100))
    posts = 2 * units + 2
    sources = max(1, size // 5000)
    duties = size // 10
    rest = size - duties - units - 2 * posts - sources - PLATFORMS - 1
    return Shape(units, posts, posts, sources, duties, rest)


def make_register(size: int, *, seed: int = 1, years: Sequence[int] = YEARS) -> Iterator[tuple[str, str]]:
    """Make a register.

    Args:
        size: how many records, as in `shape_of`.
        seed: another one gives other dates and texts.
        years: the years that duties and work records are spread over, in order; their last day is `TODAY`.

    Yields:
        Each file's path and text; the same at every call.
    """
    shape = shape_of(size)
    chance = random.Random(f"{seed}:{size}:{years}")  # noqa: S311  # the same bytes each time, nothing secret
    yield "register.toml", _register(size)
    for year in years:
        yield f"calendar/{year}.toml", _calendar(year)
    yield from make_institution(shape, years)
    tasks = [_task(number, years, shape) for number in range(shape.duties)]
    for task in tasks:
        yield path_of("duty", task.id), _duty(task, shape, chance)
    taken: set[str] = set()
    for number in range(shape.activities):
        task = tasks[number % len(tasks)]
        window = task.windows[number // len(tasks) % len(task.windows)]
        day = window.first + timedelta(days=chance.randrange(window.days))
        yield path_of("activity", _dated(day, taken, chance)), _activity(number, task, window, day, shape, chance)


def _register(size: int) -> str:
    return f"""format = 1
title = "样例街道责任台账（{size} 条）"
language = "zh"
time_zone = "Asia/Shanghai"

[thresholds]
near_due = 10

[demo]
today = {TODAY}
person = "person-0001"
"""


def _calendar(year: int) -> str:
    days = [date(year, 1, 1), *(date(year, 5, day) for day in (1, 2, 3)), *(date(year, 10, day) for day in range(1, 8))]
    holidays = "".join(f"  {day},\n" for day in days)
    return (
        f'year = {year}\nstatus = "official"\nnotice = "样例办〔{year - 1}〕1号"\nissued = {year - 1}-11-20\n'
        f"holidays = [\n{holidays}]\n"
    )


def _task(number: int, years: Sequence[int], shape: Shape) -> Task:
    year = years[number % len(years)]
    # 11 and 3 share no factor with 20: every year has the same mix at every size.
    cadence = _CADENCES[(11 * (number // len(years)) + 3 * number) % len(_CADENCES)]
    unit = 1 + number % (shape.units - 1)
    return Task(
        f"duty-{year}-{number:06}", number, number // len(years), year, cadence, unit, tuple(_windows(cadence, year))
    )


def _windows(cadence: int, year: int) -> Iterator[Window]:
    # A few days are left at the end of each, so that a due day that is rolled back is kept too.
    if cadence == 5:
        for number in range(1, PLATFORMS + 1):
            day = event_day(number, year)
            yield Window(f"event:platform-{number}/platform.administrator-changed/{day}", day, 4)
    elif cadence == 6:
        for half, community in product((1, 2), range(1, COMMUNITIES + 1)):
            yield Window(f"{year}-H{half}", date(year, 6 * half - 5, 1), 170, unit_id(community))
    else:
        for period, month, days in _PERIODS[cadence]:
            yield Window(f"{year}{period}", date(year, month, 1), days)


def _duty(task: Task, shape: Shape, chance: random.Random) -> str:
    way = _WAYS[task.cadence]
    field = FIELDS[task.number % len(FIELDS)]
    other, third = (1 + (task.number + step) % (shape.units - 1) for step in (1, 2))
    note = f"{chance.choice(_PHRASES)}。{field}工作由牵头科室组织，责任科室配合，结果按期归档备查。"
    # By its turn within its year, so that each year's duties cover every clause.
    clause = f"source-{1 + task.turn % shape.sources:03}#{1 + task.turn // shape.sources % clauses_of(shape)}"
    return f"""code = "D{task.number:06}"
title = "{field}{way.topic}（{task.year}年第{task.number}项）"
tier = "concrete"
tier_wording = "具体责任"
bearer = "{head_of(task.unit)}"
lead = ["{unit_id(task.unit)}"]
responsible = [
  "{unit_id(other)}",
  "{unit_id(third)}",
]
addressee = "office-team"
accepts = ["{way.type}"]
from = {task.year}-01-01
to = {task.year}-12-31
note = {render_value(note)}

[[cadence]]
{way.rows}
[[basis]]
clause = "{clause}"
reviewed_by = "person-0001"
reviewed_on = {task.year}-01-01
"""


def _activity(number: int, task: Task, window: Window, day: date, shape: Shape, chance: random.Random) -> str:
    way = _WAYS[task.cadence]
    field = FIELDS[task.number % len(FIELDS)]
    period = f'period = "{window.period}"\n' if task.cadence == 5 or number % 2 else ""
    elements = f'elements = ["{window.element}"]\n' if window.element else ""
    meeting = ""
    if way.type == "deliberation":
        meeting = (
            f'\n[meeting]\nexpected = 12\npresent = 11\nexcused = 1\nabsent = 0\nchair = "{head_of(task.unit)}"\n\n'
            f'[[meeting.item]]\nno = 1\ntopic = "{field}阶段工作"\ndecision = "同意按清单推进。"\n'
        )
    evidence = "".join(
        f'\n[[evidence]]\ntype = "{sort}"\nlabel = "{label} {day.year}-{number:06}"\ndate = {day}\n'
        for sort, label in way.evidence
    )
    first, second = chance.sample(_PHRASES, 2)
    colleague = head_of(1 + (task.unit + number) % (shape.units - 1))
    return f"""code = "W{number:06}"
title = "{field}{way.topic}记录（{day.year}年{day.month}月）"
type = "{way.type}"
date = {day}
filed_on = {day}
unit = "{unit_id(task.unit)}"
state = "filed"
participants = [
  "{head_of(task.unit)}",
  "{colleague}",
]
note = {render_value(f"{first}。{second}。")}
{meeting}
[[fulfils]]
duty = "{task.id}"
{period}{elements}{evidence}"""


def _dated(day: date, taken: set[str], chance: random.Random) -> str:
    while True:
        found = f"{day}-{''.join(chance.choices(ALPHABET, k=6))}"
        if found not in taken:
            taken.add(found)
            return found
