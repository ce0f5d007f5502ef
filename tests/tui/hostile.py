"""A register in which every text field of every kind holds a text that must not do anything, and what must not be on a screen."""

from datetime import date
from datetime import timedelta
from pathlib import Path

import tomlkit

from schema.kinds import KINDS
from tests.store.repositories import make_register
from tests.tui.stage import HOSTILE
from tui.app import DutybookApp


def hostile_register(top: Path) -> None:
    """A register in which every text field of every kind holds a text that must not do anything."""
    make_register(top)
    for number, (kind, data) in enumerate(_hostile_records()):
        folder = top / KINDS[kind].folder
        folder = folder / "2026/06" if KINDS[kind].dated else folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{_id(kind, number)}.toml").write_text(tomlkit.dumps(data), encoding="utf-8")


DAY = date(2026, 6, 18)
_KINDS, _PERSON = 15, 2
"""How many records each text gives, and which of them is the person."""
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def _id(kind: str, number: int) -> str:
    if not KINDS[kind].dated:
        return f"{kind}-{number}"
    return "2026-06-18-aaaa" + ALPHABET[number // 31 % 31] + ALPHABET[number % 31]


def _hostile_records() -> list[tuple[str, dict[str, object]]]:
    found: list[tuple[str, dict[str, object]]] = []
    for text in HOSTILE:
        if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
            continue  # no TOML file can hold these; the single widgets are tested with them
        found += [
            ("unit", {"title": text, "title_en": text, "code": text[:20], "short": text, "aliases": [text], "type": "section", "note": text}),
            ("post", {"title": text, "code": text, "unit": text, "rank": "staff", "note": text,
                      "holding": [{"person": text, "from": DAY, "basis": text}]}),
            ("person", {"name": text, "name_en": text, "emails": [text]}),
            ("group", {"title": text, "head": text, "members": [text], "remit": text, "wording": text}),
            ("source", {"title": text, "number": text, "issuer": text, "clause": [{"path": "1", "label": text, "text": text}]}),
            ("duty", {"title": text, "tier": "main-body", "tier_wording": text, "bearer": text, "lead": [text],
                      "addressee": text, "wording": text, "accepts": ["study"],
                      "cadence": [{"type": "at-least", "n": 1, "per": "year", "wording": text, "each": text},
                                  {"type": "unset", "wording": text}],
                      "basis": [{"clause": text}]}),
            ("platform", {"title": text, "type": "other", "unit": text, "filing_number": text, "note": text}),
            ("scheme", {"title": text, "note": text, "grade": [{"title": text, "from_score": 1.0}]}),
            ("activity", {"title": text, "type": "study", "date": DAY, "unit": text, "note": text,
                          "evidence": [{"type": "text", "label": text}], "counts": [{"label": text, "number": 1}]}),
            ("finding", {"inspection": text, "unit": text, "text": text, "measure": text, "issued": DAY, "due": DAY}),
            ("urge", {"level": "L1", "issued": DAY, "to": text, "text": text}),
            ("waiver", {"type": "waive", "reason": text, "obligation": {"duty": text, "period": text}}),
            ("assessment", {"year": 2026, "scheme": text, "date": DAY, "note": text}),
            ("case", {"title": text, "occurred": DAY, "circumstance": "C9", "explanation": text, "mode": "individual"}),
            ("handover", {"post": text, "outgoing": text, "date": DAY, "matter": [{"text": text}]}),
        ]  # fmt: skip
    return [*found, *_handed_over([data for kind, data in found if kind == "person"], len(found))]


def _handed_over(people: list[dict[str, object]], at: int) -> list[tuple[str, dict[str, object]]]:
    """A post that changed hands, between people with hostile names, and its handover with hostile matters, not signed yet."""
    leaving, coming = (f"person-{_KINDS * place + _PERSON}" for place in (2, 7))
    texts = [str(data["name"]) for data in people]
    holdings = [
        {"person": leaving, "from": DAY - timedelta(days=90), "to": DAY - timedelta(days=1)},
        {"person": coming, "from": DAY},
    ]
    post: dict[str, object] = {"title": texts[2], "unit": "unit-0", "rank": "staff", "holding": holdings}
    made: dict[str, object] = {
        "post": f"post-{at}",
        "outgoing": leaving,
        "incoming": coming,
        "date": DAY,
        "due": DAY,
        "note": texts[2],
    }
    return [("post", post), ("handover", {**made, "matter": [{"text": text, "reference": text} for text in texts]})]


def assert_clean(app: DutybookApp) -> None:
    """No raw escape, bidirectional or zero-width character, and nothing that a click would run."""
    for strip in app.screen._compositor.render_strips():
        assert not set(strip.text) & set("\x1b\x07\x9b\u202e\u2066\u200b\ufeff\r\x08\x7f"), strip.text
        for segment in strip:
            assert segment.style is None or "@click" not in segment.style.meta
            assert segment.style is None or segment.style.link is None
