"""Help of commands that only read: (Chinese, English) by name."""

from typing import Final

HELP: Final[dict[str, tuple[str, str]]] = {
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
    "findings": (
        """列出督查发现的问题：状态、亮灯、期限、逾期工作日、退回次数。

例：
  dutybook findings --open
  dutybook findings --unit pomegranate-village --on 2026-11-23 --json""",
        """List what inspections found: state, light, due day, working days late, how often it was sent back.

For example:
  dutybook findings --open
  dutybook findings --unit pomegranate-village --on 2026-11-23 --json""",
    ),
    "findings.open": ("只列尚未了结的。", "Only what has something left to do."),
    "findings.unit": ("只列此整改单位的。", "Only those of this rectifying unit."),
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
        """历史：谁在何时因何改了什么，新的在前；合并之后列出它并入的提交。

例：
  dutybook log --limit 20
  dutybook log party-lecture
  dutybook log secretary --field holding
  dutybook log --person lin-tao --from 2026-01-01 --to 2026-06-30""",
        """The history: who changed what, when and why, newest first; behind a merge, what it brought in.

For example:
  dutybook log --limit 20
  dutybook log party-lecture
  dutybook log secretary --field holding
  dutybook log --person lin-tao --from 2026-01-01 --to 2026-06-30""",
    ),
    "log.field": (
        "只看此字段，如 holding、cadence[0].per；表名包括其下各项。",
        "Only this field, such as holding or cadence[0].per; a table means all below it.",
    ),
    "log.person": (
        "只看此人：people/ 里的标识，或姓名、邮箱的一部分。",
        "Only this person: an id in people/, part of a name, or an e-mail.",
    ),
    "log.start": ("从哪一天起（含）。", "From this day on."),
    "log.end": ("到哪一天止（含）。", "Up to and with this day."),
    "log.id": (
        "只看此记录，改过标识的、已删除的也可以。",
        "Only this record, also under a former id, or one that was removed.",
    ),
    "log.limit": ("最多列几个提交。", "At most so many commits."),
    "blame": (
        """一个记录的每个字段最后是谁、在哪一天、由哪个提交写下的。

例：
  dutybook blame party-lecture
  dutybook blame secretary --json""",
        """Who set each field of a record last, on which day, by which commit.

For example:
  dutybook blame party-lecture
  dutybook blame secretary --json""",
    ),
    "diff": (
        """两个状态之间逐个字段的差异：提交、日期，或文件现状。

例：
  dutybook diff                      上次提交与文件现状
  dutybook diff HEAD~3               三个提交之前与文件现状
  dutybook diff 2026-03-31 2026-06-30""",
        """What differs between two states, field by field: commits, days, or the files as they are.

For example:
  dutybook diff                      the last commit and the files
  dutybook diff HEAD~3               three commits ago and the files
  dutybook diff 2026-03-31 2026-06-30""",
    ),
    "diff.a": (
        "提交或日期；日期指该日结束时主线上的最后一个提交。不给则为上次提交。",
        "A commit or a day; a day means the last commit of the main line at its end. Left out, the last commit.",
    ),
    "diff.b": ("另一个提交或日期；不给则为文件现状。", "Another commit or day; left out, the files as they are."),
    "map": (
        """责任地图：某日有哪些单位、岗位、小组、职责，由谁承担；空缺和冲突一并列出。

例：
  dutybook map --on 2026-06-30
  dutybook map --on 2026-08-31 --against 2026-09-10    两日之间有何不同""",
        """The responsibility map: units, posts, groups and duties of a day and who answers for them, gaps and conflicts too.

For example:
  dutybook map --on 2026-06-30
  dutybook map --on 2026-08-31 --against 2026-09-10    what differs between the two days""",
    ),
    "map.against": (
        "与哪一天比较；总是由较早的一天看到较晚的一天。",
        "The day to compare with; the difference is read from the earlier day to the later.",
    ),
    "attribute": (
        """责任认定：按所选规则逐人提出建议，与已作的决定并列。只提建议，不作决定。

例：
  dutybook attribute 2026-05-12-q7hm3t
  dutybook attribute 2026-05-12-q7hm3t --on 2026-12-31 --json""",
        """Attribution: what the rules propose for each member, beside what was decided. It proposes and never decides.

For example:
  dutybook attribute 2026-05-12-q7hm3t
  dutybook attribute 2026-05-12-q7hm3t --on 2026-12-31 --json""",
    ),
    "attribute.id": ("问责记录。", "The case."),
    "coverage": (
        """覆盖情况：各文件的域内条款有无职责事项，以及缺条款、缺牵头、缺负责人、缺联络员、空缺岗位。

例：
  dutybook coverage
  dutybook coverage --on 2026-06-30 --json""",
        """What is covered: which clauses in scope have a duty, and where a clause, a lead, a head, a liaison or a holder is lacking.

For example:
  dutybook coverage
  dutybook coverage --on 2026-06-30 --json""",
    ),
    "score": (
        """考核计分：每个对象的得分、等次、名次，每一分扣在哪里、加在哪里；也可定稿。

例：
  dutybook score --year 2026
  dutybook score --object pomegranate-village --on 2026-12-31
  dutybook score --year 2026 --on 2026-12-31 --freeze --why "党工委会议审定\"""",
        """Assessment scores: score, grade and rank of each object, and where every point comes from; or freeze them.

For example:
  dutybook score --year 2026
  dutybook score --object pomegranate-village --on 2026-12-31
  dutybook score --year 2026 --on 2026-12-31 --freeze --why "decided by the working committee\"""",
    ),
    "score.year": ("考核哪一年；不给则为当日所在年。", "The year assessed; left out, that of the day."),
    "score.unit": (
        "只看此单位或岗位，并列出每一行的来由。",
        "Only this unit or post, with every line of its score.",
    ),
    "score.scheme": (
        "按哪个考核方案；不给则按该年考核记录所指的，或唯一生效的。",
        "The scheme; left out, the one that the year's assessment names, else the only one in force.",
    ),
    "score.freeze": (
        "定稿：把结果连同所依据的提交写入该年的考核记录。",
        "Freeze: write the results, with the commit that they rest on, into the year's assessment.",
    ),
    "score.again": ("重新定稿；须用 --why 说明理由。", "Freeze anew; --why must say why."),
    "score.why": (
        "理由；写入提交说明。只在定稿时用。",
        "The reason; it goes into the commit message. For freezing only.",
    ),
    "check": (
        """检查全部记录。有错误时退出码为 1；只有警告时为 0，除非加 --strict。

例：
  dutybook check
  dutybook check --strict --json
  dutybook check --fix         改正不需要人来决定的（先显示差异，问一次）
  dutybook check --rev origin/main..HEAD    推送前先看服务器会不会收""",
        """Check all records. Ends with 1 where there are errors; with warnings alone with 0, but for --strict.

For example:
  dutybook check
  dutybook check --strict --json
  dutybook check --fix         mend what needs no decision (the difference is shown, and you are asked once)
  dutybook check --rev origin/main..HEAD    whether the server would take what is to be pushed""",
    ),
    "check.fix": (
        "改正标为可自动改正的：不丢内容，不替人决定；一次提交。",
        "Mend what may be mended without losing or deciding anything, as one commit.",
    ),
    "check.rev": (
        "按服务器收推送时的规则检查一段提交：A 为主线现有的提交，B 为要推送的主线或送审分支，如 origin/main..HEAD。",
        "Check commits as the server would at a push: A is where the main line stands, B the main line or proposal to be pushed, such as origin/main..HEAD.",
    ),
    "check.why": ("理由；不给则自动写明。", "The reason; left out, one is written."),
    "check.strict": ("有警告也以 1 退出。", "End with 1 for warnings too."),
}
