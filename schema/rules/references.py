"""DB101-DB110: ids, references, selectors and chains of records."""

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from typing import Final

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.diagnostic import Step
from schema.identity import day_of
from schema.identity import fits
from schema.kinds import KINDS
from schema.kinds.base import Record
from schema.kinds.base import covers
from schema.kinds.duty import Duty
from schema.kinds.group import Group
from schema.reference import Reference
from schema.reference import Row
from schema.reference import resolve
from schema.register import Register
from schema.rule import Rule
from schema.selector import SELECTORS
from schema.selector import expand
from schema.selector import is_selector
from schema.visible import visible

MISSING = Rule(
    code="DB101",
    severity=Severity.ERROR,
    message='"{target}" is no {kinds} of this register',
    message_zh="本台账没有名为“{target}”的{kinds_zh}",
    hint="correct the id, or add the record",
    hint_zh="改正标识，或补建该记录",
    reason="A reference that leads nowhere makes every answer that follows it incomplete.",
    example='lead = [\n  "party-ofice",\n]',
    fix='lead = [\n  "party-office",\n]',
    source="domain model 2.3",
)
UNREADABLE = Rule(
    code="DB102",
    severity=Severity.ERROR,
    message='"{target}" ({kinds}) is there but cannot be read',
    message_zh="“{target}”（{kinds_zh}）存在，但无法读取",
    hint="mend the file of that record first",
    hint_zh="先修好该记录的文件",
    reason="The reference is right; the fault lies in the other file.",
    example='unit = "party-office"  # while units/party-office.toml cannot be read',
    fix='unit = "party-office"  # once units/party-office.toml is mended',
    source="-",
)
WRONG_KIND = Rule(
    code="DB103",
    severity=Severity.ERROR,
    message='"{target}" is a {found}; here a {kinds} must stand',
    message_zh="“{target}”是{found_zh}，此处应为{kinds_zh}",
    hint="name a {kinds}",
    hint_zh="改填{kinds_zh}的标识",
    reason="Duties and memberships attach to posts and units, persons come in through holdings only.",
    example='head = "zhang-san"',
    fix='head = "party-secretary"',
    source="domain model 2.3",
)
SELECTOR_NOT_ALLOWED = Rule(
    code="DB104",
    severity=Severity.ERROR,
    message='the selector "{target}" cannot stand here',
    message_zh="此处不能用选择项“{target}”",
    hint="name one {kinds}",
    hint_zh="填写一个{kinds_zh}的标识",
    reason="A field for one record cannot hold several.",
    example='unit = "@sections"',
    fix='unit = "party-office"',
    source="R7",
)
UNKNOWN_SELECTOR = Rule(
    code="DB105",
    severity=Severity.WARNING,
    message='the selector "{target}" is not known',
    message_zh="不认识的选择项“{target}”",
    hint="use one of {known}, or name the records",
    hint_zh="改用 {known} 之一，或逐一列出",
    reason="A document's own words may name a set that nobody has defined yet: a to-do, not an error.",
    example='responsible = [\n  "@everyone",\n]',
    fix='responsible = [\n  "@sections",\n]',
    source="R7, domain model 2.2",
)
EMPTY_SELECTOR = Rule(
    code="DB106",
    severity=Severity.ERROR,
    message='the selector "{target}" stands for nothing on {on}',
    message_zh="选择项“{target}”在 {on} 没有对应的单位或岗位",
    hint="check the types of units, the ranks of posts and their dates",
    hint_zh="检查单位类型、岗位层次及起止日期",
    reason="A duty for an empty set is a duty of nobody.",
    example='each = "@party-orgs"  # no unit has party_org = true',
    fix="party_org = true  # in the units concerned",
    source="R7",
)
AMBIGUOUS = Rule(
    code="DB107",
    severity=Severity.ERROR,
    message='"{target}" may be a {first} or a {second}',
    message_zh="“{target}”既是{first_zh}又是{second_zh}",
    hint="rename one of the two records",
    hint_zh="给其中一个改名",
    reason="A field that takes several kinds must find one record only.",
    example='bearer = "publicity"  # a unit and a post have this id',
    fix='bearer = "publicity-member"',
    source="-",
)
BAD_ID = Rule(
    code="DB108",
    severity=Severity.ERROR,
    message='"{id}" is no id for a {kind}',
    message_zh="“{id}”不是{kind_zh}的合格标识",
    hint="{form}",
    hint_zh="{form_zh}",
    reason="Ids are file names on every system, stand in references, and are never renamed lightly.",
    example="duties/Quarterly_Review.toml",
    fix="duties/quarterly-review.toml",
    source="README: a register on disk",
)
DAY_DIFFERS = Rule(
    code="DB109",
    severity=Severity.WARNING,
    message="the id begins with {day}, but `{key}` is {found}",
    message_zh="标识以 {day} 开头，而 `{key}` 是 {found}",
    hint="correct the date, or rename the record",
    hint_zh="改正日期，或给记录改名",
    reason="People look for a dated record by its day.",
    example="activities/2026/06/2026-06-18-k7qd3m.toml with date = 2026-07-18",
    fix="date = 2026-06-18",
    source="-",
)
CIRCLE = Rule(
    code="DB110",
    severity=Severity.ERROR,
    message="`{key}` runs in a circle: {circle}",
    message_zh="`{key}` 首尾相接：{circle}",
    hint="take `{key}` out of one of them",
    hint_zh="去掉其中一个的 `{key}`",
    reason="A chain that meets itself has no top, so nothing can be said along it.",
    example='parent = "itself"',
    fix="parent left out",
    source="-",
)
RULES: Final = (
    MISSING,
    UNREADABLE,
    WRONG_KIND,
    SELECTOR_NOT_ALLOWED,
    UNKNOWN_SELECTOR,
    EMPTY_SELECTOR,
    AMBIGUOUS,
    BAD_ID,
    DAY_DIFFERS,
    CIRCLE,
)

_CHAINS: Final = (
    ("unit", "parent"),
    ("source", "superseded_by"),
    ("activity", "corrects"),
    ("finding", "recurrence_of"),
)
"""The fields that lead from a record to another of its own kind."""
_EXTRA: Final = {"clause": ("clause", "条款"), "superior": ("superior body", "上级机关")}


def is_sound(register: Register, row: Row) -> bool:
    """Whether each reference of a row names one record, or a selector that may stand there; nearly all rows are sound."""
    records = register.records
    for field in row.shape.references:
        found = getattr(row.value, field.attribute)
        if not found or field.refers is None:
            continue
        kinds, selectors = field.refers.kinds, field.refers.selectors
        for target in (found,) if isinstance(found, str) else found:
            if target.startswith("@"):
                if not selectors or target not in SELECTORS:
                    return False
            elif len(kinds) == 1 and kinds[0] in records:
                if target not in records[kinds[0]]:
                    return False
            elif len(resolve(register, target, kinds)) != 1:
                return False
    return True


def check_reference(register: Register, kind: str, id: str, reference: Reference) -> Diagnostic | None:
    """Follow one reference; selectors are only looked up here, `check_selectors` expands them."""
    key, target, refers = reference
    if is_selector(target):
        if refers.selectors and target in SELECTORS:
            return None
        return _selector_fault(kind, id, reference)
    found = resolve(register, target, refers.kinds)
    if len(found) == 1:
        return None
    english, chinese = name_kinds(refers.kinds)
    values = {"target": visible(target), "kinds": english, "kinds_zh": chinese}
    if found:
        first, second = (name_kinds((one,)) for one in found[:2])
        return AMBIGUOUS.found(
            kind, id, key, **values, first=first[0], second=second[0], first_zh=first[1], second_zh=second[1]
        )
    if any((one, target) in register.unreadable for one in refers.kinds):
        return UNREADABLE.found(kind, id, key, **values)
    if target in register.kinds_by_id:
        label, label_zh = name_kinds(register.kinds_by_id[target][:1])
        return WRONG_KIND.found(kind, id, key, **values, found=label, found_zh=label_zh)
    return MISSING.found(kind, id, key, **values)


def _selector_fault(kind: str, id: str, reference: Reference) -> Diagnostic:
    shown = visible(reference.target)
    if reference.refers.selectors:
        return UNKNOWN_SELECTOR.found(kind, id, reference.key, target=shown, known=", ".join(SELECTORS))
    english, chinese = name_kinds(reference.refers.kinds)
    return SELECTOR_NOT_ALLOWED.found(kind, id, reference.key, target=shown, kinds=english, kinds_zh=chinese)


def name_kinds(kinds: tuple[str, ...]) -> tuple[str, str]:
    """Kinds in words, in English and in Chinese: "unit or post", "单位或岗位"."""
    labels = [_EXTRA[kind] if kind in _EXTRA else (KINDS[kind].en.lower(), KINDS[kind].zh) for kind in kinds]
    return " or ".join(english for english, _ in labels), "或".join(chinese for _, chinese in labels)


def check_selectors(register: Register, on: date) -> Iterator[Diagnostic]:
    """Expand the selectors of the groups and duties that exist on a day (R7)."""
    for group in register.groups.values():
        if covers(group.since, group.until, on):
            yield from _expand_all(register, "group", group, _group_selectors(group), group.head, on)
    for duty in register.duties.values():
        if covers(duty.since, duty.until, on):
            yield from _expand_all(register, "duty", duty, _duty_selectors(duty), duty.bearer, on)


def _group_selectors(group: Group) -> Iterator[tuple[tuple[Step, ...], str]]:
    for name, texts in (("deputies", group.deputies), ("members", group.members)):
        yield from (((name, at), text) for at, text in enumerate(texts))


def _duty_selectors(duty: Duty) -> Iterator[tuple[tuple[Step, ...], str]]:
    yield ("bearer",), duty.bearer
    yield from ((("responsible", at), text) for at, text in enumerate(duty.responsible))
    yield from ((("cadence", at, "each"), row.each) for at, row in enumerate(duty.cadence) if row.each)


def _expand_all(
    register: Register,
    kind: str,
    record: Record,
    selectors: Iterator[tuple[tuple[Step, ...], str]],
    context_post: str,
    on: date,
) -> Iterator[Diagnostic]:
    for key, text in selectors:
        if not is_selector(text):
            continue
        problem = expand(register, text, on, context_post=context_post).problem
        if problem == "unknown" and key[-1] == "each":
            yield UNKNOWN_SELECTOR.found(kind, record.id, key, target=visible(text), known=", ".join(SELECTORS))
        elif problem in {"empty", "needs-post"}:
            yield EMPTY_SELECTOR.found(kind, record.id, key, target=visible(text), on=on.isoformat())


def check_id(kind: str, record: Record) -> Diagnostic | None:
    """Check an id's form, and for dated kinds the day that it begins with."""
    described = KINDS[kind]
    if not fits(kind, record.id):
        form, form_zh = _FORMS[described.dated]
        label, label_zh = name_kinds((kind,))
        return BAD_ID.found(
            kind, record.id, id=visible(record.id), kind=label, kind_zh=label_zh, form=form, form_zh=form_zh
        )
    if described.dated:
        day, found = day_of(record.id), getattr(record, described.day)
        if found is not None and found != day:
            return DAY_DIFFERS.found(kind, record.id, (described.day,), day=day, key=described.day, found=found)
    return None


_FORMS: Final = {
    False: (
        "use words of a-z and 0-9 joined by `-`, at most 64 characters, no device name such as `con`",
        "用 a-z、0-9 组成的词，以 `-` 连接，不超过 64 个字符，且不用 `con` 之类的设备名",
    ),
    True: (
        "use the record's date and six characters, such as 2026-06-18-k7qd3m",
        "用记录日期加六个字符，如 2026-06-18-k7qd3m",
    ),
}


def check_circles(register: Register) -> Iterator[Diagnostic]:
    """Find the chains that meet themselves; each circle is said once."""
    for kind, key in _CHAINS:
        chains = {record.id: getattr(record, key) for record in register.records.get(kind, {}).values()}
        for circle in find_circles(chains):
            shown = " -> ".join(visible(each) for each in (*circle, circle[0]))
            yield CIRCLE.found(kind, circle[0], (key,), key=key, circle=shown)


def find_circles(chains: Mapping[str, str | None]) -> Iterator[tuple[str, ...]]:
    """Every circle of chains in which each has one next at most, found without recursion.

    Args:
        chains: the next one of each; None and one that is no key end a chain.

    Returns:
        Each circle once, beginning with its least id.
    """
    done: set[str] = set()
    for start in sorted(each for each, following in chains.items() if following is not None):
        trail: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in chains and at not in done and at not in trail:
            trail[at] = None
            at = chains[at]
        if at is not None and at in trail:
            path = list(trail)
            circle = path[path.index(at) :]
            least = circle.index(min(circle))
            yield (*circle[least:], *circle[:least])
        done.update(trail)
