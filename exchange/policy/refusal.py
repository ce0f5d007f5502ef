"""Why a file is not taken in as a policy text: one class per reason, codes F48x, each with what to do instead."""

from typing import ClassVar
from typing import Final
from typing import Literal

from schema.failure import Failure


class NotAPolicyText(Failure):
    """The file is in a format that is not read."""

    code: ClassVar[str] = "F481"
    exit_code: ClassVar[int] = 2

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is not a policy text: .txt, .md and .docx are read; .doc and .pdf are not.",
            "Open it in a word processor and save it as .docx; of a scanned .pdf, copy the text into a .txt and check it.",
            message_zh=f"{name} 不是可读的文件：只读 .txt、.md 和 .docx，不读 .doc 和 .pdf。",
            hint_zh="请在文字处理软件中另存为 .docx；扫描的 .pdf 请把文字复制到 .txt 并核对。",
        )


class TextDamaged(Failure):
    """The file cannot be opened as what its name says."""

    code: ClassVar[str] = "F482"
    exit_code: ClassVar[int] = 3

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is damaged or not a Word document; nothing was read from it.",
            "Open it in a word processor and save it again.",
            message_zh=f"{name} 已损坏或不是 Word 文档，未读取任何内容。",
            hint_zh="请在文字处理软件中打开并重新保存。",
        )


class TextLocked(Failure):
    """The file is encrypted, or an old .doc under another name."""

    code: ClassVar[str] = "F483"
    exit_code: ClassVar[int] = 3

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is encrypted or in the old .doc format.",
            "Take the password off in a word processor, or save it as .docx.",
            message_zh=f"{name} 已加密，或是旧的 .doc 格式。",
            hint_zh="请在文字处理软件中去掉密码，或另存为 .docx。",
        )


class TextTooLarge(Failure):
    """The file is larger than any policy text, or unpacks to it."""

    code: ClassVar[str] = "F484"
    exit_code: ClassVar[int] = 3

    def __init__(self, name: str, most: int) -> None:
        super().__init__(
            f"{name} is too large, or would be when unpacked: at most {most} MB are read.",
            "Leave pictures out, or split it into one file for each text.",
            message_zh=f"{name} 过大，或解压后过大：最多读取 {most} MB。",
            hint_zh="请去掉图片，或每份文件各存一个文件。",
        )


class TextUnsafe(Failure):
    """The file holds macros or declarations that a text has no use for."""

    code: ClassVar[str] = "F485"
    exit_code: ClassVar[int] = 3

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} holds macros or XML declarations that a text has no use for; it was not read.",
            "Save it as .docx without macros.",
            message_zh=f"{name} 含有宏或文件不应有的 XML 声明，未予读取。",
            hint_zh="请另存为不含宏的 .docx。",
        )


class TextEncoding(Failure):
    """The text is in no encoding that is known."""

    code: ClassVar[str] = "F486"
    exit_code: ClassVar[int] = 3

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is neither UTF-8 nor GB18030 text.",
            "Save it as UTF-8 text.",
            message_zh=f"{name} 既不是 UTF-8，也不是 GB18030 文本。",
            hint_zh="请另存为 UTF-8 文本。",
        )


class NothingInIt(Failure):
    """The file holds no text."""

    code: ClassVar[str] = "F487"
    exit_code: ClassVar[int] = 2

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no text in {name}.",
            "If it is a scan, only pictures of the pages are in it: have it recognised as text first.",
            message_zh=f"{name} 中没有文字。",
            hint_zh="如是扫描件，文件里只有图片，请先识别成文字。",
        )


PlanFault = Literal["toml", "tables", "decision", "clause", "no-clauses", "twice"]
"""What may be wrong with a plan."""
_PLAN: Final[dict[PlanFault, tuple[str, str]]] = {
    "toml": ("不是有效的 TOML（{words}）", "it is no valid TOML ({words})"),
    "tables": ("`{words}` 应写作 [[{words}]]", "`{words}` is to be written [[{words}]]"),
    "decision": ("`do` 不能是“{words}”", "`do` cannot be `{words}`"),
    "clause": ("没有条款“{words}”", "there is no clause `{words}`"),
    "no-clauses": ("[[duty]] 没有写 `clauses`", "a [[duty]] has no `clauses`"),
    "twice": ("条款 {words} 出现两次", "the clause {words} stands there twice"),
}


class PlanBroken(Failure):
    """The plan of an import cannot be read, or does not fit the text."""

    code: ClassVar[str] = "F488"
    exit_code: ClassVar[int] = 2

    def __init__(self, name: str, fault: PlanFault, words: str = "") -> None:
        zh, en = (text.format(words=words) for text in _PLAN[fault])
        super().__init__(
            f"The plan {name} cannot be used: {en}.",
            "Mend it there, or delete the file and have it written anew.",
            message_zh=f"导入方案 {name} 无法使用：{zh}。",
            hint_zh="请改正该处，或删去文件重新生成。",
        )


class SeveralDocuments(Failure):
    """The file holds several documents, and one is taken in at a time."""

    code: ClassVar[str] = "F489"
    exit_code: ClassVar[int] = 2

    def __init__(self, name: str, titles: list[str]) -> None:
        listed = "; ".join(f"{at} {title}" for at, title in enumerate(titles, 1))
        super().__init__(
            f"{name} holds {len(titles)} documents: {listed}.",
            "Say which one with `--document N`.",
            message_zh=f"{name} 中有 {len(titles)} 份文件：{listed}。",
            hint_zh="请用 `--document 序号` 指明哪一份。",
        )


NO_UNIT: Final = ("没有写明所在单位（unit）", "its unit is not said")
"""Why a post cannot come in, in Chinese and English."""


class DraftIncomplete(Failure):
    """An accepted draft lacks what a duty or group must have."""

    code: ClassVar[str] = "F490"
    exit_code: ClassVar[int] = 2

    def __init__(self, path: str, zh: str, en: str) -> None:
        super().__init__(
            f"The draft of {path} was accepted, but {en}",
            'Fill it in, or write `do = "skip"`; nothing was saved.',
            message_zh=f"“{path}”的草稿已标为采用，但{zh}",
            hint_zh='请补上，或写 `do = "skip"`；什么都没有保存。',
        )
