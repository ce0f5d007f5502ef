"""Office files made the same for the same content: their packages carry the time of the commit, never that of the clock."""

import re
from collections.abc import Mapping
from datetime import UTC
from datetime import datetime
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED
from zipfile import ZipFile
from zipfile import ZipInfo

_CORE: Final = "docProps/core.xml"
_STAMP: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_FIRST: Final = 1980
"""The first year that a zip archive can write down."""


def settle(package: bytes, made: datetime, parts: Mapping[str, bytes] | None = None) -> bytes:
    """Give every part of an office file one time.

    Args:
        package: an .xlsx or .docx file.
        made: when the commit that it was made from was made.
        parts: what stands in the place of parts, by name.
    """
    moment = made.astimezone(UTC)
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    packed = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = (parts or {}).get(name) or old.read(name)
            if name == _CORE:
                part = _STAMP.sub(rb"\g<1>" + stamp + rb"\g<3>", part)
            info = ZipInfo(name, (max(moment.year, _FIRST), *moment.timetuple()[1:6]))
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, part)
    return packed.getvalue()
