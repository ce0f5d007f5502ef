"""DB955-DB961: what the server check asks of changes that need an approval (`[review]`), and of the days of commits.

Everything is held against the main line as it stood before the push (store.gate.review, store.gate.signatures).
"""

from typing import Final

from schema.diagnostic import Severity
from schema.rule import Rule
from schema.rules.gate import ANEW
from schema.rules.gate import ANEW_ZH

_PROPOSE = "propose the change, and let the holder of an approving post approve it"
_PROPOSE_ZH = "请送审，由审批岗位的在任者批准"

PROTECTED = Rule(
    code="DB955",
    severity=Severity.ERROR,
    message="the commit {commit} changes `{path}` on the main line; {what} only through an approved proposal",
    message_zh="提交 {commit} 在主线上直接改动了 `{path}`；{what_zh}须经送审批准",
    hint=f"{ANEW}; {_PROPOSE}",
    hint_zh=f"{ANEW_ZH}；{_PROPOSE_ZH}",
    reason="register.toml names what one person alone does not change (`[review]`).",
    example='[review]\nkinds = ["duty"]  # and a commit on main that edits a duty',
    fix="the same change as a proposal",
    source="-",
)
NO_APPROVAL = Rule(
    code="DB956",
    severity=Severity.ERROR,
    message="the approval {commit} does not hold: {what}",
    message_zh="批准提交 {commit} 不成立：{what_zh}",
    hint="approve the proposal as it stands by `dutybook review approve`",
    hint_zh="请用 `dutybook review approve` 批准现有的送审",
    reason="An approval says which commit was looked at, in whose name and by whom; it covers nothing else.",
    example="Register-Approves: the commit before the proposal's last change",
    fix="Register-Approves: the commit that is merged",
    source="-",
)
NOT_APPROVER = Rule(
    code="DB957",
    severity=Severity.ERROR,
    message="{who} held none of the approving posts on {day}, so the approval {commit} does not hold",
    message_zh="{who} 于 {day} 不在审批岗位任职，批准提交 {commit} 不成立",
    hint="ask the holder of such a post; who holds it is read from the main line as it stood before the push",
    hint_zh="请由审批岗位的在任者批准；以推送之前的主线为准",
    reason="An approval is given in the name of a post by whoever held it that day.",
    example='[review]\napprovers = ["street-director"]  # and an approval by somebody else',
    fix="an approval by the holder of street-director",
    source="-",
)
OWN_PROPOSAL = Rule(
    code="DB958",
    severity=Severity.ERROR,
    message="{who} approved in {commit} what is partly their own (commit {own})",
    message_zh="{who} 在 {commit} 中批准了本人参与的改动（提交 {own}）",
    hint="ask another approver",
    hint_zh="请由另一位审批人批准",
    reason="Nobody approves what is theirs.",
    example="a proposal of li-si, approved by li-si",
    fix="a proposal of li-si, approved by zhang-san",
    source="-",
)
OTHER_TREE = Rule(
    code="DB959",
    severity=Severity.ERROR,
    message="the approval {commit} holds another result than the merge of the main line with the proposal gives: {paths}",
    message_zh="批准提交 {commit} 的内容不是主线与送审合并应有的结果：{paths}",
    hint="approve again by `dutybook review approve` of the version that the server runs, without changing anything in the merge",
    hint_zh="请用与服务器相同版本的 `dutybook review approve` 重新批准，不要在合并中另加改动",
    reason="What an approver adds in the merge itself was proposed by nobody and looked at by nobody.",
    example="git merge --no-commit proposal/li-si/x; (an edit); git commit",
    fix="dutybook review approve proposal/li-si/x",
    source="-",
)
OTHER_VERSION = Rule(
    code="DB960",
    severity=Severity.ERROR,
    message="the merge {commit} makes something else of `{path}` than its two sides give; {what} only through an approved proposal",
    message_zh="合并提交 {commit} 改动了 `{path}`，与两边合并的结果不同；{what_zh}须经送审批准",
    hint=f"merge by `dutybook sync`, take one side where they differ, and {_PROPOSE}",
    hint_zh=f"请用 `dutybook sync` 合并，两边不同时取其一；{_PROPOSE_ZH}",
    reason="A merge must not bring in what neither side was allowed to.",
    example="a merge commit in which a protected duty was edited",
    fix="the merge as dutybook makes it",
    source="-",
)
OTHER_DAY = Rule(
    code="DB961",
    severity=Severity.ERROR,
    message="the commit {commit} says that it is of {day}, {what}",
    message_zh="提交 {commit} 标明的日期是 {day}，{what_zh}",
    hint=f"set the clock right, or do it again today; {ANEW}",
    hint_zh=f"请校准时钟，或于今日重新办理；{ANEW_ZH}",
    reason="Whoever dates a commit back could sign with a key that was given up, or approve in the name of a post that was left.",
    example="GIT_COMMITTER_DATE=2025-01-01 git commit",
    fix="a commit of the day on which it is made",
    source="-",
)
RULES: Final = (PROTECTED, NO_APPROVAL, NOT_APPROVER, OWN_PROPOSAL, OTHER_TREE, OTHER_VERSION, OTHER_DAY)
