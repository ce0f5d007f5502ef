"""What Check shows: diagnostics by rule as rows, and each of them in full as a page."""

import re
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from typing import TYPE_CHECKING

from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.identity import Place
from schema.register import Register
from tui.actions import key_of
from tui.language import _
from tui.language import language
from tui.language import msgid
from tui.naming import kind_label
from tui.naming import name_of
from tui.naming import place_label
from tui.pinyin import spell
from tui.record_lines import Line
from tui.theme import mark_of
from tui.widgets.row_order import Rows
from tui.widgets.section_list import HEAD
from tui.wording import say_key

if TYPE_CHECKING:  # what a clause said before is looked up behind the first paint
    from store.past.suspects import Comparison

_ORDER = [Severity.ERROR, Severity.WARNING, Severity.NOTE]
_SEVERITIES = {
    Severity.ERROR: msgid("Error"),
    Severity.WARNING: msgid("Warning"),
    Severity.NOTE: msgid("Note"),
}
_PLACES = re.compile(r"\{[a-z_]+\}")

Comparisons = Mapping[tuple[str, int], "Comparison"]
"""By duty and row of its basis."""


def write_rows(register: Register, diagnostics: Sequence[Diagnostic]) -> tuple[Rows, dict[str, Diagnostic]]:
    """Write the rows: a head for each rule with how many there are, its diagnostics below; what is worst comes first.

    Returns:
        The rows, and each diagnostic by the id of its row. An id stays the same as long as its diagnostic does.
    """
    ids: list[str] = []
    cells: list[tuple[str, ...]] = []
    marks: list[str] = []
    haystacks: list[str] = []
    found: dict[str, Diagnostic] = {}
    for code, several in _by_rule(diagnostics):
        texts = [_row(register, one) for one in several]
        searched = [_haystack(one, row) for one, row in zip(several, texts, strict=True)]
        ids.append(f"{HEAD}{code}")
        cells.append((_head(code, several), "", ""))
        marks.append("")
        haystacks.append("\n".join(searched))
        for one, row, text in zip(several, texts, searched, strict=True):
            id_ = _id_of(one, found)
            found[id_] = one
            ids.append(id_)
            cells.append(row)
            marks.append(one.severity.value)
            haystacks.append(text)
    return Rows(ids=ids, cells=cells, marks=marks, haystacks=haystacks), found


def _by_rule(diagnostics: Sequence[Diagnostic]) -> list[tuple[str, list[Diagnostic]]]:
    groups: dict[str, list[Diagnostic]] = {}
    for one in diagnostics:
        groups.setdefault(one.code, []).append(one)
    return sorted(groups.items(), key=lambda group: (min(_ORDER.index(one.severity) for one in group[1]), group[0]))


def _head(code: str, several: Sequence[Diagnostic]) -> str:
    """Rule, how many, and its sentence without the values."""
    from schema.rulebook import RULES  # noqa: PLC0415 - the check has loaded it, the first paint must not

    worst = min((one.severity for one in several), key=_ORDER.index)
    rule = RULES.get(code)
    sentence = (rule.message_zh if language().startswith("zh") else rule.message) if rule is not None else ""
    return f"{mark_of(worst.value).letter} {code} ({len(several)})  {_PLACES.sub('..', sentence)}"


def _id_of(one: Diagnostic, known: Mapping[str, Diagnostic]) -> str:
    id_ = f"{one.code}/{one.kind}/{one.id}/{one.path}/{one.dotted}"
    return id_ if id_ not in known else f"{id_}/{len(known)}"


def _row(register: Register, one: Diagnostic) -> tuple[str, str, str]:
    place = place_of_diagnostic(one)
    name = name_of(register, *place) if place is not None and place[1] else kind_label(one.kind) if place else ""
    return name or where(one), one.say(language())[0], say_key(one.kind, one.key)


def _haystack(one: Diagnostic, row: Sequence[str]) -> str:
    """What a filter searches: the row with its sounds, the rule, the file and the severity."""
    return "\n".join((*row, spell(row[0]), one.code, where(one), say_severity(one))).casefold()


def where(one: Diagnostic) -> str:
    """File and line; the record where the file is not known."""
    path = one.path or "/".join(part for part in (one.kind, one.id) if part)
    return f"{path}:{one.line}" if one.line else path


def say_severity(one: Diagnostic) -> str:
    """The severity in a word."""
    return _(_SEVERITIES[one.severity])


def place_of_diagnostic(one: Diagnostic) -> Place | None:
    """The record that a diagnostic is about; None for a stray file and for a commit."""
    return (one.kind, one.id) if one.kind not in {"", "commit"} else None


def is_fixable(one: Diagnostic) -> bool:
    """Whether its rule may be mended without a decision."""
    from schema.rulebook import RULES  # noqa: PLC0415 - the check has loaded it, the first paint must not

    rule = RULES.get(one.code)
    return rule is not None and rule.fixable


def basis_of(one: Diagnostic) -> tuple[str, int] | None:
    """Duty and row of the basis that a person may reaffirm; None where the diagnostic is of another sort."""
    from schema.rules.changes import REAFFIRMABLE  # noqa: PLC0415 - the check has loaded it, the first paint must not

    if one.code in REAFFIRMABLE and one.kind == "duty" and len(one.key) > 1 and isinstance(one.key[1], int):
        return one.id, one.key[1]
    return None


def short_lines(one: Diagnostic) -> str:
    """What is wrong and what to do, for where there is no room beside the list."""
    return "\n".join(part for part in one.say(language()) if part)


def diagnostic_lines(
    register: Register, one: Diagnostic, comparisons: Comparisons, *, has_form: bool
) -> tuple[Line, ...]:
    """A diagnostic in full: what is wrong, what to do, where, and which keys help.

    Args:
        register: the register.
        one: the diagnostic.
        comparisons: what clauses said before, as far as it was looked up.
        has_form: whether its record can be edited in a form now.
    """
    message, hint = one.say(language())
    place = place_of_diagnostic(one)
    lines = [Line(message, mark=one.severity.value, tone="title")]
    if hint:
        lines += [Line(""), Line(hint)]
    lines += [Line(""), Line(say_severity(one), label=_("Severity"))]
    if place is not None:
        lines.append(Line(place_label(register, place), label=_("Record"), place=place))
    if one.key:
        lines += [Line(say_key(one.kind, one.key), label=_("Field")), Line(one.dotted, label=_("Key"), tone="muted")]
    lines += [Line(where(one), label=_("File"), tone="muted"), Line(one.code, label=_("Rule"), tone="muted")]
    basis = basis_of(one)
    if basis is not None and basis in comparisons:
        lines += _comparison(register, comparisons[basis])
    return (*lines, Line(""), *_keys(one, has_form=has_form))


def _keys(one: Diagnostic, *, has_form: bool) -> Iterator[Line]:
    """What can be done from here."""
    if has_form:
        yield Line(_("{key} opens the record at this field.").format(key=key_of("list.choose")), tone="muted")
    if is_fixable(one):
        said = _("{key} mends it where that needs no decision; the difference is shown before anything is saved.")
        yield Line(said.format(key=key_of("check.fix")), tone="muted")
    if basis_of(one) is not None:
        said = _("{key} says that you read the clause again and that the duty still stands on it.")
        yield Line(said.format(key=key_of("check.reaffirm")), tone="muted")


def _comparison(register: Register, comparison: "Comparison") -> Iterator[Line]:
    """The clause then and now, and what came in the place of its source."""
    suspect, old = comparison
    source = suspect.source
    yield Line("")
    yield Line(place_label(register, ("source", source.id)), label=_("Source"), place=("source", source.id))
    if source.superseded_by:
        by = ("source", source.superseded_by)
        there = by if register.get(*by) is not None else None
        yield Line(name_of(register, *by), label=_("Superseded by"), place=there)
    for mark, head, text in clause_texts(comparison):
        yield Line(head, tone="head")
        yield Line(text, indent=1, mark=mark)
    if old is None and suspect.basis.fingerprint:
        yield Line(_("The history does not hold what it said then."), tone="muted")


def clause_texts(comparison: "Comparison") -> list[tuple[str, str, str]]:
    """The texts of a clause: the sign of a change, a heading, and the text; one where both are the same or the old one is lost."""
    suspect, old = comparison
    now = ("added", _("The clause now"), suspect.clause.text)
    if old is None or old.text == suspect.clause.text:
        return [("", *now[1:])]
    then = _("When it was last reviewed ({day}, {commit})")
    return [("removed", then.format(day=old.time.date().isoformat(), commit=old.commit[:10]), old.text), now]


def clause_diff(comparison: "Comparison | None") -> str:
    """The texts of a clause as a difference, to be read before the one of the files."""
    signs = {"removed": "-", "added": "+", "": " "}
    parts: list[str] = []
    for mark, head, text in clause_texts(comparison) if comparison is not None else ():
        parts.append(f"@@ {head} @@\n")
        parts += [f"{signs[mark]}{line}\n" for line in text.splitlines()]
    return "".join(parts)
