"""Help of commands for working together and for the repository: (Chinese, English) by name."""

from typing import Final

HELP: Final[dict[str, tuple[str, str]]] = {
    "hook": (
        """供 git 调用，不必自己运行；如何设置见 docs/how-to/plain-git.md。

例：
  dutybook hook textconv duties/party-lecture.toml    把记录写成便于比较的文字
  dutybook hook merge-driver %O %A %B %P    逐字段合并一条记录，供 git merge 使用
  dutybook hook pre-receive    在服务器上检查推送；如何设置见 docs/how-to/server.md""",
        """What git calls; nobody need run it. docs/how-to/plain-git.md says how to set it up.

For example:
  dutybook hook textconv duties/party-lecture.toml    a record as lines that read well in `git diff`
  dutybook hook merge-driver %O %A %B %P    merges one record by field for `git merge`
  dutybook hook pre-receive    checks a push on the server; docs/how-to/server.md says how to set it up""",
    ),
    "hook.name": (
        "哪一项：textconv、merge-driver 或 pre-receive。",
        "Which one: textconv, merge-driver or pre-receive.",
    ),
    "hook.arguments": ("git 给出的参数。", "What git passes to it."),
    "doctor": (
        """查找损坏和遗留：git 的锁、被中断的保存和同步、缺失的对象和文件等，并说明会怎样处理。不加 --fix 则什么也不写。

例：
  dutybook doctor
  dutybook doctor --fix        逐项询问后修复；从不删除含有人写的内容的文件""",
        """Look for damage and leftovers: git's locks, saves and syncs that were cut off, missing objects and files; and say what would be done. Without --fix nothing is written.

For example:
  dutybook doctor
  dutybook doctor --fix        asks before each; never deletes what holds a person's text""",
    ),
    "doctor.fix": ("修复能安全修复的，逐项询问。", "Mend what can be mended safely, asking before each."),
    "doctor.yes": ("不再询问。", "Don't ask."),
    "doctor.thorough": (
        "连对象的内容也核对；大台账要很久。",
        "Read the content of every object too; it takes long in a large register.",
    ),
    "doctor.deadline": ("git 核对对象最多用几秒。", "Seconds that git may take to check its objects."),
    "propose": (
        """提交送审：受保护类别（见 register.toml 的 [review]）的改动先放在自己的送审里，提交后由审批岗位的在任者批准。

例：
  dutybook set implementation-group members+=economy-office-head --why "分工调整"    放进送审
  dutybook propose --title "调整领导小组成员"
  dutybook propose --files --why "按新名单改"    把在编辑器里改的文件放进送审，文件复原""",
        """Hand in a proposal: changes of protected kinds (register.toml, [review]) lie in your proposal first; once handed in, a
holder of an approving post approves them.

For example:
  dutybook set implementation-group members+=economy-office-head --why "new division of work"    into the proposal
  dutybook propose --title "New members of the leading group"
  dutybook propose --files --why "by the new list"    puts files that you edited into it, and the files back""",
    ),
    "propose.name": ("哪一件送审；不给则取自己正在准备的。", "Which proposal; left out, your own that is under way."),
    "propose.title": ("标题。", "What it is about, in a few words."),
    "propose.why": ("理由。", "Why it is wanted."),
    "propose.files": (
        "把受保护类别中在外部改过的文件放进送审，并复原文件。",
        "Put files of protected kinds that were changed outside into the proposal, and the files back.",
    ),
    "review": (
        """送审：列出、查看、留言、批准、退回。批准者须是当天审批岗位的在任者，且不能是作者。

例：
  dutybook review
  dutybook review show wu-shi/2026-11-23-fhupzt
  dutybook review approve wu-shi/2026-11-23-fhupzt --why "同意"
  dutybook review return wu-shi/2026-11-23-fhupzt --why 请附会议纪要""",
        """Proposals: list, show, comment, approve, return. Who approves holds an approving post that day, and is never an author.

For example:
  dutybook review
  dutybook review show wu-shi/2026-11-23-fhupzt
  dutybook review approve wu-shi/2026-11-23-fhupzt --why agreed
  dutybook review return wu-shi/2026-11-23-fhupzt --why minutes""",
    ),
    "review.act": ("list、show、comment、approve 或 return。", "list, show, comment, approve or return."),
    "review.name": ("哪一件送审。", "Which proposal."),
    "review.why": (
        "留言、批语或退回理由。",
        "What is said: the comment, the approval's words, or why it is sent back.",
    ),
    "review.yes": ("不再询问。", "Don't ask."),
    "sync": (
        """与远端同步：取来别人的提交，送出自己的。双方都改过的，按记录逐字段合并；合不了的列出来由人决定。从不强推，从不改写历史。

例：
  dutybook sync
  dutybook sync --continue            按冲突文件中的选择合并
  dutybook sync --continue --take ours    没有选的都取我方
  dutybook sync --abort""",
        """Sync with the remote: take over others' commits, send one's own. What both sides changed is merged record by
record, field by field; what can't be is told for a person to decide. Never forces, never rewrites.

For example:
  dutybook sync
  dutybook sync --continue            merge by what was chosen in the file of conflicts
  dutybook sync --continue --take ours    what was not chosen is ours
  dutybook sync --abort""",
    ),
    "sync.go_on": (
        "按冲突文件中的选择继续；合并造成的问题一并接受。",
        "Go on with what was chosen in the file of conflicts; what the merge alone breaks is accepted.",
    ),
    "sync.abort": ("放弃等待决定的同步。", "Give up the sync that waits for decisions."),
    "sync.take": (
        "配合 --continue：没有选的冲突取哪一方：ours、theirs 或 base。",
        "With --continue: the side to take where nothing was chosen: ours, theirs or base.",
    ),
}
