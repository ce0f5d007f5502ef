"""Why a command line was not understood, or could not be obeyed: one class per reason, codes F8xx, exit code 2."""

import difflib
from collections.abc import Iterable
from collections.abc import Sequence
from typing import ClassVar

from cli.exits import Exit
from cli.language import pair
from schema.diagnostic import Diagnostic
from schema.failure import Failure


class Misuse(Failure):
    """Base of the reasons; the words lie in cli.words under the names given."""

    code: ClassVar[str] = "F800"
    exit_code: ClassVar[int] = Exit.MISUSE

    def __init__(self, name: str, hint: str = "", /, **values: object) -> None:
        zh, en = pair(name, **values)
        hint_zh, hint_en = pair(hint, **values) if hint else ("", "")
        super().__init__(en, hint_en, message_zh=zh, hint_zh=hint_zh)


class UnknownCommand(Misuse):
    """There is no command of that name; it is never taken for a folder."""

    code: ClassVar[str] = "F801"

    def __init__(self, name: str, commands: Iterable[str]) -> None:
        near = nearest(name, commands, likeness=0.5)
        super().__init__("unknown-command", "did-you-mean" if near else "see-help", name=name, near=near)


class BadOptions(Misuse):
    """The options or arguments of a command don't fit; the parser says how."""

    code: ClassVar[str] = "F802"

    def __init__(self, name: str, command: str, /, *, choices: str = "", **values: object) -> None:
        hint = "choices-are" if choices else "see-help-of"
        super().__init__(name, hint, command=command, choices=choices, **values)


class OutputLost(Misuse):
    """What a command had to say could not be written to its output, as to a file on a full disk."""

    code: ClassVar[str] = "F825"
    exit_code: ClassVar[int] = Exit.GIT_FAILED

    def __init__(self, why: str) -> None:
        super().__init__("output-lost", "output-lost-hint", why=why)


class UnknownKind(Misuse):
    """There is no kind of record of that name."""

    code: ClassVar[str] = "F803"

    def __init__(self, name: str, kinds: Sequence[str]) -> None:
        near = nearest(name, kinds)
        values = {"name": name, "near": near, "kinds": ", ".join(kinds)}
        super().__init__("unknown-kind", "did-you-mean" if near else "kinds-are", **values)


class NoSuchRecord(Misuse):
    """No record has that id."""

    code: ClassVar[str] = "F804"

    def __init__(self, name: str, meant: str) -> None:
        super().__init__("no-such-record", "did-you-mean" if meant else "find-it", name=name, near=meant)


class AmbiguousRecord(Misuse):
    """Records of several kinds have that id."""

    code: ClassVar[str] = "F805"

    def __init__(self, name: str, choices: Iterable[str]) -> None:
        super().__init__("ambiguous-record", "say-which", name=name, choices=", ".join(choices))


class WrongKind(Misuse):
    """The record is of a kind that the command is not about."""

    code: ClassVar[str] = "F806"

    def __init__(self, name: str, kind: str, wanted: Iterable[str]) -> None:
        super().__init__("wrong-kind", name=name, kind=kind, wanted=", ".join(wanted))


class UnknownField(Misuse):
    """The kind has no such field."""

    code: ClassVar[str] = "F807"

    def __init__(self, key: str, kind: str, keys: Sequence[str]) -> None:
        near = nearest(key.rpartition(".")[2].partition("[")[0], keys)
        values = {"key": key, "kind": kind, "near": near, "keys": ", ".join(keys)}
        super().__init__("unknown-field", "did-you-mean" if near else "fields-are", **values)


class BadAssignment(Misuse):
    """A word is no `F=V`."""

    code: ClassVar[str] = "F808"

    def __init__(self, text: str, forms: str) -> None:
        super().__init__("bad-assignment", "assignment-forms", text=text, forms=forms)


class BadValue(Misuse):
    """A value does not fit its field, or is not TOML where TOML is wanted."""

    code: ClassVar[str] = "F809"

    def __init__(self, fault: Diagnostic) -> None:
        super().__init__("as-it-is", text="")
        (self.message_zh, self.hint_zh), (self.message, self.hint) = fault.say("zh"), fault.say("en")


class NotToml(Misuse):
    """A value that stands for a table, rows or an array is not TOML."""

    code: ClassVar[str] = "F810"

    def __init__(self, key: str, why: str) -> None:
        super().__init__("not-toml", "toml-example", key=key, why=why)


class NotThere(Misuse):
    """Something was to be taken out of an array that does not hold it."""

    code: ClassVar[str] = "F811"

    def __init__(self, key: str, value: str) -> None:
        super().__init__("not-there", "see-show", key=key, value=value)


class NoSuchPlace(Misuse):
    """A key names a field, table or row that has no value."""

    code: ClassVar[str] = "F821"

    def __init__(self, key: str) -> None:
        super().__init__("no-such-place", "see-show", key=key)


class NoArray(Misuse):
    """`+=` and `-=` were used on a field that holds one value."""

    code: ClassVar[str] = "F812"

    def __init__(self, key: str) -> None:
        super().__init__("no-array", "use-equals", key=key)


class WhyMissing(Misuse):
    """A change needs a reason."""

    code: ClassVar[str] = "F813"

    def __init__(self) -> None:
        super().__init__("why-missing", "why-hint")


class NothingToDo(Misuse):
    """The change changes nothing."""

    code: ClassVar[str] = "F814"

    def __init__(self, name: str = "nothing-changes", /, **values: object) -> None:
        super().__init__(name, **values)


class NeedsTerminal(Misuse):
    """The app was asked for where there is no terminal."""

    code: ClassVar[str] = "F815"

    def __init__(self) -> None:
        super().__init__("needs-terminal", "use-commands")


class NeedsConsent(Misuse):
    """A question would be asked, and nobody is there to answer."""

    code: ClassVar[str] = "F816"

    def __init__(self) -> None:
        super().__init__("needs-consent", "say-yes")


class UnknownRule(Misuse):
    """There is no rule of that code."""

    code: ClassVar[str] = "F817"

    def __init__(self, code: str, codes: Iterable[str]) -> None:
        near = nearest(code.upper(), codes)
        super().__init__("unknown-rule", "did-you-mean" if near else "list-rules", name=code, near=near)


class FolderInTheWay(Misuse):
    """Something stands where a folder was to be made."""

    code: ClassVar[str] = "F818"

    def __init__(self, path: str) -> None:
        super().__init__("folder-in-the-way", path=path)


class NotWritable(Misuse):
    """A file can't be written where it was asked for."""

    code: ClassVar[str] = "F820"
    exit_code: ClassVar[int] = Exit.NOT_OPENED

    def __init__(self, path: str, why: str) -> None:
        super().__init__("not-writable", path=path, why=why)


class Unreadable(Failure):
    """The record's file can't be read as a record; `--toml` prints what it holds."""

    code: ClassVar[str] = "F819"
    exit_code: ClassVar[int] = Exit.FOUND

    def __init__(self, kind: str, id: str, faults: Iterable[Diagnostic]) -> None:
        found = list(faults)
        zh, en = pair("unreadable", name=f"{kind}/{id}" if id else kind)
        hint_zh, hint_en = pair("unreadable-hint", name=f"{kind}/{id}")
        lines = [
            (f"  {one.path}:{one.line} {one.message_zh}", f"  {one.path}:{one.line} {one.message}") for one in found
        ]
        super().__init__(
            "\n".join([en, *(line for _, line in lines)]),
            hint_en,
            message_zh="\n".join([zh, *(line for line, _ in lines)]),
            hint_zh=hint_zh,
        )


def nearest(name: str, choices: Iterable[str], *, likeness: float = 0.6) -> str:
    """The choice that is written most like a name; empty where none is so alike (0 to 1)."""
    known = {choice.casefold(): choice for choice in choices}
    found = difflib.get_close_matches(name.casefold(), known, n=1, cutoff=likeness)
    return known[found[0]] if found else ""
