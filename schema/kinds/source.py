"""Source documents and their clauses, in our own words."""

from typing import Annotated

from schema.field import about
from schema.kinds.base import Day
from schema.kinds.base import Record
from schema.kinds.base import SourceId
from schema.kinds.base import Table
from schema.vocabulary import ClauseScope


class Clause(Table, frozen=True, kw_only=True):
    """One clause, addressed as `source-id#path`."""

    path: Annotated[str, about("条款路径", "Path", "如 2-3-4；在本文件内唯一", "such as 2-3-4; unique in this source")]
    label: Annotated[str, about("原标号", "Label", "文件自己的标号，如（四）", "the document's own label")] = ""
    text: Annotated[str, about("转述", "Text", "用自己的话写", "in our own words", long=True)] = ""
    scope: Annotated[ClauseScope, about("范围", "Scope")] = ClauseScope.IN
    out_code: Annotated[str, about("域外代码", "Out-of-scope code", "O1 至 O5", "O1 to O5")] = ""


class Source(Record, frozen=True, kw_only=True):
    """A document that duties rest on."""

    title: Annotated[str, about("标题", "Title")]
    title_en: Annotated[str, about("英文标题", "English title")] = ""
    issuer: Annotated[str, about("发文机关", "Issuer")] = ""
    number: Annotated[str, about("文号", "Number")] = ""
    issued: Annotated[Day | None, about("发文日期", "Issued")] = None
    effective: Annotated[Day | None, about("施行日期", "Effective")] = None
    dialect: Annotated[
        str,
        about("层级用语", "Dialect", "层级归一所用的行话表，如 P2", "the table of tier words that it uses, such as P2"),
    ] = ""
    superseded_by: Annotated[SourceId | None, about("被何文件替代", "Superseded by")] = None
    superseded_on: Annotated[Day | None, about("替代日期", "Superseded on")] = None
    file_sha256: Annotated[str, about("原件指纹", "File fingerprint", "原文件的 sha256", "sha256 of the original")] = ""
    note: Annotated[str, about("备注", "Note", long=True)] = ""
    clause: Annotated[tuple[Clause, ...], about("条款", "Clauses")] = ()
