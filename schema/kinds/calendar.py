"""calendar/YYYY.toml: the official working days of one year, as decreed and not as computed (R2, R3)."""

from typing import Annotated

import msgspec

from schema.field import about
from schema.kinds.base import Day
from schema.kinds.base import Table
from schema.vocabulary import CalendarStatus


class Calendar(Table, frozen=True, kw_only=True):
    """A year's calendar. A year without one counts Monday to Friday and is provisional."""

    year: Annotated[int, msgspec.Meta(ge=1900, le=9998), about("年度", "Year")]
    status: Annotated[CalendarStatus, about("状态", "Status")] = CalendarStatus.PROVISIONAL
    notice: Annotated[str, about("通知文号", "Notice")] = ""
    issued: Annotated[Day | None, about("通知日期", "Issued")] = None
    holidays: Annotated[
        tuple[Day, ...], about("放假日", "Holidays", "所有放假的日子，含周末", "every day off, weekends too")
    ] = ()
    workdays: Annotated[
        tuple[Day, ...],
        about("调休上班日", "Make-up working days", "周末上班的日子", "Saturdays and Sundays that are worked"),
    ] = ()
