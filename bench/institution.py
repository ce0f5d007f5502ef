"""The institution of a generated register: units, posts, people, platforms and sources, so that every reference holds."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schema.identity import path_of

COMMUNITIES = 4
"""Units that are communities; so few that what is counted for each does not grow with the register."""
PLATFORMS = 3
CLAUSES = 12
"""Clauses of each source; fewer in registers so small that a year's duties could not cover them."""
FIELDS = ("安全生产", "档案管理", "政务公开", "防汛备汛", "网络安全", "财务内控", "后勤保障", "信息报送")
"""What the duties are about."""


@dataclass(frozen=True)
class Shape:
    """How many records of each sort a register of one size holds; together they are the size."""

    units: int
    posts: int
    people: int
    sources: int
    duties: int
    activities: int


def unit_id(number: int) -> str:
    """A unit's id: number 0 is the team, the first few after it are communities, all others sections."""
    if number == 0:
        return "office-team"
    return f"community-{number:02}" if number <= COMMUNITIES else f"section-{number:02}"


def head_of(unit: int) -> str:
    """Id of the post that heads a unit."""
    return f"{unit_id(unit)}-head"


def clauses_of(shape: Shape) -> int:
    """How many clauses each source has: no more than a tenth of the duties, one year's, can cover."""
    return min(CLAUSES, max(1, shape.duties // (10 * shape.sources)))


def make_institution(shape: Shape, years: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Path and text of every unit, post, person, platform and source, and of one group."""
    since = date(years[0], 1, 1)
    for number in range(shape.units):
        yield path_of("unit", unit_id(number)), _unit(number, since)
    for number, (post, unit, rank, title) in enumerate(_posts(shape)):
        yield path_of("post", post), _post(number, unit, rank, title, shape, since)
    for number in range(1, shape.people + 1):
        yield path_of("person", f"person-{number:04}"), _person(number, since)
    yield path_of("group", "leading-group"), _group(shape, since)
    for number in range(1, PLATFORMS + 1):
        yield path_of("platform", f"platform-{number}"), _platform(number, years)
    for number in range(1, shape.sources + 1):
        yield path_of("source", f"source-{number:03}"), _source(number, since, clauses_of(shape))


def _unit(number: int, since: date) -> str:
    sort = "body" if number == 0 else "community" if number <= COMMUNITIES else "section"
    title = "样例街道党工委" if number == 0 else f"第{number}社区" if number <= COMMUNITIES else f"第{number}科室"
    parent = 'parent = "office-team"\n' if number else ""
    person = f"person-{1 if number == 0 else 2 * number + 2:04}"
    return (
        f'code = "U{number:02}"\ntitle = "{title}"\nshort = "{number}号"\ntype = "{sort}"\n{parent}from = {since}\n\n'
        f'[[liaison]]\nperson = "{person}"\nfrom = {since}\nbasis = "样例街〔{since.year}〕{number + 1}号"\n'
    )


def _posts(shape: Shape) -> Iterator[tuple[str, int, str, str]]:
    """Every post: id, number of its unit, rank, title."""
    yield head_of(0), 0, "principal", "书记"
    for number in range(1, 4):
        yield f"in-charge-{number}", 0, "in-charge", f"分管领导{number}"
    for unit in range(1, shape.units):
        rank = "community-head" if unit <= COMMUNITIES else "section-head"
        yield head_of(unit), unit, rank, f"第{unit}号单位负责人"
        yield f"{unit_id(unit)}-staff", unit, "staff", f"第{unit}号单位经办"


def _post(number: int, unit: int, rank: str, title: str, shape: Shape, since: date) -> str:
    charge = ""
    if rank == "in-charge":
        units = "".join(f'  "{unit_id(each)}",\n' for each in range(1, shape.units) if each % 3 == number % 3)
        charge = f"in_charge_of = [\n{units}]\n"
    return (
        f'code = "Z{number + 1:03}"\ntitle = "{title}"\nunit = "{unit_id(unit)}"\nrank = "{rank}"\n{charge}from = {since}\n\n'
        f'[[holding]]\nperson = "person-{number + 1:04}"\nmanner = "formal"\nfrom = {since}\n'
        f'basis = "样例组〔{since.year}〕{number + 1}号"\n'
    )


def _person(number: int, since: date) -> str:
    return f'code = "R{number:04}"\nname = "样例{number:04}"\nemails = ["person-{number:04}@register.example"]\nfrom = {since}\n'


def _group(shape: Shape, since: date) -> str:
    return (
        f'title = "责任制工作领导小组"\nhead = "{head_of(0)}"\ndeputies = ["in-charge-1"]\n'
        'members = [\n  "@other-team-members",\n  "@section-heads",\n  "@community-secretaries",\n]\n'
        f'office_unit = "{unit_id(shape.units - 1)}"\noffice_head = "{head_of(shape.units - 1)}"\nfrom = {since}\n'
    )


def event_day(number: int, year: int) -> date:
    """The day of a year on which a platform changes its administrator."""
    return date(year, 3 * number, 10 + year % 7)


def _platform(number: int, years: Sequence[int]) -> str:
    unit = COMMUNITIES + number
    events = "".join(
        f'\n[[event]]\ntype = "administrator-changed"\ndate = {event_day(number, year)}\nnote = "岗位轮换"\n'
        for year in years
    )
    return (
        f'code = "P{number}"\ntitle = "本单位公开栏目{number}"\ntype = "site-column"\nunit = "{unit_id(unit)}"\n'
        f'post = "{head_of(unit)}"\nadministrator = "person-{2 * unit + 4:04}"\nreviewer = "person-{2 * unit + 3:04}"\n'
        f'filing_number = "样例备{number:04}"\nopened = {years[0] - 1}-06-01\n{events}'
    )


def _source(number: int, since: date, clauses: int) -> str:
    rows = "".join(
        f'\n[[clause]]\npath = "{clause}"\nlabel = "第{clause}条"\n'
        f'text = "{FIELDS[clause % len(FIELDS)]}按期研究部署，记录清楚，结果可查。"\nscope = "in"\n'
        for clause in range(1, clauses + 1)
    )
    return (
        f'code = "S{number:03}"\ntitle = "责任制实施办法之{number}"\nissuer = "样例街道"\nnumber = "样例街〔{since.year}〕{number}号"\n'
        f"issued = {since}\neffective = {since}\n{rows}"
    )
