"""Why a change of the register is not made: the failures of `store.saving`, which nothing was written for."""

from typing import ClassVar

from schema.diagnostic import Diagnostic
from schema.failure import Failure
from schema.kinds import KINDS
from store.wording import sentence


class UnknownRecord(Failure):
    """A change names a record that is not there."""

    code: ClassVar[str] = "F601"
    exit_code: ClassVar[int] = 2

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(
            f"There is no {kind} `{id}` in this register.",
            "Look for it with `dutybook find TEXT`.",
            message_zh=f"本台账没有{_label(kind)}“{id}”。",
            hint_zh="可用 `dutybook find 文字` 查找。",
        )


class IdTaken(Failure):
    """An addition names an id that stands already, or once stood."""

    code: ClassVar[str] = "F602"
    exit_code: ClassVar[int] = 2

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(
            f"The {kind} `{id}` is there already; an id is never used twice.",
            "Choose another id.",
            message_zh=f"{_label(kind)}“{id}”已存在；标识不得重复使用。",
            hint_zh="请另选标识。",
        )


class BadId(Failure):
    """A text cannot be an id of its kind."""

    code: ClassVar[str] = "F603"
    exit_code: ClassVar[int] = 2

    def __init__(self, kind: str, id: str) -> None:
        hint, hint_zh = "Name it by its year, such as 2026.", "以年份命名，如 2026。"
        if kind != "calendar":
            form = "2026-06-18-k7qd3m" if kind in KINDS and KINDS[kind].dated else "quarterly-review"
            hint = f"Use small letters, digits and single hyphens, at most 64, such as {form}."
            hint_zh = f"只用小写字母、数字和单个连字符，至多 64 个，如 {form}。"
        super().__init__(
            f"The text `{id}` cannot be the id of a {kind}.",
            hint,
            message_zh=f"“{id}”不能作{_label(kind)}的标识。",
            hint_zh=hint_zh,
        )


class NewerRecord(Failure):
    """A record was written by a newer version: it is shown and not edited."""

    code: ClassVar[str] = "F604"
    exit_code: ClassVar[int] = 2

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(
            f"The {_name(kind, id)} was written by a newer version of dutybook and is read-only here.",
            "Update dutybook to edit it.",
            message_zh=f"{_name_zh(kind, id)}由较新版本的 dutybook 写成，在此只能查看。",
            hint_zh="升级 dutybook 后再修改。",
        )


class RecordChanged(Failure):
    """The file changed on disk since the person read it. Nothing was written; the file's text now is in `theirs`."""

    code: ClassVar[str] = "F605"
    exit_code: ClassVar[int] = 1

    def __init__(self, kind: str, id: str, path: str, theirs: str | None) -> None:
        super().__init__(
            f"The file {path} was changed on disk since it was opened here; nothing was written.",
            "Look at both versions, then save again.",
            message_zh=f"文件 {path} 打开之后在磁盘上被改动过；没有写入任何内容。",
            hint_zh="请对照两个版本后再保存。",
        )
        self.place = (kind, id)
        self.theirs = theirs
        """The file's text as it stands now; None where it is gone."""


class SaveRefused(Failure):
    """The changed record would break rules that a save must not break. Nothing was written."""

    code: ClassVar[str] = "F606"
    exit_code: ClassVar[int] = 1

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(
            "Nothing was saved: " + "; ".join(f"{_where(d)}: {d.message} [{d.code}]" for d in diagnostics) + ".",
            next((sentence(d.hint) for d in diagnostics if d.hint), ""),
            message_zh="没有保存：" + "；".join(f"{_where(d)}：{d.message_zh} [{d.code}]" for d in diagnostics) + "。",
            hint_zh=next((sentence(d.hint_zh, "。") for d in diagnostics if d.hint_zh), ""),
        )
        self.diagnostics = diagnostics


class AskedReadOnly(Failure):
    """The register was opened read-only on the person's wish."""

    code: ClassVar[str] = "F607"
    exit_code: ClassVar[int] = 2

    def __init__(self) -> None:
        super().__init__(
            "The register was opened read-only.",
            "Open it without --read-only to change it.",
            message_zh="台账以只读方式打开。",
            hint_zh="去掉 --read-only 重新打开后再修改。",
        )


class SettingsNeeded(Failure):
    """The settings were to be removed, without which nothing is a register."""

    code: ClassVar[str] = "F608"
    exit_code: ClassVar[int] = 2

    def __init__(self) -> None:
        super().__init__(
            "The settings in register.toml cannot be removed: without them there is no register.",
            "Edit them instead.",
            message_zh="不能删除 register.toml 中的设置：没有它就没有台账。",
            hint_zh="请改为修改设置。",
        )


class ChangedTwice(Failure):
    """One act would change a record in two ways that do not go together."""

    code: ClassVar[str] = "F609"
    exit_code: ClassVar[int] = 2

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(
            f"The {_name(kind, id)} would be changed in two ways at once; nothing was written.",
            "Make one change after the other.",
            message_zh=f"{_name_zh(kind, id)}在同一次操作中有两种改法；没有写入任何内容。",
            hint_zh="请分两次修改。",
        )


def _label(kind: str) -> str:
    return KINDS[kind].zh if kind in KINDS else _LABELS.get(kind, kind)


_LABELS = {"register": "台账设置", "calendar": "工作日历"}


def _name(kind: str, id: str) -> str:
    return f"{kind} `{id}`" if id else kind


def _name_zh(kind: str, id: str) -> str:
    return f"{_label(kind)}“{id}”" if id else _label(kind)


def _where(fault: Diagnostic) -> str:
    return f"{fault.kind}/{fault.id} {fault.dotted}".strip()
