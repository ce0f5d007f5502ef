"""DB941-DB954: what the server check refuses of a push (`dutybook hook pre-receive`, `dutybook check --rev A..B`).

Signatures are told by schema.rules.signatures, records by the rules of their own groups. `schema.gatekeeping` decides, `store.gate.checkpoint` feeds it.
Nothing of this is looked for by `dutybook check` alone: it is about commits, not about records.
"""

from typing import Final

from schema.diagnostic import Severity
from schema.rule import Rule

ANEW: Final = (
    "take the commits that were not pushed yet back by `git reset --soft ORIGIN/BRANCH`, mend it, and save again"
)
ANEW_ZH: Final = "用 `git reset --soft 远端/分支` 撤回尚未推送的提交，改正后重新保存"
"""What to do about a commit that nobody has yet: shared by the rules about pushes."""

OTHER_REF = Rule(
    code="DB941",
    severity=Severity.ERROR,
    message="`{ref}` is neither the main branch `{main}` nor a proposal",
    message_zh="`{ref}` 既不是主线分支 `{main}`，也不是送审分支",
    hint="push `{main}`, or a branch named `proposal/PERSON/NAME`; tags, notes and other branches are not kept here",
    hint_zh="只推送 `{main}` 或名为 `proposal/人员/名称` 的分支；此处不收标签、注记和其他分支",
    reason="Whatever else a server holds is checked by nobody: a branch that was let in could be merged later, and replace references change what others see.",
    example="git push origin HEAD:refs/heads/mine",
    fix="git push origin main",
    source="-",
)
DELETION = Rule(
    code="DB942",
    severity=Severity.ERROR,
    message="`{ref}` is not deleted",
    message_zh="`{ref}` 不可删除",
    hint="leave it: what was approved or given up harms nobody",
    hint_zh="请保留：已批准或作废的送审并无妨碍",
    reason="What was proposed and said is part of the record.",
    example="git push origin --delete proposal/li-si/new-duty",
    fix="nothing is deleted",
    source="-",
)
REWRITTEN = Rule(
    code="DB943",
    severity=Severity.ERROR,
    message="the push would rewrite `{ref}`: the commit {old} that stands there is not among what comes",
    message_zh="此次推送会改写 `{ref}`：其现有提交 {old} 不在所推送的历史中",
    hint="run `dutybook sync`, which brings both together; never push with --force",
    hint_zh="请运行 `dutybook sync` 合并两边；切勿用 --force 推送",
    reason="History is the record; it only grows.",
    example="git commit --amend; git push --force",
    fix="dutybook sync",
    source="-",
)
UNRELATED = Rule(
    code="DB944",
    severity=Severity.ERROR,
    message="the commit {commit} begins a history of its own, unrelated to this register",
    message_zh="提交 {commit} 另起了一段与本台账无关的历史",
    hint="clone the register and make the change there",
    hint_zh="请克隆本台账，在其中修改",
    reason="Two beginnings cannot be held against each other.",
    example="git merge --allow-unrelated-histories other/main",
    fix="the change, made in a clone of this register",
    source="-",
)
TOO_MUCH = Rule(
    code="DB945",
    severity=Severity.ERROR,
    message="the push brings {count} {what}; at most {most} are taken at once",
    message_zh="此次推送有 {count} {what_zh}，一次最多 {most}",
    hint="push in parts: `git push origin COMMIT:{main}` with an earlier commit first",
    hint_zh="请分次推送：先用 `git push origin 提交号:{main}` 推送较早的提交",
    reason="What is pushed is looked at while the person waits, and must not exhaust the server.",
    example="a push of 5000 commits",
    fix="two pushes or more",
    source="-",
)
NOT_ORDINARY = Rule(
    code="DB946",
    severity=Severity.ERROR,
    message="`{path}` is {what}; only ordinary files are taken",
    message_zh="`{path}` 是{what_zh}；只收普通文件",
    hint=f"put the file itself there; {ANEW}",
    hint_zh=f"请放入文件本身；{ANEW_ZH}",
    reason="A link leads whoever opens it elsewhere on his machine, another repository brings what nobody has looked at.",
    example="ln -s /etc/passwd duties/x.toml",
    fix="the file itself",
    source="-",
)
TOO_LARGE = Rule(
    code="DB947",
    severity=Severity.ERROR,
    message="`{path}` has {size} bytes; at most {most} are taken",
    message_zh="`{path}` 有 {size} 字节，最多 {most}",
    hint=f"keep large papers elsewhere and refer to their number; {ANEW}",
    hint_zh=f"大件请存于别处，只记编号；{ANEW_ZH}",
    reason="Everybody who clones the register gets every version of every file.",
    example="a record of 2 MiB",
    fix="long material as an attachment, up to 50 MiB",
    source="-",
)
BAD_PATH = Rule(
    code="DB948",
    severity=Severity.ERROR,
    message="the name `{path}` {what}",
    message_zh="名称 `{path}` {what_zh}",
    hint=f"give it another name; {ANEW}",
    hint_zh=f"请改名；{ANEW_ZH}",
    reason="A name must be the same on every machine, shown as what it is, and never be taken for an option.",
    example="duties/-rf.toml",
    fix="duties/rf.toml",
    source="-",
)
COLLISION = Rule(
    code="DB949",
    severity=Severity.ERROR,
    message="`{path}` and `{other}` are one name on some machines",
    message_zh="`{path}` 与 `{other}` 在有的机器上是同一个名称",
    hint=f"give one of them another name; {ANEW}",
    hint_zh=f"请将其中之一改名；{ANEW_ZH}",
    reason="Where capitals or the composition of letters do not count, one of the two silently takes the other's place.",
    example="duties/Plan.toml beside duties/plan.toml",
    fix="duties/plan.toml beside duties/plan-2027.toml",
    source="-",
)
FOR_GIT = Rule(
    code="DB950",
    severity=Severity.ERROR,
    message="the file `{path}` {what}",
    message_zh="文件 `{path}` {what_zh}",
    hint=f"take it out; {ANEW}",
    hint_zh=f"请去掉；{ANEW_ZH}",
    reason="Such a file tells git on every desk to change contents or to run what is set up there.",
    example="*.toml filter=tidy  # in .gitattributes",
    fix="*.toml text eol=lf",
    source="-",
)
NESTED = Rule(
    code="DB951",
    severity=Severity.ERROR,
    message="the folder `{path}` is a git repository of its own (HEAD, objects, refs)",
    message_zh="文件夹 `{path}` 本身是一个 git 仓库（HEAD、objects、refs）",
    hint=f"take it out; {ANEW}",
    hint_zh=f"请去掉；{ANEW_ZH}",
    reason="git that is started inside such a folder runs what its settings name.",
    example="attachments/x/HEAD, attachments/x/objects/, attachments/x/refs/",
    fix="none of them",
    source="-",
)
MALFORMED = Rule(
    code="DB952",
    severity=Severity.ERROR,
    message="the commit {commit} is not as git writes commits: {what}",
    message_zh="提交 {commit} 不是 git 所写的形式：{what_zh}",
    hint=f"make it again with git itself; {ANEW}",
    hint_zh=f"请用 git 重新提交；{ANEW_ZH}",
    reason="Who wrote it, when, and what it says must be read by everybody in the same way.",
    example="a commit with two author lines",
    fix="a commit made by dutybook or git",
    source="-",
)
PERSONAL = Rule(
    code="DB953",
    severity=Severity.ERROR,
    message="{place} holds what looks like a number that belongs to a person",
    message_zh="{place_zh}中疑有个人号码",
    hint=f"leave the number out; {ANEW}",
    hint_zh=f"请删去号码；{ANEW_ZH}",
    reason="History keeps what it was once told, and everybody who clones the register reads it.",
    example="a commit message with a telephone number",
    fix="the same without it",
    source="R17",
)
NOT_MAIN = Rule(
    code="DB954",
    severity=Severity.ERROR,
    message="register.toml on `{ref}` cannot be read, or does not name it as the main branch",
    message_zh="`{ref}` 上的 register.toml 无法读取，或没有把它写作主线分支",
    hint="give `branch` under `[git]` the name of the branch that is pushed",
    hint_zh="`[git]` 的 `branch` 应为所推送分支的名称",
    reason="Without it nobody could say any more which branch holds the register, nor what is asked of a push.",
    example='[git]\nbranch = "other"  # pushed to main',
    fix='[git]\nbranch = "main"',
    source="-",
)
RULES: Final = (
    OTHER_REF,
    DELETION,
    REWRITTEN,
    UNRELATED,
    TOO_MUCH,
    NOT_ORDINARY,
    TOO_LARGE,
    BAD_PATH,
    COLLISION,
    FOR_GIT,
    NESTED,
    MALFORMED,
    PERSONAL,
    NOT_MAIN,
)
