"""The columns of a kind's table: the key by which a row comes back, then the fields in the order of its files."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final
from typing import NamedTuple

from schema.field import Field
from schema.field import fields_of
from schema.kinds import KINDS
from schema.kinds import Kind

KEY: Final = {"zh": "键", "en": "Key"}
"""Heading of the column that holds `kind/id`."""
_BRACKETED: Final = re.compile(r"\[([a-z_]+)\]\s*$")
"""The key behind a label that another field has as well."""
_KEYS: Final = frozenset({"键", "key", "kind/id"})
_IDS: Final = frozenset({"id", "标识", "标识符"})
_ALIASES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "unit": {
        "title": ("单位名称", "部门", "部门名称", "科室", "科室名称", "name", "unit", "department"),
        "short": ("简称",),
        "parent": ("上级单位", "上级部门", "隶属", "主管单位", "parent unit"),
        "type": ("单位类型", "单位类别", "类别", "性质"),
    },
    "post": {
        "title": ("岗位名称", "职务", "岗位", "post", "position", "name"),
        "unit": (
            "所在单位",
            "单位名称",
            "所在部门",
            "所在科室",
            "所属单位",
            "所属部门",
            "所属科室",
            "部门",
            "科室",
            "department",
        ),
        "rank": ("职级", "岗位层级", "岗位类别"),
        "in_charge_of": ("分管", "分管部门", "分管科室"),
    },
    "person": {
        "name": ("姓名", "人员", "人员姓名", "full name", "person"),
        "emails": ("邮箱", "电子邮箱", "工作邮箱", "email", "e-mail"),
    },
    "duty": {
        "title": ("任务", "职责", "职责事项", "工作任务", "事项名称", "duty", "task", "name"),
        "bearer": ("责任人", "责任主体", "承担岗位"),
        "lead": ("牵头部门", "牵头科室", "lead unit", "lead"),
        "cadence": ("完成时限", "时限", "时限要求", "完成时间", "频次要求", "完成频次", "周期", "how often"),
        "responsible": ("责任部门", "责任科室", "配合单位", "配合部门", "配合科室", "协办单位"),
    },
    "finding": {
        "text": ("存在问题", "问题描述", "问题内容", "problem"),
        "unit": ("责任单位", "责任部门", "责任科室"),
        "measure": ("措施", "整改举措", "measures"),
        "owner": ("责任人", "责任岗位", "整改责任人"),
        "issued": ("交办时间", "下发日期", "发现日期", "发现时间"),
        "due": ("整改期限", "整改时限", "完成时限", "时限"),
        "done": ("整改完成日期", "完成时间", "完成日期"),
    },
    "activity": {
        "title": ("标题", "名称", "工作内容", "内容", "name"),
        "date": ("时间", "日期", "开展时间", "工作日期", "day"),
        "type": ("类型", "记录类型", "类别"),
        "unit": ("开展单位", "承办单位", "组织单位", "单位", "部门", "科室"),
    },
}


class Column(NamedTuple):
    """One column of a table that was read."""

    number: int
    """Counted from 1, as workbooks do."""
    heading: str
    field: Field | None
    """None for the key or the id."""
    is_key: bool = False
    """Whether `kind/id` stands there rather than a bare id."""


def table_fields(kind: Kind) -> tuple[Field, ...]:
    """The fields that get a column: all but the format version, which a table has no use for."""
    return tuple(field for field in fields_of(kind.struct) if field.key != "format")


def is_key(heading: str) -> bool:
    """Whether a heading says that keys (`kind/id`) stand below it."""
    return normal(heading) in _KEYS


def normal(heading: object) -> str:
    """A heading as it is compared: width, case, spaces and brackets behind it make no difference."""
    text = unicodedata.normalize("NFKC", str(heading or "")).casefold()
    text = text.split("(")[0].strip().rstrip("*:：")
    return "".join(text.split())


def names_of(kind: Kind, field: Field) -> frozenset[str]:
    """Every heading that means a field."""
    known = {field.key, field.attribute, field.about.zh, field.about.en}
    return frozenset(normal(name) for name in (*known, *_ALIASES.get(kind.name, {}).get(field.key, ())))


def find_columns(kind: Kind, headings: Mapping[int, str]) -> list[Column]:
    """The columns whose headings mean something; a field's own labels go before other words for it.

    Args:
        kind: what the table holds.
        headings: by column number.

    Returns:
        In order; two columns may mean the same field, which is the caller's to refuse.
    """
    found: list[Column] = []
    for number, heading in headings.items():
        bracketed = _BRACKETED.search(heading)
        word = normal(bracketed[1] if bracketed else heading)
        if word in _KEYS or word in _IDS:
            found.append(Column(number, heading, None, word in _KEYS))
            continue
        field = next((one for one in table_fields(kind) if word in _own(one)), None)
        field = field or next((one for one in table_fields(kind) if word in names_of(kind, one)), None)
        if word and field is not None:
            found.append(Column(number, heading, field))
    return found


def kind_of_sheet(name: str) -> Kind | None:
    """The kind that a sheet's or a file's name says: its token, folder or label in either language; None for others."""
    word = normal(name)
    for kind in KINDS.values():
        if word in {normal(each) for each in (kind.name, kind.folder, kind.zh, kind.en)}:
            return kind
    return None


def _own(field: Field) -> frozenset[str]:
    return frozenset(normal(name) for name in (field.key, field.attribute, field.about.zh, field.about.en))
