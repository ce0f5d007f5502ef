"""Every failure of the program speaks English and Chinese, and its code stays its own."""

import ast
import errno
import importlib
import inspect
import os
import re
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Any
from typing import get_args

import pytest

from docs.failures import list_failures
from docs.failures import render_failures
from exchange.policy.refusal import PlanFault
from schema.diagnostic import Diagnostic
from schema.diagnostic import Severity
from schema.failure import Failure
from schema.inverse import Clash
from schema.marks import State
from schema.mention import Mention
from schema.rulebook import RULES
from schema.vocabulary import SignatureRole
from store import complaint
from store import lock
from store.address import check_address
from store.disk import BadPath
from store.disk import Unreadable
from store.disk import check_relative
from store.disk import explain_write
from store.failure import GitFailed
from store.failure import GitTimedOut
from store.failure import HalfDoneOperation
from store.failure import NothingToCommit
from store.failure import ReadOnly
from store.files import FileFailure
from store.hindrance import Obstacle
from store.journal import Damaged
from store.journal import Journal
from store.loading import Stamp
from store.loading import read_one
from store.lock import read_holder
from store.refusal import AddressRefused
from store.refusal import OtherBranch
from store.refusal import RemoteRefused
from store.refusal import UpstreamRewritten
from store.toml import syntax
from store.toml.edit import EditUnproven
from store.toml.edit import FieldEdit
from store.toml.edit import apply
from store.toml.encoding import Reason
from store.toml.normal import Unstorable
from store.toml.normal import render
from store.wording import clause
from store.wording import ended
from store.wording import explain_zh
from store.wording import names
from store.wording import names_zh
from store.wording import short

STORE = Path(__file__).parents[2] / "store"
FAULT = Diagnostic(
    code="DB001", severity=Severity.ERROR, kind="duty", id="x", message="the text is torn", message_zh="文本残缺", hint="mend it", hint_zh="请修补"
)  # fmt: skip
NAMED = Mention("post", "head", ("unit",), "quay", 0, 4, ("unit",))
SAMPLES: dict[str, tuple[Any, ...]] = {
    "F501": (Reason.NUL, 3, 1, "Line 3 is torn.", "Mend it."),
    "F111": ("it is bare", "Clone it."),
    "F502": (("note",), "it is no text", "Write text."),
    "F520": ("duties/x.toml", "The file is torn.", "Mend it."),
    "F100": ("It can't be opened.", "Mend it."),
    "F800": ("why-missing",),
    "F802": ("option-twice", "list"),
    "F814": (),
    "F611": ("unit", "quay", (NAMED,)),
    "F612": (NAMED, ("unit/quay", "post/quay")),
    "F614": ("unit", "quay", "0123456789abcdef"),
    "F621": ("0123456789abcdef", (Obstacle("unit", "quay", Clash((), 1, 2, 3), "", "it was removed", "它已被删除"),)),
}
"""Arguments where a type does not say enough: whole sentences, and names of words of the command line."""
OF_TYPE: dict[Any, Any] = {
    Path: Path("/srv/harbour"),
    str: "harbour-round",
    int: 3,
    float: 3.0,
    date: date(2026, 6, 30),
    OSError: OSError(errno.EIO, "Input/output error"),
    BaseException: ValueError("torn"),
    Diagnostic: FAULT,
    State: State.DONE,
    SignatureRole: SignatureRole.WITNESS,
    PlanFault: "clause",
}
VALUES = {"F802": {"name": "--on"}, "F814": {"name": "duty/x"}}
"""What the words of the command line name."""
ZH_SAMPLES = {"message_zh": "第 3 行残缺。", "hint_zh": "请修补。"}
# A code once given out keeps its meaning, so nothing in this table is ever changed; new ones are added.
GIVEN_OUT = {
    "F100": "OpeningFailure", "F101": "NotARegister", "F102": "EmptyDirectory", "F103": "FolderMissing",
    "F104": "NotARepository", "F105": "NestedRegister", "F106": "NoCommitsYet", "F107": "DetachedHead",
    "F108": "HalfDoneOperation", "F109": "Untrusted", "F110": "ForeignOwner", "F111": "UnsupportedLayout",
    "F112": "ReadOnly", "F113": "AlreadyThere", "F114": "BareRepository", "F115": "BrokenRepository",
    "F201": "GitFailed", "F202": "GitTimedOut", "F203": "GitCancelled", "F204": "GitMissing", "F205": "GitTooOld",
    "F206": "NoIdentity", "F301": "Locked", "F302": "StaleLock", "F303": "LockHeld", "F304": "LockUnsupported",
    "F305": "DiskFull", "F306": "DiskFailed", "F307": "ChangedOnDisk", "F308": "HeadMoved", "F309": "NothingToCommit",
    "F310": "HookRefused", "F311": "SigningFailed", "F312": "IndexConflict", "F401": "NoRemote",
    "F402": "AddressRefused", "F403": "RemoteUnreachable", "F404": "CredentialsMissing", "F405": "RemoteRefused",
    "F406": "NotFastForward", "F407": "UpstreamRewritten", "F408": "Diverged", "F409": "UnrelatedHistories",
    "F410": "ShallowHistory", "F411": "WorkTreeInTheWay", "F412": "OtherBranch", "F413": "BadName",
    "F421": "UnknownRevision", "F422": "NoCommitByThen", "F428": "PastCutOff", "F440": "DocumentExists",
    "F414": "PathsCollide", "F415": "NothingToDecide", "F416": "BadDecision",
    "F431": "UnknownProposal", "F432": "UnknownPerson", "F433": "NotApprover", "F434": "OwnProposal",
    "F435": "NotHandedIn", "F436": "ProposalMoved", "F437": "NoLongerFits", "F438": "NothingProposed",
    "F439": "Protected", "F640": "InThePast",
    "F441": "KeygenMissing", "F442": "PolicyUnreadable", "F443": "NotAsked", "F444": "TooLong", "F445": "TooBig",
    "F447": "KeyUnreadable", "F448": "KeyOfOther", "F449": "KeyUnknown", "F450": "KeyNotMade",
    "F451": "SignerUnknown",
    "F501": "Unparseable", "F502": "Unstorable", "F510": "EditUnproven", "F520": "FileFailure", "F521": "BadPath",
    "F522": "Missing", "F523": "NotAFile", "F524": "SymlinkRefused", "F525": "TooLarge", "F526": "Unreadable",
    "F527": "ChangedOnDisk", "F528": "Unwritable", "F529": "DiskFull", "F530": "QuotaReached", "F531": "ReadOnly",
    "F532": "NoPermission", "F533": "DiskFault", "F534": "TooManyOpen", "F535": "OverLimit", "F540": "DraftTooLarge",
    "F601": "UnknownRecord", "F602": "IdTaken", "F603": "BadId", "F604": "NewerRecord", "F605": "RecordChanged",
    "F611": "StillNamed", "F612": "MeaningUnclear", "F613": "DayKept", "F614": "OnceUsed", "F615": "NeverRenamed",
    "F616": "NamedInUnreadable", "F617": "UnsavedFiles", "F618": "NoSuchCommit", "F619": "MergeNotUndone",
    "F620": "NoRecordTouched", "F621": "LaterChange", "F622": "AlreadyUndone", "F623": "NothingToUndo",
    "F624": "NothingToRedo", "F625": "NothingLeft",
    "F606": "SaveRefused", "F607": "AskedReadOnly", "F608": "SettingsNeeded", "F609": "ChangedTwice",
    "F981": "NotOverridable", "F982": "ReasonNeeded",
    "F701": "TargetNotEmpty", "F702": "SampleMissing", "F703": "NothingByThen",
    "F921": "SelfVerified", "F922": "NotDone", "F923": "EvidenceMissing", "F924": "AlreadyClosed", "F925": "AskedLate",
    "F926": "NotLater", "F927": "NoSuchObligation", "F928": "ApproverAbsent", "F929": "ReasonMissing",
    "F930": "NotIssued", "F931": "AlreadyAsked", "F932": "AlreadySettled", "F933": "ExpiresEarly", "F934": "NothingOwed",
    "F935": "NotOverdue", "F936": "NoAddressee", "F937": "ElementNeeded", "F938": "DecisionNeeded", "F939": "NotReplied",
    "F951": "NoScheme", "F952": "SeveralSchemes", "F953": "SchemeMissing", "F954": "AlreadyFrozen",
    "F955": "UnsavedChanges", "F956": "NothingToFreeze", "F957": "SeveralAssessments", "F958": "AssessmentLater",
    "F959": "NotAssessed",
    "F941": "NoReportDuty", "F942": "NoSuchPeriod", "F943": "DraftThere", "F944": "TypeNeeded", "F945": "NotOrdinary",
    "F946": "NoSuchFile", "F947": "EmptyFile", "F948": "TooLargeToAttach", "F949": "LinkToAttach", "F950": "SecretToAttach",
    "F960": "ClassifiedToAttach",
    "F961": "ProfileUnset", "F962": "ProfileUnknown", "F963": "CaseLater",
    "F901": "PostMissing", "F902": "PersonMissing", "F903": "BeginsLater", "F904": "HeldAlready", "F905": "NothingHeld",
    "F906": "SeveralHold", "F907": "NotVacant", "F908": "CircularCover", "F909": "ReviewerUnknown",
    "F910": "NoSuchBasis", "F911": "ClauseMissing", "F912": "ReviewedAlready", "F913": "NobodyLeft",
    "F914": "RecordedAlready", "F915": "NotRecorded", "F916": "NotTheSigner", "F917": "SignedAlready",
    "F918": "SignsTooEarly", "F919": "WitnessIsParty",
}  # fmt: skip
# Who raises these gives the reason in both languages; the others translate what they are given, or need none.
PAIRED = {
    "Unparseable": {"message_zh", "hint_zh"},
    "Unstorable": {"reason_zh", "hint_zh"},
    "EditUnproven": {"reason_zh"},
    "BadPath": {"why_zh"},
    "UnsupportedLayout": {"what_zh"},
    "BrokenRepository": {"why_zh"},
    "AlreadyThere": {"what_zh"},
    "AddressRefused": {"why_zh"},
    "HalfDoneOperation": {"operation_zh"},
    "ForeignOwner": {"owner_zh"},
    "Locked": {"holder_zh"},
    "LockHeld": {"holder_zh"},
}


def is_chinese(text: str) -> bool:
    return re.search("[\u4e00-\u9fff]", text) is not None


def sample(kind: Any, name: str) -> Any:
    if name in ZH_SAMPLES or name.endswith("_zh"):
        return ZH_SAMPLES.get(name, "原因") if kind is str else ("原因",)
    if isinstance(kind, UnionType):
        kind = get_args(kind)[0]
    if kind in OF_TYPE:
        return OF_TYPE[kind]
    inner = [sample(each, name) for each in get_args(kind) if each is not ...]  # a sequence of something
    assert inner, f"no sample of {kind} for {name}"
    return tuple(inner)


def build(failure: type[Failure]) -> Failure:
    given = SAMPLES.get(failure.code)
    named: dict[str, Any] = dict(VALUES.get(failure.code, {}))
    positional = list(given or ())
    for index, (name, parameter) in enumerate(inspect.signature(failure).parameters.items()):
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            named[name] = sample(parameter.annotation, name)
        elif given is None and parameter.kind is not inspect.Parameter.VAR_KEYWORD:
            assert index == len(positional)
            positional.append(sample(parameter.annotation, name))
    return failure(*positional, **named)


def check_words(found: Failure) -> None:
    assert found.message and found.message_zh != found.message
    assert is_chinese(found.message_zh), found.message_zh
    assert not is_chinese(found.message), found.message
    assert bool(found.hint) == bool(found.hint_zh)
    if found.hint:
        assert is_chinese(found.hint_zh), found.hint_zh
        assert not is_chinese(found.hint), found.hint
    assert found.say("zh-CN") == (found.message_zh, found.hint_zh)
    assert found.say("en") == (found.message, found.hint)


def check_sentence(english: str, chinese: str) -> None:
    assert english[0].isupper() and english.endswith((".", "!", "?")) and not english.endswith(".."), english
    assert chinese.endswith(("。", "！", "？")) and not chinese.endswith("。。"), chinese
    assert "  " not in english and "None" not in english + chinese and "{" not in english + chinese


@pytest.mark.parametrize("failure", list_failures(), ids=lambda failure: f"{failure.code}-{failure.__name__}")
def test_failure_speaks_both_languages(failure: type[Failure]) -> None:
    found = build(failure)
    check_words(found)
    if failure.__module__.startswith("store."):
        check_sentence(found.message, found.message_zh)
        if found.hint:
            check_sentence(found.hint, found.hint_zh)


def test_codes_are_unique_and_stay() -> None:
    known = list_failures()
    codes = [failure.code for failure in known]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("F[1-9][0-9]{2}", code) for code in codes)
    assert all("code" in vars(failure) for failure in known), "a code is not inherited"
    ours = {
        failure.code: failure.__name__ for failure in known if failure.__module__.split(".")[0] in {"schema", "store"}
    }
    assert ours == GIVEN_OUT


def test_page_names_every_failure_with_meaning_and_exit_code() -> None:
    page = render_failures()
    assert (
        "| F402 | `store.refusal.AddressRefused` | The address is of a form that dutybook doesn't hand to git. | 2 |\n"
        in page
    )
    rows = [line for line in page.splitlines() if line.startswith("| F")]
    assert len(rows) == len(list_failures())
    assert all(re.fullmatch(r"\| F\d{3} \| `[\w.]+` \| [A-Z`].*\. \| [1-4] \|", row) for row in rows)
    assert rows == sorted(rows)


def test_whoever_raises_gives_the_reason_in_both_languages() -> None:
    seen = set()
    for path in sorted(STORE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in PAIRED:
                if (
                    not any(isinstance(given, ast.Constant | ast.JoinedStr) for given in call.args)
                    and not call.keywords
                ):
                    continue  # words of git, which stay as they are
                seen.add(call.func.id)
                missing = PAIRED[call.func.id] - {keyword.arg for keyword in call.keywords}
                assert not missing, f"{path.name}:{call.lineno} {call.func.id} without {missing}"
    assert seen == set(PAIRED)


def literals(source: str, names: set[str], position: int) -> set[str]:
    found = set()
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names:
            words = call.args[position]
            parts = words.values if isinstance(words, ast.JoinedStr) else [words]
            found.add("".join(str(part.value) if isinstance(part, ast.Constant) else "16" for part in parts))
    return found


@pytest.mark.parametrize(
    "words",
    sorted(
        literals((STORE / "toml/layout.py").read_text(encoding="utf-8"), {"LayoutError", "TooDeepError"}, 1)
        | literals(inspect.getsource(importlib.import_module("tomllib._parser")), {"suffixed_err"}, 2)
    ),
)
def test_whatever_a_parser_says_is_known_in_chinese(words: str) -> None:
    assert is_chinese(syntax.explain_syntax_zh(words))


def test_unknown_words_of_a_parser_and_of_the_system_stay() -> None:
    assert syntax.explain_syntax_zh("Something new") == "Something new"
    assert explain_zh("Something new") == "Something new"


@pytest.mark.parametrize(
    "number",
    [
        errno.EACCES,
        errno.EIO,
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EROFS,
        errno.ENOENT,
        errno.EMFILE,
        errno.ENOLCK,
        errno.ESTALE,
    ],
)
def test_what_the_system_says_is_put_into_chinese(number: int) -> None:
    words = os.strerror(number)
    assert is_chinese(explain_zh(words))
    assert explain_zh(words) in ReadOnly("/srv", words).message_zh
    assert words in ReadOnly("/srv", words).message
    refused = Unreadable("duties/x.toml", OSError(number, words))
    assert refused.message == f"The system refused to read duties/x.toml: {words}."
    assert refused.message_zh == f"系统无法读取 duties/x.toml：{explain_zh(words)}。"


def test_error_without_a_number_says_so() -> None:
    assert (
        explain_write("x.toml", OSError("torn")).message
        == "The file x.toml was not written: the system gave no reason."
    )
    assert explain_write("x.toml", OSError("torn")).message_zh == "文件 x.toml 没有写入：系统没有说明原因。"


@pytest.mark.parametrize(
    "path", ["", "a\nb", "/a", "a\\b", "x" * 1001, "a//b", "a./b", "x" * 256, "con.toml", ".git/config"]
)
def test_bad_path_is_told_in_both_languages(path: str) -> None:
    with pytest.raises(BadPath) as caught:
        check_relative(path)
    check_words(caught.value)


@pytest.mark.parametrize("address", ["", "ftp://host/x", "https://ada:secret@host/x"])
def test_bad_address_is_told_in_both_languages(address: str) -> None:
    with pytest.raises(AddressRefused) as caught:
        check_address(address)
    check_words(caught.value)
    assert "secret" not in caught.value.message_zh


@pytest.mark.parametrize("value", [None, 2**63, "half \ud800", {"a": object()}, {1: 1}])
def test_value_without_a_form_is_told_in_both_languages(value: Any) -> None:
    with pytest.raises(Unstorable) as caught:
        render({"note": value})
    check_words(caught.value)


@pytest.mark.parametrize(("key", "value"), [(("title", "x"), 1), ((), 1), (("title",), "x" * 1024 * 1024)])
def test_edit_that_cannot_be_proven_is_told_in_both_languages(key: tuple[str, ...], value: Any) -> None:
    with pytest.raises(EditUnproven) as caught:
        apply('title = "x"\n', [FieldEdit(key, value)])
    check_words(caught.value)


def test_result_that_is_not_toml_is_explained_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    for torn, said in (
        ("a = 1\na = 2\n", "a 出现两次：第 1 行和第 2 行"),
        ("a = \n", "值无效"),
        ("a = 1 1\n", "语句之后应换行"),
    ):
        monkeypatch.setattr("store.toml.edit.splice", lambda *_, torn=torn: torn)
        with pytest.raises(EditUnproven) as caught:
            apply("a = 1\n", [FieldEdit(("a",), 2)])
        assert said in caught.value.message_zh
        assert caught.value.message_zh.startswith("字段 a 无法")


TORN = [
    (b"title = \n", "DB001", "文件不能按 TOML 读取：文本不符合 TOML 写法，见第 1 行第 9 列：值无效"),
    (b"a = 1\na = 2\n", "DB001", "文件不能按 TOML 读取：a 出现两次：第 1 行和第 2 行"),
    ("title = '季度'\n".encode("gb18030"), "DB001", "文件不能按 TOML 读取：文件不是 UTF-8 编码：第 9 字节（第 1 行）无法识别，看来是 GB18030"),
    (b"<<<<<<< HEAD\n", "DB001", "文件不能按 TOML 读取：第 1 行有未完成的合并的标记（<<<<<<<）"),
    (Unreadable("duties/x.toml", OSError(errno.EACCES, "")), "DB007", "文件无法读取：系统无法读取 duties/x.toml：没有权限"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "code", "words"), TORN)
def test_diagnostic_of_a_damaged_file_is_a_clause_in_either_language(
    content: bytes | FileFailure, code: str, words: str
) -> None:
    (fault,) = read_one("duties/x.toml", content, Stamp(1, 1)).faults
    assert (fault.code, fault.message_zh) == (code, words)
    assert RULES[code].message.partition("{")[0] == fault.message[: len(RULES[code].message.partition("{")[0])]
    assert not is_chinese(fault.message + fault.hint)
    assert is_chinese(fault.hint_zh)
    for text in (fault.message, fault.hint, fault.message_zh, fault.hint_zh):
        assert not text.endswith((".", "。"))
    assert fault.hint[0].islower()


def test_sentence_becomes_a_clause() -> None:
    assert clause("The file is torn.") == "the file is torn"
    assert clause("UTF-8 is meant.") == "UTF-8 is meant"
    assert clause("文件残缺。") == "文件残缺"


def test_words_of_git_end_a_sentence_as_they_are() -> None:
    assert ended("no such ref\n") == "no such ref."
    assert ended("Not on Mondays!") == "Not on Mondays!"
    assert (
        GitFailed(["fetch"], 128, "fatal: 没有\n").message
        == "The command `git fetch` failed with status 128: fatal: 没有."
    )
    assert GitFailed(["fetch"], 1, "").message_zh == "命令 `git fetch` 失败（状态 1）：没有说明原因。"
    timed_out = GitTimedOut(["fetch"], 2, "one\ntwo\n")
    assert timed_out.message_zh == "命令 `git fetch` 未在 2 秒内结束，已停止。最后的输出：two。"
    unreachable = complaint.name_network_complaint(timed_out, "origin", Path("/srv"))
    assert unreachable.message_zh == f"无法连接远端“origin”：{timed_out.message_zh}"
    assert unreachable.message == f'The remote "origin" could not be reached: {timed_out.message}'


@pytest.mark.parametrize(
    "err", ["No space left on device", "Disk quota exceeded", "File too large", "Read-only file system", "x: Permission denied", "Input/output error", "Please tell me who you are", "failed to sign the data"]
)  # fmt: skip
def test_complaint_of_git_is_told_in_both_languages(err: str, tmp_path: Path) -> None:
    found = complaint.name_complaint(GitFailed(["commit"], 128, err), tmp_path)
    assert type(found) is not GitFailed
    check_words(found)
    if "sign" not in err:  # there git's own words are shown
        assert err not in found.message_zh


def test_sentences_fit_what_they_are_about() -> None:
    assert NothingToCommit([]).message == "Nothing to save: no file is named."
    assert NothingToCommit([]).message_zh == "无须保存：没有指定文件。"
    assert (
        HalfDoneOperation("bisect", "git bisect reset", operation_zh="二分查找").hint_zh
        == "请先完成：`git bisect reset`。"
    )
    assert "“main”" in UpstreamRewritten("origin", "refs/heads/main", "a" * 40, None).message_zh
    assert "现在已不存在" in UpstreamRewritten("origin", "refs/heads/main", "a" * 40, None).message_zh
    assert OtherBranch("main", None).message_zh == "要同步的是分支“main”，而当前不在任何分支上。"
    assert RemoteRefused("origin", "hook declined", "").message_zh == "远端“origin”拒绝了推送：hook declined。"
    assert names(list("abcdefg")) == "a, b, c, d, e and 2 more"
    assert names_zh(list("abcdefg")) == "a、b、c、d、e 等 7 个"
    assert short("refs/heads/main") == "main"


def test_holder_of_a_lock_is_described_in_chinese(tmp_path: Path) -> None:
    note = tmp_path / "lock"
    assert lock._in_chinese(read_holder(note)) == "另一个程序"
    note.write_bytes(lock._describe("dutybook sync"))
    told = lock._in_chinese(read_holder(note))
    assert re.fullmatch(rf"dutybook sync（进程 {os.getpid()}，主机 .+，始于 [-0-9]+ [:0-9]+）", told)
    assert lock._in_chinese("git gc (process 4711)") == "git gc（进程 4711）"
    assert lock._in_chinese("") == ""


def test_damaged_note_of_a_save_is_told_in_both_languages(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    (tmp_path / "journal" / "torn.json").write_bytes(b"{")
    (tmp_path / "journal" / "link.json").symlink_to(tmp_path)
    for found in journal.damaged():
        assert isinstance(found, Damaged)
        check_sentence(found.why, found.why_zh)
        assert is_chinese(found.why_zh) and not is_chinese(found.why)
    assert len(journal.damaged()) == 2
