"""Help of commands that change records: (Chinese, English) by name."""

from typing import Final

HELP: Final[dict[str, tuple[str, str]]] = {
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
    "rename": (
        """给记录换一个标识；凡提到它的地方一并改，合为一次提交。用过的标识不得再用。

例：
  dutybook rename office general-office --why "机构更名"
  dutybook rename duty/party-lecture annual-lecture""",
        """Give a record another id; everything that names it is changed with it, in one commit. An id is never used twice.

For example:
  dutybook rename office general-office --why "the unit was renamed"
  dutybook rename duty/party-lecture annual-lecture""",
    ),
    "rename.new": ("新标识；按日期存放的类别保留前面的日期。", "The new id; a dated kind keeps the date in front."),
    "remove": (
        """删除一个没有别处提到的记录；历史中仍可查到。一般不删除，而是填写止日。

例：
  dutybook remove spare-unit --why "重复登记\"""",
        """Take away a record that nothing else names; the history keeps it. As a rule a record gets its `to` day instead.

For example:
  dutybook remove spare-unit --why "entered twice\"""",
    ),
    "undo": (
        """用一次新的提交撤销一次提交，逐字段恢复；其后又改过的不撤销，并说明是谁改的。历史从不改写。

例：
  dutybook undo                撤销自己最近一次尚未撤销的提交；再来一次则再往前
  dutybook undo 3f2a91c04b7e --why "改错了记录\"""",
        """Take a commit back by a new commit, field by field. What was changed again since is not undone, and it is said by whom. History is never rewritten.

For example:
  dutybook undo                one's own newest commit that stands; once more goes further back
  dutybook undo 3f2a91c04b7e --why "wrong record\"""",
    ),
    "undo.commit": (
        "提交，如 `dutybook log` 所列；不给则取自己最近一次尚未撤销的。",
        "The commit, as `dutybook log` lists it; left out, one's own newest that stands.",
    ),
    "redo": (
        """恢复自己最近一次撤销。

例：
  dutybook redo""",
        """Take one's own newest undo back.

For example:
  dutybook redo""",
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
}
