"""Help texts, in Chinese and in English: each command's under its name, each parameter's under `COMMAND.PARAMETER`.

What many commands share stands under `any.PARAMETER`. docs/reference/commands.md is made from here and from the
commands' own signatures.
"""

from typing import Final

COMMANDS: Final[tuple[str, ...]] = (
    "open", "demo", "init", "clone", "trust",
    "list", "find", "show", "due", "who", "log",
    "add", "set", "save", "sync",
    "check", "rule", "schema", "completion",
)  # fmt: skip
"""Every command, in the order in which help lists them."""

HELP: Final[dict[str, tuple[str, str]]] = {
    "dutybook": (
        """纯文本的责任台账：谁承担哪项职责、多久一次、何时到期、以什么为证。

不带命令时打开应用。`dutybook 命令 --help` 说明各命令，并附例子。""",
        """A duty register in plain text: who carries which duty, how often, by when, and what shows that it was done.

Without a command it opens the app. `dutybook COMMAND --help` explains a command, with examples.""",
    ),
    "any.register": (
        "台账所在文件夹；不给则取当前文件夹所属的台账。",
        "Folder of the register; left out, the one around the current folder.",
    ),
    "any.json": ("输出一份 JSON，供程序使用。", "Print one JSON document, for programs."),
    "any.on": ("以哪一天为准，如 2026-06-30；不给则为今天。", "As of which day, such as 2026-06-30; left out, today."),
    "any.why": ("理由；写入提交说明。", "The reason; it goes into the commit message."),
    "any.yes": ("不再询问，直接保存。", "Don't ask, save at once."),
    "any.id": (
        "记录：标识、类别/标识、或文件路径；register 为台账设置。",
        "The record: its id, kind/id, or path; `register` for the settings.",
    ),
    "any.kind": ("类别：如 duty、duties 或 职责事项。", "The kind: such as duty or duties."),
    "open": (
        """打开应用。

例：
  dutybook                     打开当前文件夹所属的台账
  dutybook open ~/register --read-only""",
        """Open the app.

For example:
  dutybook                     the register around the current folder
  dutybook open ~/register --read-only""",
    ),
    "open.directory": ("台账所在文件夹。", "Folder of the register."),
    "open.read_only": ("只看不改。", "Look only; every change is refused."),
    "demo": (
        """建一份虚构的演示台账（含历史和远端）并打开。

例：
  dutybook demo                建在 ./dutybook-demo
  dutybook demo /tmp/d --no-app    不开应用，只打印几条命令的结果""",
        """Make a fictional sample register, with its history and a remote, and open it.

For example:
  dutybook demo                in ./dutybook-demo
  dutybook demo /tmp/d --no-app    a short tour in text instead of the app""",
    ),
    "demo.directory": ("建在哪个文件夹。", "The folder to make it in."),
    "demo.no_app": (
        "不开应用，打印主要命令及其结果。",
        "Don't open the app; print the main commands and what they say.",
    ),
    "demo.until": ("历史到哪一天为止。", "The day up to which the history goes."),
    "init": (
        """建一个新的空台账。

例：
  dutybook init ~/register --title "某某街道责任台账"
  dutybook init ~/register --remote git@example.org:office/register.git""",
        """Make a new, empty register.

For example:
  dutybook init ~/register --title "Duty register of the office"
  dutybook init ~/register --remote git@example.org:office/register.git""",
    ),
    "init.directory": ("新文件夹，或空文件夹。", "A new folder, or an empty one."),
    "init.remote": ("共享用的远端地址。", "Address of the remote to share it through."),
    "init.title": ("台账名称。", "Title of the register."),
    "init.language": ("台账的语言：zh 或 en。", "Language of the register: zh or en."),
    "clone": (
        """取来别人共享的台账。

例：
  dutybook clone git@example.org:office/register.git ~/register""",
        """Fetch a register that others share.

For example:
  dutybook clone git@example.org:office/register.git ~/register""",
    ),
    "clone.url": (
        "https、ssh、user@host:路径，或本机文件夹。",
        "https, ssh, user@host:path, or a folder of this machine.",
    ),
    "clone.directory": ("新文件夹，或空文件夹。", "A new folder, or an empty one."),
    "trust": (
        """列出此仓库会运行的程序（钩子、签名、过滤器），问过之后允许。

例：
  dutybook trust
  dutybook trust --revoke""",
        """List what this repository would run (hooks, signing, filters), ask, and allow it.

For example:
  dutybook trust
  dutybook trust --revoke""",
    ),
    "trust.revoked": ("收回信任。", "Take trust back."),
    "trust.yes": ("不再询问。", "Don't ask."),
    "list": (
        """列出一类记录。

例：
  dutybook list duty
  dutybook list activity --where type=deliberation --where unit=party-office
  dutybook list duty --where title~=会议 --json""",
        """List the records of one kind.

For example:
  dutybook list duty
  dutybook list activity --where type=deliberation --where unit=party-office
  dutybook list duty --where title~=meeting --json""",
    ),
    "list.where": (
        "条件，可多个：F=V 等于，F!=V 不等于，F~=T 含有；`F=` 为空。",
        "Conditions, several if need be: F=V equals, F!=V differs, F~=T holds the text; `F=` has no value.",
    ),
    "find": (
        """查找：全部词都出现的记录，次序不限，不分大小写。

例：
  dutybook find 党课
  dutybook find 季度 会议 --json""",
        """Find records whose text holds all terms, in any order, in small or capital letters.

For example:
  dutybook find lecture
  dutybook find quarter meeting --json""",
    ),
    "find.term": ("要找的词。", "What to look for."),
    "find.terms": ("还须出现的词。", "What must stand there too."),
    "show": (
        """显示一个记录，引用处写出名称。

例：
  dutybook show party-lecture
  dutybook show duty/party-lecture --json
  dutybook show register --toml""",
        """Show one record; what it refers to stands with its title.

For example:
  dutybook show party-lecture
  dutybook show duty/party-lecture --json
  dutybook show register --toml""",
    ),
    "show.toml": ("打印文件原文。", "Print the file as it stands."),
    "due": (
        """列出一年的全部应办事项（往年未完成的也列）：状态、亮灯、到期日。

例：
  dutybook due
  dutybook due --open --within 30
  dutybook due --unit party-office --on 2026-06-30 --json""",
        """List every obligation of the year, and unfinished older ones: state, light, due day.

For example:
  dutybook due
  dutybook due --open --within 30
  dutybook due --unit party-office --on 2026-06-30 --json""",
    ),
    "due.within": (
        "只列几天（日历日）之内到期的，逾期未完成的也列。",
        "Only what falls due in so many (calendar) days, and what is overdue.",
    ),
    "due.unit": (
        "只列与此单位有关的：牵头、责任或范围。",
        "Only what concerns this unit: as lead, as responsible, or as the element.",
    ),
    "due.open": ("只列尚未了结的。", "Only what has something left to do."),
    "due.year": (
        "只列哪一年；不给则为当日所在年，加上往年未完成的。",
        "Only this year; left out, that of the day and what older years left open.",
    ),
    "who": (
        """某日谁负责：职责、岗位或领导小组，按责任层级列出。

例：
  dutybook who party-lecture
  dutybook who secretary --on 2026-06-30""",
        """Who answers for a duty, a post or a group on a day, by tier.

For example:
  dutybook who party-lecture
  dutybook who secretary --on 2026-06-30""",
    ),
    "who.id": ("职责、岗位或领导小组的标识。", "Id of a duty, a post or a group."),
    "log": (
        """历史：谁在何时因何改了什么，新的在前。

例：
  dutybook log --limit 20
  dutybook log party-lecture""",
        """The history: who changed what, when and why, newest first.

For example:
  dutybook log --limit 20
  dutybook log party-lecture""",
    ),
    "log.id": ("只看此记录。", "Only this record."),
    "log.limit": ("最多列几个提交。", "At most so many commits."),
    "add": (
        """新增一个记录。标识取自名称的拼音或英文名，或用 --id 指定。

例：
  dutybook add unit title=档案室 type=section
  dutybook add person name=张三 emails=zhangsan@example.org
  dutybook add duty title=党课 tier=main-body bearer=secretary cadence='[{type = "at-least", n = 1, per = "year"}]'""",
        """Add a record. Its id is made from the title, or given by --id.

For example:
  dutybook add unit title="Archive office" type=section
  dutybook add person name="Zhang San" emails=zhangsan@example.org
  dutybook add duty title=Lecture tier=main-body bearer=secretary cadence='[{type = "at-least", n = 1, per = "year"}]'""",
    ),
    "add.fields": ("字段：F=V；表和行用 TOML 写法。", "Fields: F=V; tables and rows in TOML."),
    "add.id": ("标识；不给则自动生成。", "The id; left out, it is made."),
    "set": (
        """修改记录的字段。保存前显示 TOML 的差异，并问一次。

例：
  dutybook set party-lecture tier=direct --why "分工调整"
  dutybook set party-lecture lead+=party-office --why "增加牵头"
  dutybook set party-lecture cadence[0].per=quarter --why "改为每季" -y
  dutybook set party-lecture note= --why "删去备注\"""",
        """Change fields of a record. The difference in the TOML is shown first, and you are asked once.

For example:
  dutybook set party-lecture tier=direct --why "new division of work"
  dutybook set party-lecture lead+=party-office --why "one more lead"
  dutybook set party-lecture cadence[0].per=quarter --why "now quarterly" -y
  dutybook set party-lecture note= --why "out of date\"""",
    ),
    "set.changes": (
        "F=V 写入，F+=V 加入，F-=V 去掉，F= 清除；如 cadence[0].per=month。",
        "F=V writes, F+=V adds, F-=V takes out, F= clears; such as cadence[0].per=month.",
    ),
    "save": (
        """提交在 dutybook 之外（如编辑器里）改动的文件；或了结被中断的保存。

例：
  dutybook save --why "按新分工改写"
  dutybook save --finish       完成被中断的保存（--put-back 则放回原样）
  dutybook save party-lecture --why "更正错字\"""",
        """Commit files that were changed outside dutybook, such as in an editor; or settle a save that was cut off.

For example:
  dutybook save --finish       finish a save that was cut off (--put-back puts the files back)
  dutybook save --why "rewritten for the new division of work"
  dutybook save party-lecture --why "typing error\"""",
    ),
    "save.finish": ("完成被中断的保存。", "Finish saves that were cut off."),
    "save.put_back": (
        "把被中断的保存所写的文件放回原样。",
        "Put the files of saves that were cut off back as they were.",
    ),
    "save.ids": ("只提交这些记录或路径；不给则全部。", "Only these records or paths; left out, all."),
    "sync": (
        """与远端同步：取来别人的提交，送出自己的。从不强推，从不改写历史。

例：
  dutybook sync""",
        """Sync with the remote: take over others' commits, send one's own. Never forces, never rewrites.

For example:
  dutybook sync""",
    ),
    "check": (
        """检查全部记录。有错误时退出码为 1；只有警告时为 0，除非加 --strict。

例：
  dutybook check
  dutybook check --strict --json""",
        """Check all records. Ends with 1 where there are errors; with warnings alone with 0, but for --strict.

For example:
  dutybook check
  dutybook check --strict --json""",
    ),
    "check.strict": ("有警告也以 1 退出。", "End with 1 for warnings too."),
    "rule": (
        """解释检查的一条规则；不给代码则列出全部。

例：
  dutybook rule
  dutybook rule DB013""",
        """Explain a rule of the check; without a code, list all.

For example:
  dutybook rule
  dutybook rule DB013""",
    ),
    "rule.code": ("规则代码，如 DB013。", "Code of the rule, such as DB013."),
    "schema": (
        """写出各类记录的 JSON Schema 和 .taplo.toml，供编辑器补全和检查。

例：
  dutybook schema              写在台账里
  dutybook schema /tmp/s""",
        """Write a JSON Schema per kind and a .taplo.toml, so that an editor completes and checks the files.

For example:
  dutybook schema              into the register
  dutybook schema /tmp/s""",
    ),
    "schema.directory": ("写到哪个文件夹；不给则为台账顶层。", "The folder to write to; left out, the register's top."),
    "completion": (
        """打印或安装命令补全脚本。

例：
  dutybook completion bash > ~/.local/share/bash-completion/completions/dutybook
  dutybook completion zsh --install""",
        """Print or install the script that completes commands in a shell.

For example:
  dutybook completion bash > ~/.local/share/bash-completion/completions/dutybook
  dutybook completion zsh --install""",
    ),
    "completion.shell": ("bash、zsh 或 fish。", "bash, zsh or fish."),
    "completion.install": (
        "写到该 shell 查找补全的地方；不改它的设置文件。",
        "Write it where the shell looks for it; its own settings are left alone.",
    ),
}
"""Every help text by name: (Chinese, English)."""
