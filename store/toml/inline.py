"""A new value in the place of an old one, with what somebody wrote around its items kept where that can be done.

That is the comments and the spacing inside an array or an inline table. tomlkit edits such a value as a document of one line of its own, the ground on which it makes no mistakes; the result is
parsed again, and a value that isn't exactly the wanted one is written anew in normal form instead.
"""

import tomllib
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array
from tomlkit.items import InlineTable

from store.toml.fields import Path
from store.toml.fields import same
from store.toml.layout import Value
from store.toml.normal import render_inline
from store.toml.normal import render_value

LONGEST = 65536
"""tomlkit takes time with the square of some texts; longer values are written anew."""


def rewrite(written: str, span: Value, new: Any, path: Path) -> str:
    """Write a value in the place of another.

    Args:
        written: the old value as it stands in the file.
        span: its measure.
        new: the new value.
        path: where it stands, for messages.

    Returns:
        The new text of the value. Inside inline tables and arrays with comments only what differs is changed.
    """
    wanted_kind = (span.items is not None and isinstance(new, list)) or (
        span.fields is not None and isinstance(new, dict)
    )
    if wanted_kind and len(written) <= LONGEST and (span.fields is not None or "#" in written or "{" in written):
        kept = _edit_kept(written.replace("\r\n", "\n"), new)
        if kept is not None:
            return kept
    return render_inline(new, path) if span.fields is not None else render_value(new, path)


def _edit_kept(written: str, new: Any) -> str | None:
    try:
        document = tomlkit.parse(f"value = {written}\n")
        _change(document["value"], new)
        text = tomlkit.dumps(document)
        result = tomllib.loads(text)
    except (TOMLKitError, tomllib.TOMLDecodeError, ValueError, TypeError, KeyError, IndexError, RecursionError):
        return None
    if not same(result, {"value": new}):
        return None
    return text.removeprefix("value = ").removesuffix("\n")


def _change(item: Any, new: Any) -> None:
    if isinstance(item, InlineTable):
        for key in [key for key in item if key not in new]:
            item.remove(key)
        for key, value in new.items():
            _change_one(item, key, value, known=key in item)
    elif isinstance(item, Array):
        _change_array(item, new)
    else:
        raise TypeError


def _change_one(container: Any, key: Any, value: Any, *, known: bool) -> None:
    if known:
        old = container[key]
        if same(_unwrapped(old), value):
            return
        if (isinstance(old, InlineTable) and isinstance(value, dict)) or (
            isinstance(old, Array) and isinstance(value, list)
        ):
            _change(old, value)
            return
    container[key] = tomlkit.value(render_inline(value))


def _change_array(array: Array, new: list[Any]) -> None:
    old = [_unwrapped(item) for item in array]
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and same(old[head], new[head]):
        head += 1
    tail = 0
    while tail < shorter - head and same(old[-1 - tail], new[-1 - tail]):
        tail += 1
    paired = shorter - head - tail
    for index in range(head, head + paired):
        _change_one(array, index, new[index], known=True)
    for index in range(len(old) - tail - 1, head + paired - 1, -1):
        del array[index]
    for index in range(head + paired, len(new) - tail):
        array.insert(index, tomlkit.value(render_inline(new[index])))


def _unwrapped(item: Any) -> Any:
    return item.unwrap() if hasattr(item, "unwrap") else item
