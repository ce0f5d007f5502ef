"""The server check of branches: which is the main line, which others are kept, and how each may move."""

from collections.abc import Iterator
from collections.abc import Sequence
from typing import Any
from typing import ClassVar
from typing import NamedTuple

from schema.diagnostic import Diagnostic
from schema.failure import Failure
from schema.rules.gate import DELETION
from schema.rules.gate import MALFORMED
from schema.rules.gate import NOT_MAIN
from schema.rules.gate import OTHER_REF
from schema.rules.gate import REWRITTEN
from schema.visible import visible
from store.gate.pushed import HEADS
from store.gate.pushed import Update
from store.gate.verdict import Refusal
from store.git import Git
from store.review.proposal import PREFIX
from store.review.proposal import is_name
from store.together.upstream import is_ancestor
from store.toml.encoding import MAX_BYTES
from store.toml.text import plain


class PolicyUnreadable(Failure):
    """The register that says what is asked of a push cannot be read."""

    code: ClassVar[str] = "F442"
    exit_code: ClassVar[int] = 1

    def __init__(self, commit: str) -> None:
        super().__init__(
            f"The register.toml of the main line ({commit[:12] or 'no branch holds one'}) can't be read by this version, so nothing is taken.",
            "On the server, look at the main branch and at the version of dutybook there.",
            message_zh=f"无法读取主线上的 register.toml（{commit[:12] or '没有分支含有此文件'}），因此一概不收。",
            hint_zh="请在服务器上检查主线分支和 dutybook 的版本。",
        )


class Standing(NamedTuple):
    """The main line before a push."""

    main: str
    """Short name of its branch."""
    base: str | None
    """The commit where it stands; None before the first push."""


def find_standing(git: Git, updates: Sequence[Update]) -> Standing:
    """Find the main line: the branch whose register.toml names it. Before the first push, the pushed one that does.

    Args:
        git: git of the repository.
        updates: what is pushed; asked only where no branch stands yet.

    Raises:
        PolicyUnreadable: branches stand there, and none of them names itself.
    """
    out = git.run("for-each-ref", "--format=%(refname) %(objectname)", HEADS).text
    tips = dict(line.removeprefix(HEADS).split(" ") for line in out.splitlines())
    tips = {name: tip for name, tip in tips.items() if not name.startswith(PREFIX)}
    first = git.run("symbolic-ref", "--quiet", "HEAD", ok=(0, 1)).text.removeprefix(HEADS)
    for name in sorted(tips, key=lambda name: (name != first, name)):
        if branch_of(git, tips[name]) == name:
            return Standing(name, tips[name])
    if tips:
        raise PolicyUnreadable(tips.get(first, ""))
    named = [update.short for update in updates if update.new and branch_of(git, update.new) == update.short]
    return Standing(named[0] if named else first, None)


def branch_of(git: Git, commit: str) -> str | None:
    """The name that a commit's register.toml gives to the main branch; None where it cannot be read."""
    settings = _settings(git, commit)
    if settings is None:
        return None
    shared = settings.get("git", {})
    name = shared.get("branch", "main") if isinstance(shared, dict) else None
    return name if isinstance(name, str) else None


def language_of(git: Git, commit: str) -> str:
    """The language of a commit's register: `zh` or `en`."""
    language = (_settings(git, commit) or {}).get("language")
    return "en" if isinstance(language, str) and language.startswith("en") else "zh"


def _settings(git: Git, commit: str) -> dict[str, Any] | None:
    path = f"{commit}:register.toml"
    size = git.run("cat-file", "-s", path, ok=(0, 128)).text
    if not size.isdecimal() or int(size) > MAX_BYTES:
        return None
    return plain(git.run("cat-file", "blob", path, ok=(0, 128)).out.decode(errors="replace")) or None


def judge_refs(git: Git, updates: Sequence[Update], standing: Standing) -> Iterator[Refusal]:
    """What is refused of how the branches move."""
    begins = standing.base is None and not any(update.short == standing.main for update in updates)
    for update in updates:
        found = _judge_ref(git, update, standing)
        if found is None and begins:  # what a proposal is held against must come first
            found = NOT_MAIN.found("", "", ref=visible(f"{HEADS}{standing.main}"))
        if found is not None:
            yield Refusal(update.new or "", found)


def _judge_ref(git: Git, update: Update, standing: Standing) -> Diagnostic | None:
    ref = visible(update.ref)
    is_main = update.short == standing.main
    if not update.ref.startswith(HEADS) or not (is_main or is_name(update.short)):
        return OTHER_REF.found("", "", ref=ref, main=visible(standing.main))
    if update.new is None:
        return DELETION.found("", "", ref=ref)
    if git.run("cat-file", "-t", update.new, ok=(0, 128)).text != "commit":
        words = {"commit": update.new[:12], "what": "it is no commit", "what_zh": "不是提交"}
        return MALFORMED.found("commit", update.new[:12], **words)
    if update.old is not None and not is_ancestor(git, update.old, update.new):
        return REWRITTEN.found("", "", ref=ref, old=update.old[:12])
    if is_main and branch_of(git, update.new) != standing.main:
        return NOT_MAIN.found("", "", ref=ref)
    return None
