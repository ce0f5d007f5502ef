"""What units, posts, people and duties are called in documents: by their titles, in the document's language."""

from collections.abc import Iterable

from schema.heading import heading_of
from schema.register import Register
from schema.visible import visible

_PARTIES = ("unit", "post", "platform", "superior")


def name_of(register: Register, kind: str, id: str, language: str) -> str:
    """What a record is called; its id where it has no title or does not exist.

    Args:
        register: the register.
        kind: its kind; `superior` for a superior body of register.toml.
        id: its id.
        language: `zh` or `en`; in English the English title goes first where there is one.
    """
    if kind == "superior":
        found = next((each.title for each in register.settings.superior if each.id == id), "")
        return visible(found or id)
    record = register.get(kind, id)
    english = getattr(record, "title_en", "") if language == "en" else ""
    return visible(english or heading_of(kind, record) or id)


def party_of(register: Register, id: str, language: str) -> str:
    """What a unit, post, platform or superior body is called."""
    for kind in _PARTIES[:-1]:
        if register.get(kind, id) is not None:
            return name_of(register, kind, id, language)
    return name_of(register, "superior", id, language)


def parties_of(register: Register, ids: Iterable[str], language: str) -> str:
    """Several of them on one line."""
    return ("、" if language == "zh" else ", ").join(party_of(register, each, language) for each in ids)
