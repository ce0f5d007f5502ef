"""How the files of a register must lie and what text they must hold: the rules behind the loader's diagnostics.

The store reads the files and finds the faults; the words for them stand here with those of all other rules.
"""

from schema.diagnostic import Severity
from schema.rule import Rule

UNPARSABLE = Rule(
    code="DB001",
    severity=Severity.ERROR,
    message="the file cannot be read as TOML: {what}",
    message_zh="文件不能按 TOML 读取：{what_zh}",
    hint="{hint}",
    hint_zh="{hint_zh}",
    reason="What cannot be read cannot be counted; the rest of the register is read all the same.",
    example='title = "党课',
    fix='title = "党课"',
    source="TOML 1.0",
)
BYTE_ORDER_MARK = Rule(
    code="DB002",
    severity=Severity.NOTE,
    message="the file begins with a byte order mark",
    message_zh="文件以字节顺序标记（BOM）开头",
    hint="save it as UTF-8 without BOM; it is read without it",
    hint_zh="请另存为不带 BOM 的 UTF-8；读取时已略去",
    reason="Other TOML readers refuse it.",
    example='\\ufefftitle = "党课"',
    fix='title = "党课"',
    source="TOML 1.0",
)
NOT_A_RECORD = Rule(
    code="DB003",
    severity=Severity.ERROR,
    message="{what} stands where a record should be; it is not followed and not read",
    message_zh="这里应是记录，却是{what_zh}；不跟随，也不读取",
    hint="replace it by an ordinary file or move it out of the register",
    hint_zh="换成普通文件，或移出台账",
    reason="A link may lead out of the register, and a pipe may never end.",
    example="duties/party-lecture.toml -> /home/somebody/private.toml",
    fix="duties/party-lecture.toml as an ordinary file",
    source="-",
)
UNKNOWN_FOLDER = Rule(
    code="DB004",
    severity=Severity.WARNING,
    message="no kind of record lies in `{folder}`{nearest}; the file is not read",
    message_zh="`{folder}` 不是任何一类记录的文件夹{nearest_zh}；未读取此文件",
    hint="move the file into the folder of its kind",
    hint_zh="把文件移到它那一类的文件夹",
    reason="The folder says the kind; a misspelt one would hide its records.",
    example="dutys/party-lecture.toml",
    fix="duties/party-lecture.toml",
    source="-",
)
DUPLICATE_ID = Rule(
    code="DB005",
    severity=Severity.ERROR,
    message="the id `{id}` stands twice among these records: also in {other}; only the first is read",
    message_zh="标识 `{id}` 在这一类里重复：另见 {other}；只读取第一个",
    hint="rename one of the files",
    hint_zh="给其中一个文件改名",
    reason="An id is what every reference rests on; it is never reused.",
    example="activities/2026/05/2026-05-12-k7qd3m.toml and activities/2026/06/2026-05-12-k7qd3m.toml",
    fix="activities/2026/05/2026-05-12-k7qd3m.toml",
    source="-",
)
MISPLACED = Rule(
    code="DB006",
    severity=Severity.WARNING,
    message="the record lies in the wrong place; it belongs at {expected}",
    message_zh="记录放错了位置；应在 {expected}",
    hint="move the file there with `git mv`",
    hint_zh="用 `git mv` 移过去",
    reason="Dated records lie under year and month, so that folders stay small and a path follows from the id.",
    example="activities/2026-05-12-k7qd3m.toml",
    fix="activities/2026/05/2026-05-12-k7qd3m.toml",
    source="-",
)
UNREADABLE_FILE = Rule(
    code="DB007",
    severity=Severity.ERROR,
    message="the file cannot be read: {what}",
    message_zh="文件无法读取：{what_zh}",
    hint="{hint}",
    hint_zh="{hint_zh}",
    reason="The rest of the register is read all the same.",
    example="a file whose permissions forbid reading",
    fix="chmod u+r on the file",
    source="-",
)
BAD_NAME = Rule(
    code="DB008",
    severity=Severity.ERROR,
    message="the file name `{name}` is no id: small letters, digits and single hyphens, at most 64{dated}",
    message_zh="文件名 `{name}` 不能作标识：只用小写字母、数字和单个连字符，至多 64 个{dated_zh}",
    hint="rename the file with `git mv`, and the references to it",
    hint_zh="用 `git mv` 改名，并改正引用它的地方",
    reason="Ids must be the same on every machine, file system and remote.",
    example="duties/Party Lecture.toml",
    fix="duties/party-lecture.toml",
    source="-",
)
NO_ATTACHMENT = Rule(
    code="DB009",
    severity=Severity.ERROR,
    message="the attachment `{path}` {what}",
    message_zh="附件 `{path}` {what_zh}",
    hint="bring it back from history, or attach the paper again by `dutybook attach`",
    hint_zh="从历史中找回，或用 `dutybook attach` 重新附上",
    reason="Evidence that cannot be opened shows nothing. Links are not followed, and nothing outside attachments/ is read.",
    example='[[evidence]]\ntype = "minutes"\npath = "attachments/2026/minutes.pdf"  # which is not there',
    fix='[[evidence]]\ntype = "minutes"\npath = "attachments/2026/3b1f….pdf"',
    source="R15",
)
OTHER_ATTACHMENT = Rule(
    code="DB010",
    severity=Severity.ERROR,
    message="the attachment `{path}` cannot be relied on: {what}",
    message_zh="附件 `{path}` 不可凭信：{what_zh}",
    hint="bring the file back from history; a new version is a new attachment, by `dutybook attach`",
    hint_zh="从历史中找回原件；新版本请用 `dutybook attach` 另附",
    reason="Evidence is what was attached on that day, to the byte.",
    example='[[evidence]]\ntype = "minutes"\npath = "attachments/2026/3b1f….pdf"\nsha256 = "…"  # of another content',
    fix='[[evidence]]\ntype = "minutes"\npath = "attachments/2026/3b1f….pdf"\nsha256 = "3b1f…"',
    source="R15",
)
RULES = (
    UNPARSABLE,
    BYTE_ORDER_MARK,
    NOT_A_RECORD,
    UNKNOWN_FOLDER,
    DUPLICATE_ID,
    MISPLACED,
    UNREADABLE_FILE,
    BAD_NAME,
    NO_ATTACHMENT,
    OTHER_ATTACHMENT,
)
