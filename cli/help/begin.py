"""Help of what all commands share, and those that begin with a register: (Chinese, English) by name."""

from typing import Final

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
    "any.as_of": (
        "看某日或某提交时的台账（当时知道什么），如 2026-06-30、HEAD~3；与 --on（问哪一天的事）可并用。",
        "The register as it was known on a day or at a commit, such as 2026-06-30 or HEAD~3; goes with --on, the day that is asked about.",
    ),
    "any.on": ("以哪一天为准，如 2026-06-30；不给则为今天。", "As of which day, such as 2026-06-30; left out, today."),
    "any.why": ("理由；写入提交说明。", "The reason; it goes into the commit message."),
    "any.override": (
        "放行的拒绝项，如 DB705；须有 --why，代码写入提交说明，检查时仍会报出。",
        "Refusals to override, such as DB705; --why is needed, the codes go into the commit message, and check still says them.",
    ),
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
  dutybook open ~/register --read-only
  dutybook --as-of 2026-06-30  看那天的台账""",
        """Open the app.

For example:
  dutybook                     the register around the current folder
  dutybook open ~/register --read-only
  dutybook --as-of 2026-06-30  the register as it was known that day""",
    ),
    "open.directory": ("台账所在文件夹。", "Folder of the register."),
    "open.read_only": ("只看不改。", "Look only; every change is refused."),
    "open.as_of": (
        "看某日或某提交时的台账（当时知道什么），如 2026-06-30、HEAD~3；只看不改，可在应用里回到现在。",
        "Begin in the past: the register as it was known on a day or at a commit, such as 2026-06-30 or HEAD~3; a key comes back.",
    ),
    "serve": (
        """在本机浏览器里查看台账：只看不改，只在本机的地址上，没有登录。按 Ctrl+C 结束。

例：
  dutybook serve               打开所显示的网址
  dutybook serve ~/register --port 9000""",
        """Show the register in a browser of this machine: look only, on this machine's own address, without a login. Ctrl+C ends it.

For example:
  dutybook serve               then open the address that is printed
  dutybook serve ~/register --port 9000""",
    ),
    "serve.directory": ("台账所在文件夹。", "Folder of the register."),
    "serve.port": ("端口；0 为任一空闲端口。", "The port; 0 for any that is free."),
    "serve.host": (
        "本机的地址：127.0.0.1、::1 或 localhost；其他地址一律拒绝。",
        "An address of this machine alone: 127.0.0.1, ::1 or localhost; any other is refused.",
    ),
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
    "sign": (
        """设置签名：今后的提交都用本人的 ssh 密钥签名，公钥登记到本人记录（一次提交，已签名）。

例：
  dutybook sign                        用 ~/.ssh/id_ed25519.pub；没有则问过之后生成
  dutybook sign --key ~/.ssh/work.pub
  dutybook sign --off                  停用：撤销设置，密钥自明日起无效""",
        """Set up signing: from now on commits are signed with your ssh key, which is entered in your record (one commit, signed itself).

For example:
  dutybook sign                        with ~/.ssh/id_ed25519.pub; where there is none, one is made after asking
  dutybook sign --key ~/.ssh/work.pub
  dutybook sign --off                  end it: the settings are undone, the key ends with today""",
    ),
    "sign.key": ("公钥文件（以 .pub 结尾）。", "File of the public key (it ends in .pub)."),
    "sign.off": ("停用签名，并写明密钥的止日。", "End signing, and write the key's last day."),
    "sign.why": ("理由；不给则自动写明。", "The reason; left out, one is written."),
    "sign.yes": ("不再询问；没有密钥时直接生成。", "Don't ask; where there is no key, make one."),
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
