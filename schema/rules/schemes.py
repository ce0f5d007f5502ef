"""DB601-DB617: schemes that cannot be reckoned with, or that say one thing twice (R10, R14)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from schema.assessed import objects_of
from schema.assessed import schemes_in_force
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.diagnostic import Step
from schema.kinds.scheme import Item
from schema.kinds.scheme import Scheme
from schema.register import Register
from schema.rule import Rule
from schema.scoreline import add
from schema.scoreline import exact
from schema.scoreline import write_number
from schema.veto import missing_parameters
from schema.veto import names_grade
from schema.visible import visible
from schema.vocabulary import ScoreRule

NO_OBJECTS = Rule(
    code="DB601",
    severity=Severity.WARNING,
    message="the scheme names no objects; nobody is scored by it",
    message_zh="方案没有写考核对象，不会给任何单位或岗位计分",
    hint="name units, posts or selectors in `objects`",
    hint_zh="在 `objects` 里写单位、岗位或选择项",
    reason="Whom a scheme is for is the institution's to say; nobody is guessed.",
    example='title = "年度考核方案"',
    fix='title = "年度考核方案"\nobjects = [\n  "@sections",\n  "@communities",\n]',
    source="R14",
)
NO_BASE = Rule(
    code="DB602",
    severity=Severity.NOTE,
    message="the base score is not set; deductions are listed, but no score is given",
    message_zh="没有写基准分；只列扣分，不计得分",
    hint="write `base` once it is decided",
    hint_zh="定下以后写入 `base`",
    reason="The texts fix only that results enter the assessment; the numbers are the institution's.",
    example='title = "年度考核方案"',
    fix='title = "年度考核方案"\nbase = 100.0',
    source="R14",
)
NOT_FINITE = Rule(
    code="DB603",
    severity=Severity.ERROR,
    message="`{key}` is no number that can be reckoned with; it is taken as not set",
    message_zh="`{key}` 不是可以计算的数，按未定处理",
    hint="write a finite number",
    hint_zh="改写为有限的数",
    reason="TOML knows `inf` and `nan`; a score made of them means nothing.",
    example="base = nan",
    fix="base = 100.0",
    source="R14",
)
LIMITS_CROSS = Rule(
    code="DB604",
    severity=Severity.ERROR,
    message="the lowest score {lowest} is above the highest {highest}; neither limits anything",
    message_zh="最低分 {lowest} 高于最高分 {highest}，两者都不起作用",
    hint="correct one of the two",
    hint_zh="改正其中一个",
    reason="No score lies between them.",
    example="lowest = 100.0\nhighest = 0.0",
    fix="lowest = 0.0\nhighest = 100.0",
    source="R14",
)
HALF_ROUNDED = Rule(
    code="DB605",
    severity=Severity.WARNING,
    message="`{there}` is set without `{missing}`; scores are not rounded",
    message_zh="写了 `{there}` 而没有写 `{missing}`，得分不作取舍",
    hint="set both, or neither",
    hint_zh="两项都写，或都不写",
    reason="Places without a way of rounding, and the other way round, say nothing.",
    example="digits = 1",
    fix='digits = 1\nrounding = "half-up"',
    source="R14",
)
ITEM_TWICE = Rule(
    code="DB606",
    severity=Severity.ERROR,
    message="a second item for `{rule}`; only the first counts",
    message_zh="`{rule}` 写了两项，只有第一项起作用",
    hint="keep one of them",
    hint_zh="只留一项",
    reason="One failure would be worth two numbers of points.",
    example='[[item]]\nrule = "missed"\npoints = -3.0\n\n[[item]]\nrule = "missed"\npoints = -5.0',
    fix='[[item]]\nrule = "missed"\npoints = -3.0',
    source="R14",
)
WRONG_SIGN = Rule(
    code="DB607",
    severity=Severity.ERROR,
    message="`{key}` is {value}, but {wanted}; it does not count",
    message_zh="`{key}` 是 {value}，而{wanted_zh}；按 0 处理",
    hint="correct the sign",
    hint_zh="改正正负号",
    reason="A failure must not be rewarded, nor a merit punished, by a slip of the sign.",
    example='[[item]]\nrule = "missed"\npoints = 3.0',
    fix='[[item]]\nrule = "missed"\npoints = -3.0',
    source="R14",
)
ROLE_WEIGHT = Rule(
    code="DB608",
    severity=Severity.WARNING,
    message="`{key}` is {value}; the weight of a role usually lies between 0 and 1",
    message_zh="`{key}` 是 {value}；角色权重一般在 0 与 1 之间",
    hint="correct it, or leave it if it is meant",
    hint_zh="请改正；确属有意则不必改",
    reason="A share of the points is asked for, not a percentage.",
    example='[[item]]\nrule = "missed"\npoints = -3.0\nresponsible_weight = 50.0',
    fix='[[item]]\nrule = "missed"\npoints = -3.0\nresponsible_weight = 0.5',
    source="R14",
)
WEIGHT_MISSING = Rule(
    code="DB609",
    severity=Severity.WARNING,
    message="the item `{rule}` has no weight, while others have one; it may take off everything",
    message_zh="计分项 `{rule}` 没有写满分，而其他项写了；该项扣分不封顶",
    hint="give every deduction a weight, or none",
    hint_zh="各扣分项都写满分，或都不写",
    reason="Weights share the base score out; a part without a share cannot be compared.",
    example='[[item]]\nrule = "done-late"\npoints = -1.0\nweight = 40.0\n\n[[item]]\nrule = "missed"\npoints = -3.0',
    fix='[[item]]\nrule = "done-late"\npoints = -1.0\nweight = 40.0\n\n[[item]]\nrule = "missed"\npoints = -3.0\nweight = 60.0',
    source="R14",
)
WEIGHTS_SUM = Rule(
    code="DB610",
    severity=Severity.ERROR,
    message="the weights of the items add up to {total}, the base score is {base}",
    message_zh="各计分项的满分合计 {total}，而基准分是 {base}",
    hint="correct a weight or the base score",
    hint_zh="改正某项满分或基准分",
    reason="The weights say how the base score is shared out among the items.",
    example='base = 100.0\n\n[[item]]\nrule = "missed"\npoints = -3.0\nweight = 90.0',
    fix='base = 100.0\n\n[[item]]\nrule = "missed"\npoints = -3.0\nweight = 100.0',
    source="R14",
)
BONUS_WEIGHT = Rule(
    code="DB611",
    severity=Severity.WARNING,
    message="a weight does nothing on the bonus item; `bonus_cap` is what limits bonuses",
    message_zh="加分项的满分不起作用；加分由 `bonus_cap` 封顶",
    hint="write `bonus_cap` instead",
    hint_zh="改写 `bonus_cap`",
    reason="A weight is the most that an item may take off.",
    example='bonus_cap = 5.0\n\n[[item]]\nrule = "bonus"\npoints = 2.0\nweight = 5.0',
    fix='bonus_cap = 5.0\n\n[[item]]\nrule = "bonus"\npoints = 2.0',
    source="R14",
)
NO_CAP = Rule(
    code="DB612",
    severity=Severity.WARNING,
    message='no bonus counts: the scheme "{scheme}" sets no `bonus_cap`',
    message_zh="加分都不计入：方案“{scheme}”没有写加分上限 `bonus_cap`",
    hint="write `bonus_cap` once it is decided",
    hint_zh="定下以后写入 `bonus_cap`",
    reason="How much may be added is the institution's to say; without it nothing is added.",
    example='base = 100.0\n\n[[item]]\nrule = "bonus"\npoints = 2.0',
    fix='base = 100.0\nbonus_cap = 5.0\n\n[[item]]\nrule = "bonus"\npoints = 2.0',
    source="R14",
)
GRADE_TWICE = Rule(
    code="DB613",
    severity=Severity.ERROR,
    message='the grade "{title}" has the {what} of an earlier one',
    message_zh="等次“{title}”与前面的等次{what_zh}相同",
    hint="correct one of the two",
    hint_zh="改正其中一个",
    reason="A score would have two grades.",
    example='[[grade]]\ntitle = "优秀"\nfrom_score = 95.0\n\n[[grade]]\ntitle = "良好"\nfrom_score = 95.0',
    fix='[[grade]]\ntitle = "优秀"\nfrom_score = 95.0\n\n[[grade]]\ntitle = "良好"\nfrom_score = 85.0',
    source="R14",
)
OUT_OF_REACH = Rule(
    code="DB614",
    severity=Severity.WARNING,
    message='the grade "{title}" begins at {start}, above the highest score {highest}',
    message_zh="等次“{title}”从 {start} 分起，高于最高分 {highest}",
    hint="correct one of the two",
    hint_zh="改正其中一个",
    reason="Nobody can ever reach it.",
    example='highest = 100.0\n\n[[grade]]\ntitle = "优秀"\nfrom_score = 105.0',
    fix='highest = 100.0\n\n[[grade]]\ntitle = "优秀"\nfrom_score = 95.0',
    source="R14",
)
VETO_INCOMPLETE = Rule(
    code="DB615",
    severity=Severity.WARNING,
    message="parameters of the veto are not set: {missing}; no event has an effect",
    message_zh="否决参数未定：缺 {missing}；任何事件都不起作用",
    hint="write them in the scheme's `[veto]` once they are decided",
    hint_zh="定下以后写入方案的 `[veto]`",
    reason="A veto without trigger, effect, period, decider and basis would be arbitrary.",
    example='[veto]\neffect = "良好"',
    fix='[veto]\ntrigger = ["瞒报事故"]\neffect = "良好"\nperiod = "当年度"\ndecider = "discipline-committee"\nbasis = "第九条"',
    source="R10",
)
VETO_EFFECT = Rule(
    code="DB616",
    severity=Severity.WARNING,
    message='the effect "{effect}" is no grade of the scheme; it forces none',
    message_zh="否决的后果“{effect}”不是本方案的等次，不起作用",
    hint="name the highest grade that is still allowed",
    hint_zh="写否决后最高还能评的等次",
    reason="A veto changes the grade, so its effect must be one.",
    example='[veto]\neffect = "取消优秀等次"',
    fix='[veto]\neffect = "良好"',
    source="R10",
)
OVERLAP = Rule(
    code="DB617",
    severity=Severity.WARNING,
    message='{count} object(s), "{object}" among them, are assessed under "{other}" on {on} too',
    message_zh="有 {count} 个对象（如“{object}”）{on} 同时按“{other}”考核",
    hint="end one of the two schemes, or take the objects out of one",
    hint_zh="结束其中一个方案，或从一个方案中去掉这些对象",
    reason="One year would give one unit two scores.",
    example='objects = ["@sections"]  # while another scheme in force has them too',
    fix='objects = ["@communities"]',
    source="R14",
)
RULES: Final = (
    NO_OBJECTS,
    NO_BASE,
    NOT_FINITE,
    LIMITS_CROSS,
    HALF_ROUNDED,
    ITEM_TWICE,
    WRONG_SIGN,
    ROLE_WEIGHT,
    WEIGHT_MISSING,
    WEIGHTS_SUM,
    BONUS_WEIGHT,
    NO_CAP,
    GRADE_TWICE,
    OUT_OF_REACH,
    VETO_INCOMPLETE,
    VETO_EFFECT,
    OVERLAP,
)

NOT_NEGATIVE: Final = ("it must not be negative", "它不得为负")
_NEGATIVE: Final = ("a deduction must be negative", "扣分应为负")


def check_scheme(register: Register, scheme: Scheme, on: date) -> Iterator[Diagnostic]:
    """Check one scheme."""
    if not scheme.objects:
        yield NO_OBJECTS.found("scheme", scheme.id)
    if scheme.base is None:
        yield NO_BASE.found("scheme", scheme.id)
    yield from _check_numbers(scheme)
    yield from _check_limits(scheme)
    yield from _check_items(scheme)
    yield from _check_weights(scheme)
    yield from _check_grades(scheme)
    yield from _check_veto(scheme)
    # Once for all schemes, at the first of them.
    if next(iter(register.of(Scheme).values())) is scheme:
        yield from _check_overlaps(register, on)


def check_sign(kind: str, id: str, key: tuple[Step, ...], number: float) -> Iterator[Diagnostic]:
    """Check that what is given is not negative, and a number at all."""
    name, value = str(key[-1]), exact(number)
    if value is None:
        yield NOT_FINITE.found(kind, id, key, key=name)
    elif value < 0:
        wanted, wanted_zh = NOT_NEGATIVE
        yield WRONG_SIGN.found(kind, id, key, key=name, value=write_number(value), wanted=wanted, wanted_zh=wanted_zh)


def _check_numbers(scheme: Scheme) -> Iterator[Diagnostic]:
    """Numbers that are none, and caps below nothing."""
    for name in ("base", "lowest", "highest"):
        number = getattr(scheme, name)
        if number is not None and exact(number) is None:
            yield NOT_FINITE.found("scheme", scheme.id, (name,), key=name)
    if scheme.bonus_cap is not None:
        yield from check_sign("scheme", scheme.id, ("bonus_cap",), scheme.bonus_cap)
    for at, grade in enumerate(scheme.grade):
        if exact(grade.from_score) is None:
            yield NOT_FINITE.found("scheme", scheme.id, ("grade", at, "from_score"), key="from_score")


def _check_limits(scheme: Scheme) -> Iterator[Diagnostic]:
    lowest, highest = exact(scheme.lowest), exact(scheme.highest)
    if lowest is not None and highest is not None and lowest > highest:
        values = {"lowest": write_number(lowest), "highest": write_number(highest)}
        yield LIMITS_CROSS.found("scheme", scheme.id, ("lowest",), **values)
    if (scheme.digits is None) is not (scheme.rounding is None):
        there, missing = ("rounding", "digits") if scheme.digits is None else ("digits", "rounding")
        yield HALF_ROUNDED.found("scheme", scheme.id, (there,), there=there, missing=missing)


def _check_items(scheme: Scheme) -> Iterator[Diagnostic]:
    seen: set[ScoreRule] = set()
    for at, item in enumerate(scheme.item):
        key: tuple[Step, ...] = ("item", at)
        if item.rule in seen:
            yield ITEM_TWICE.found("scheme", scheme.id, (*key, "rule"), rule=item.rule.value)
        seen.add(item.rule)
        if item.rule is ScoreRule.BONUS:
            yield from _check_bonus_item(scheme, item, key)
        else:
            yield from _check_deduction(scheme, item, key)


def _check_bonus_item(scheme: Scheme, item: Item, key: tuple[Step, ...]) -> Iterator[Diagnostic]:
    yield from check_sign("scheme", scheme.id, (*key, "points"), item.points)
    if item.weight is not None:
        yield BONUS_WEIGHT.found("scheme", scheme.id, (*key, "weight"))
    if scheme.bonus_cap is None:
        yield NO_CAP.found("scheme", scheme.id, key, scheme=visible(scheme.id))


def _check_deduction(scheme: Scheme, item: Item, key: tuple[Step, ...]) -> Iterator[Diagnostic]:
    points = exact(item.points)
    if points is None:
        yield NOT_FINITE.found("scheme", scheme.id, (*key, "points"), key="points")
    elif points > 0:
        wanted, wanted_zh = _NEGATIVE
        values = {"key": "points", "value": write_number(points), "wanted": wanted, "wanted_zh": wanted_zh}
        yield WRONG_SIGN.found("scheme", scheme.id, (*key, "points"), **values)
    if item.weight is not None:
        yield from check_sign("scheme", scheme.id, (*key, "weight"), item.weight)
    for name in ("lead_weight", "responsible_weight"):
        weight = exact(getattr(item, name))
        if weight is None:
            yield NOT_FINITE.found("scheme", scheme.id, (*key, name), key=name)
        elif not 0 <= weight <= 1:
            yield ROLE_WEIGHT.found("scheme", scheme.id, (*key, name), key=name, value=write_number(weight))


def _check_weights(scheme: Scheme) -> Iterator[Diagnostic]:
    """Weights of the deductions: all or none, and together the base score."""
    items = [(at, item) for at, item in enumerate(scheme.item) if item.rule is not ScoreRule.BONUS]
    weights = [weight for _, item in items if (weight := exact(item.weight)) is not None]
    without = [(at, item) for at, item in items if item.weight is None]
    if not weights:
        return
    for at, item in without:
        yield WEIGHT_MISSING.found("scheme", scheme.id, ("item", at), rule=item.rule.value)
    base, total = exact(scheme.base), add(*weights)
    if not without and base is not None and total != base:
        yield WEIGHTS_SUM.found("scheme", scheme.id, ("item",), total=write_number(total), base=write_number(base))


def _check_grades(scheme: Scheme) -> Iterator[Diagnostic]:
    titles: set[str] = set()
    starts: set[Decimal | None] = set()
    highest = exact(scheme.highest)
    for at, grade in enumerate(scheme.grade):
        start, title = exact(grade.from_score), visible(grade.title)
        if grade.title in titles:
            key = ("grade", at, "title")
            yield GRADE_TWICE.found("scheme", scheme.id, key, title=title, what="title", what_zh="名称")
        if start is not None and start in starts:
            key = ("grade", at, "from_score")
            yield GRADE_TWICE.found("scheme", scheme.id, key, title=title, what="first score", what_zh="起分")
        if start is not None and highest is not None and start > highest:
            values = {"title": title, "start": write_number(start), "highest": write_number(highest)}
            yield OUT_OF_REACH.found("scheme", scheme.id, ("grade", at, "from_score"), **values)
        titles.add(grade.title)
        starts.add(start)


def _check_veto(scheme: Scheme) -> Iterator[Diagnostic]:
    policy = scheme.veto
    if policy is None:
        return
    effect = policy.effect.strip()
    misnamed = bool(effect) and not names_grade(scheme, policy.effect)
    if misnamed:
        yield VETO_EFFECT.found("scheme", scheme.id, ("veto", "effect"), effect=visible(policy.effect))
    missing = [key for key in missing_parameters(scheme) if not (misnamed and key == "effect")]
    if missing:
        yield VETO_INCOMPLETE.found("scheme", scheme.id, ("veto",), missing=", ".join(missing))


def _check_overlaps(register: Register, on: date) -> Iterator[Diagnostic]:
    """Objects that two schemes in force on a day have in common; said once of each two schemes, at the later."""
    owner: dict[str, str] = {}
    for scheme in schemes_in_force(register, on):
        shared: dict[str, list[str]] = {}
        for each in objects_of(register, scheme, on):
            other = owner.setdefault(each, scheme.id)
            if other != scheme.id:
                shared.setdefault(other, []).append(each)
        for other, several in shared.items():
            values = {"object": visible(several[0]), "count": len(several), "other": visible(other), "on": on}
            yield OVERLAP.found("scheme", scheme.id, ("objects",), **values)
