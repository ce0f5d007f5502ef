"""The server check of approvals, end to end: what one person may not do alone, and every way round an approval that was thought of."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from store.register import RegisterStore
from store.review.proposing import approve
from store.review.proposing import comment
from store.review.proposing import hand_in
from store.review.proposing import save_to_proposal
from store.together.sharing import share
from tests.store.repositories import check_whole
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import run_git
from tests.store.repositories import write
from tests.store.server import ADA
from tests.store.server import BO
from tests.store.server import EVE
from tests.store.server import GROUP
from tests.store.server import REVIEW
from tests.store.server import commit
from tests.store.server import commit_tree
from tests.store.server import make_desk
from tests.store.server import make_server
from tests.store.server import push
from tests.store.server import records
from tests.store.server import settings
from tests.store.server import who_is

STEERING = "groups/steering.toml"
PIER = {"units/pier.toml": b'title = "Pier office"\ntitle_en = "Pier"\ntype = "section"\n'}


@pytest.fixture
def server(tmp_path: Path) -> Path:
    return make_server(tmp_path / "server.git", records(REVIEW))


@pytest.fixture
def ada(server: Path, tmp_path: Path) -> Path:
    return make_desk(server, tmp_path / "ada", ADA)


@pytest.fixture
def bo(server: Path, tmp_path: Path) -> Path:
    return make_desk(server, tmp_path / "bo", BO)


def titled(title: str) -> bytes:
    return GROUP.replace(b'"Steering"', f'"{title}"'.encode())


def retitle(title: str) -> ChangeSet:
    field = FieldChange(key=("title",), value=title)
    change = RecordChange(kind="group", id="steering", verb=Verb.EDIT, fields=(field,))
    return ChangeSet(action="set", records=(change,), reason="a clearer name")


def propose(top: Path, title: str = "Steering group") -> str:
    """Propose a title from a desk with dutybook and push it; gives the proposal's name."""
    store = RegisterStore.open(top)
    written = save_to_proposal(store, retitle(title))
    hand_in(RegisterStore.open(top), written.name, "A clearer name", "people ask")
    assert push(top, f"{written.name}:{written.name}").taken
    return written.name


def fetch(top: Path, name: str) -> str:
    """Bring a proposal to a desk; gives its tip."""
    run_git(top, "fetch", "--quiet", "origin", f"+{name}:{name}")
    return run_git(top, "rev-parse", name)


def approval(name: str, tip: str, who: tuple[str, str] = BO, post: str = "chair") -> str:
    """The message of an approval, as dutybook writes it."""
    trailers = f"Register-Action: approve\nProposal: {name}\nRegister-Approves: {tip}\nRegister-Post: {post}\nReviewed-by: {who[0]} <{who[1]}>"
    return f"approve: a clearer name\n\nagreed\n\n{trailers}\n"


def merge(
    top: Path, tip: str, message: str, who: tuple[str, str] = BO, *, at: str = "", files: Mapping[str, bytes] = {}
) -> str:
    """Merge by plain git, with files changed in the merge itself; gives the merge."""
    run_git(top, "merge", "--quiet", "--no-ff", "--no-commit", tip, environment=who_is(who, at), ok=False)
    write(top, files)
    run_git(top, "add", "--all")
    run_git(top, "commit", "--quiet", "-F", "-", stdin=message.encode(), environment=who_is(who, at))
    return run_git(top, "rev-parse", "HEAD")


def refused(top: Path, new: str, *words: str) -> None:
    said = push(top)
    assert not said.taken, "it came in"
    assert f"commit {new[:12]}:" in said.said
    for each in words:
        assert each in said.said, said.said


# What one person does not do alone


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (STEERING, titled("Other")),
        (STEERING, None),
        ("groups/second.toml", GROUP),
        ("groups/2026/steering.toml", GROUP),
    ],
)
def test_a_protected_kind_is_not_changed_on_the_main_line(ada: Path, path: str, content: bytes | None) -> None:
    new = commit(ada, ADA, {path: content})
    place = f"group/{Path(path).stem}"
    refused(ada, new, f"DB955 {place}: the commit {new[:12]} changes `{path}` on the main line", "propose the change")


def test_nor_by_a_holder_of_the_approving_post_nor_in_between(bo: Path) -> None:
    first = commit(bo, BO, {STEERING: titled("Other")})
    commit(bo, BO, {STEERING: GROUP})
    refused(bo, first, "DB955")
    run_git(bo, "reset", "--quiet", "--hard", "origin/main")
    new = commit(bo, BO, {STEERING: titled("Other")}, approval("proposal/ada/x", run_git(bo, "rev-parse", "HEAD")))
    refused(bo, new, "DB955")


def test_what_is_not_protected_is_free(ada: Path) -> None:
    commit(ada, ADA, PIER)
    assert push(ada).taken


@pytest.mark.parametrize(
    "more",
    [
        "",
        '\n[review]\nkinds = []\napprovers = ["chair"]\n',
        '\n[review]\nkinds = ["group"]\napprovers = ["chair", "clerk"]\n',
        REVIEW + "\n[signing]\nrequired = true\n",
    ],
)
def test_who_approves_and_who_signs_is_protected_too(ada: Path, more: str) -> None:
    new = commit(ada, ADA, {"register.toml": settings(more)})
    refused(
        ada,
        new,
        "DB955 register.toml: the commit",
        "who approves and who signs changes only through an approved proposal",
    )
    commit(ada, ADA, {"register.toml": settings(more), STEERING: titled("Other")})
    refused(ada, new, "DB955 register.toml", "DB955 group/steering")


def test_other_settings_are_free(ada: Path) -> None:
    commit(ada, ADA, {"register.toml": settings("\n[thresholds]\nnear_due = 5\n" + REVIEW)})
    assert push(ada).taken


def test_a_rule_that_was_weakened_weakens_nothing_in_the_same_push(ada: Path) -> None:
    """Policy is the old tip's: the weakened rule and its use in one push."""
    weak = commit(ada, ADA, {"register.toml": settings()})
    use = commit(ada, ADA, {STEERING: titled("Other")})
    said = push(ada)
    assert not said.taken
    assert f"commit {weak[:12]}:" in said.said and f"commit {use[:12]}:" in said.said


def test_whoever_appoints_himself_approves_nothing_in_the_same_push(ada: Path, bo: Path) -> None:
    name = propose(bo)
    tip = fetch(ada, name)
    chair = records()["posts/chair.toml"].replace(b'"bo"', b'"ada"')
    commit(ada, ADA, {"posts/chair.toml": chair})
    new = merge(ada, tip, approval(name, tip, ADA), ADA)
    refused(ada, new, "DB957 Ada Quill <ada@harbour.example> held none of the approving posts")


# Approvals that hold


def test_an_approved_proposal_comes_in(server: Path, ada: Path, bo: Path) -> None:
    name = propose(ada)
    fetch(bo, name)
    approve(RegisterStore.open(bo), name, "agreed")
    assert push(bo).taken
    assert b"Steering group" in run_git(server, "show", f"main:{STEERING}").encode()
    check_whole(server)


def test_an_approval_beside_other_work_and_the_syncs_after_it_come_in(ada: Path, bo: Path) -> None:
    name = propose(ada)
    commit(bo, BO, PIER)
    fetch(bo, name)
    approve(RegisterStore.open(bo), name, "agreed")
    commit(ada, ADA, {"units/pier.toml": b'title = "Pier office"\ntype = "section"\nnote = "quay side"\n'})
    assert push(ada).taken
    done = share(RegisterStore.open(bo))
    assert done.pushed, "a merge of both desks"
    run_git(ada, "pull", "--quiet", "--ff-only")
    commit(ada, ADA, {"units/pier.toml": b'title = "Pier office"\ntitle_en = "Pier"\ntype = "section"\n'})
    assert push(ada).taken
    assert b"Steering group" in (ada / STEERING).read_bytes()


def test_what_was_only_said_makes_nobody_an_author(ada: Path, bo: Path) -> None:
    name = propose(ada)
    fetch(bo, name)
    comment(RegisterStore.open(bo), name, "is this all?")
    approve(RegisterStore.open(bo), name, "agreed")
    assert push(bo).taken


# Ways round it


def test_a_proposal_merged_without_an_approval_does_not_come_in(ada: Path, bo: Path) -> None:
    name = propose(ada)
    tip = fetch(bo, name)
    merge(bo, tip, "merge it\n")
    said = push(bo)
    assert not said.taken
    assert "DB955 group/steering" in said.said
    run_git(bo, "reset", "--quiet", "--hard", "origin/main")
    run_git(bo, "merge", "--quiet", "--ff-only", tip)
    assert "DB955 group/steering" in push(bo).said


def test_what_was_pushed_to_a_proposal_first_is_not_let_in_later(ada: Path) -> None:
    """The two-step push: what any branch has is looked at again when it comes to the main line."""
    new = commit(ada, ADA, {STEERING: titled("Other")})
    assert push(ada, "HEAD:refs/heads/proposal/ada/other").taken
    refused(ada, new, "DB955 group/steering")


def test_an_approval_of_an_older_state_does_not_hold(ada: Path, bo: Path) -> None:
    name = propose(ada)
    looked_at = fetch(bo, name)
    store = RegisterStore.open(ada)
    save_to_proposal(store, retitle("Something else"), name)
    assert push(ada, f"{name}:{name}").taken
    tip = fetch(bo, name)
    new = merge(bo, tip, approval(name, looked_at))
    refused(bo, new, "DB956", "`Register-Approves` names another commit than the one that is merged")


def test_an_approval_that_was_rebased_does_not_hold(ada: Path, bo: Path) -> None:
    name = propose(ada)
    tip = fetch(bo, name)
    commit(bo, BO, PIER)
    run_git(bo, "checkout", "--quiet", "--detach", tip)
    run_git(bo, "rebase", "--quiet", "main", environment=who_is(BO))
    other = run_git(bo, "rev-parse", "HEAD")
    run_git(bo, "checkout", "--quiet", "main")
    assert other != tip
    refused(bo, merge(bo, other, approval(name, tip)), "DB956")


def test_nobody_approves_what_is_theirs(ada: Path, bo: Path) -> None:
    name = propose(bo)
    tip = run_git(bo, "rev-parse", name)
    refused(
        bo,
        merge(bo, tip, approval(name, tip)),
        "DB958 Bo Tern <bo@harbour.example> approved in",
        "ask another approver",
    )


@pytest.mark.parametrize("message", ["edit", "comment\n\nx\n\nRegister-Action: comment\n"])
def test_nobody_approves_what_is_partly_theirs_whatever_they_call_it(ada: Path, bo: Path, message: str) -> None:
    name = propose(ada)
    fetch(bo, name)
    run_git(bo, "checkout", "--quiet", name)
    own = commit(bo, ("Somebody", "BO@harbour.example"), {STEERING: titled("Mine")}, message)
    run_git(bo, "checkout", "--quiet", "main")
    refused(bo, merge(bo, own, approval(name, own)), "DB958", f"what is partly their own (commit {own[:12]})")


def test_a_merge_inside_a_proposal_hides_no_change_of_the_approver(ada: Path, bo: Path) -> None:
    name = propose(ada)
    fetch(bo, name)
    commit(bo, BO, PIER)
    assert push(bo).taken
    run_git(bo, "checkout", "--quiet", name)
    own = merge(bo, "main", "merge: both sides\n", files={STEERING: titled("Mine")})
    run_git(bo, "checkout", "--quiet", "main")
    refused(bo, merge(bo, own, approval(name, own)), "DB958", own[:12])


def test_only_a_holder_of_an_approving_post_approves(ada: Path, bo: Path) -> None:
    name = propose(bo)
    tip = fetch(ada, name)
    refused(
        ada, merge(ada, tip, approval(name, tip, ADA, "clerk"), ADA), "DB957 Ada Quill <ada@harbour.example> held none"
    )
    run_git(ada, "reset", "--quiet", "--hard", "origin/main")
    refused(
        ada,
        merge(ada, tip, approval(name, tip, ADA), EVE),
        "DB956",
        "`Reviewed-by` names another than its author",
        "DB957 Eve Reed",
    )
    run_git(ada, "reset", "--quiet", "--hard", "origin/main")
    nobody = ("Nobody", "nobody@harbour.example")
    refused(ada, merge(ada, tip, approval(name, tip, nobody), nobody), "DB957 Nobody <nobody@harbour.example>")


def test_an_approval_names_the_post(ada: Path, bo: Path) -> None:
    name = propose(ada)
    tip = fetch(bo, name)
    refused(
        bo,
        merge(bo, tip, approval(name, tip, post="clerk")),
        "DB956",
        "`Register-Post` names none of the posts of its author",
    )


def test_an_approval_is_of_the_day_that_it_is_pushed_on_or_a_little_before(
    server: Path, ada: Path, tmp_path: Path
) -> None:
    """Whoever left the post could date an approval back."""
    bo = make_desk(server, tmp_path / "bo", BO)
    chair = records()["posts/chair.toml"].replace(b"from = 2026-01-01\n", b"from = 2026-01-01\nto = 2026-06-30\n")
    chair += b'\n[[holding]]\nperson = "eve"\nfrom = 2026-07-01\n'
    commit(ada, ADA, {"posts/chair.toml": chair})
    assert push(ada).taken
    run_git(bo, "pull", "--quiet")
    name = propose(ada)
    tip = fetch(bo, name)
    refused(
        bo,
        merge(bo, tip, approval(name, tip)),
        "DB957 Bo Tern <bo@harbour.example> held none of the approving posts on 20",
    )
    run_git(bo, "reset", "--quiet", "--hard", "origin/main")
    backdated = merge(bo, tip, approval(name, tip), at="2026-06-15T09:00:00+00:00")
    refused(bo, backdated, "DB961", "says that it is of 2026-06-15, more than 30 days before today")
    run_git(bo, "reset", "--quiet", "--hard", "origin/main")
    refused(bo, merge(bo, tip, approval(name, tip), at="2099-01-01T09:00:00+00:00"), "DB961", "which is still to come")
    eve = make_desk(server, tmp_path / "eve", EVE)
    fetch(eve, name)
    approve(RegisterStore.open(eve), name, "agreed")
    assert push(eve).taken


def test_an_approval_is_not_used_for_another_proposal(ada: Path, bo: Path) -> None:
    name = propose(ada)
    tip = fetch(bo, name)
    approve(RegisterStore.open(bo), name, "agreed")
    assert push(bo).taken
    message = run_git(bo, "log", "-1", "--format=%B")
    run_git(ada, "pull", "--quiet", "--ff-only")
    store = RegisterStore.open(ada)
    other = save_to_proposal(store, retitle("Other"), "proposal/ada/other")
    new = merge(ada, other.commit, message, BO)
    assert tip in message
    refused(ada, new, "DB956", "`Register-Approves` names another commit")


def test_an_approval_names_a_proposal(ada: Path, bo: Path) -> None:
    name = propose(ada)
    tip = fetch(bo, name)
    refused(bo, merge(bo, tip, approval("../x", tip)), "DB956", "`Proposal` names no proposal")
    run_git(bo, "reset", "--quiet", "--hard", "origin/main")
    twice = approval(name, tip).replace("Register-Post", "Proposal: proposal/a/b\nRegister-Post")
    refused(bo, merge(bo, tip, twice), "DB956", "`Proposal` names no proposal")


def test_nothing_else_comes_in_with_an_approval(ada: Path, bo: Path) -> None:
    """The evil merge."""
    name = propose(ada)
    tip = fetch(bo, name)
    for files in ({STEERING: titled("Mine")}, PIER):
        new = merge(bo, tip, approval(name, tip), files=files)
        (path,) = files
        refused(
            bo,
            new,
            "DB959",
            "holds another result than the merge of the main line with the proposal gives",
            path,
        )
        run_git(bo, "reset", "--quiet", "--hard", "origin/main")
    new = commit_tree(bo, run_git(bo, "rev-parse", "HEAD^{tree}"), BO, approval(name, tip), "HEAD", tip)
    run_git(bo, "reset", "--quiet", "--hard", new)
    refused(bo, new, "DB959", STEERING)


def test_sides_that_were_changed_round_do_not_come_in(ada: Path, bo: Path) -> None:
    name = propose(ada)
    tip = fetch(bo, name)
    commit(bo, BO, PIER)
    main = run_git(bo, "rev-parse", "HEAD")
    run_git(bo, "reset", "--quiet", "--hard", tip)
    merge(bo, main, approval(name, main))
    said = push(bo)
    assert not said.taken
    assert "DB955 group/steering" in said.said


def test_a_merge_of_three_does_not_come_in(ada: Path, bo: Path) -> None:
    name = propose(ada)
    tip = fetch(bo, name)
    tree = run_git(bo, "rev-parse", f"{tip}^{{tree}}")
    side = commit_tree(bo, run_git(bo, "rev-parse", "HEAD^{tree}"), BO, "side")
    new = commit_tree(bo, tree, BO, approval(name, tip), "HEAD", tip, side)
    run_git(bo, "reset", "--quiet", "--hard", new)
    refused(bo, new, "DB952", "it merges more than two")


# Merges of two desks


def apart(ada: Path, bo: Path) -> None:
    """Bo's main line has an approved title, Ada's desk work of its own that began before it."""
    name = propose(ada)
    fetch(bo, name)
    approve(RegisterStore.open(bo), name, "agreed")
    assert push(bo).taken
    commit(ada, ADA, PIER)
    run_git(ada, "fetch", "--quiet")


def test_a_merge_keeps_what_was_approved(ada: Path, bo: Path) -> None:
    apart(ada, bo)
    merge(ada, "origin/main", "merge\n", ADA)
    assert push(ada).taken


def test_a_merge_takes_nothing_back_that_was_approved(ada: Path, bo: Path) -> None:
    """Its version is that of one side, and yet not what the two sides give."""
    apart(ada, bo)
    new = merge(ada, "origin/main", "merge\n", ADA, files={STEERING: GROUP})
    refused(
        ada, new, "DB960 group/steering: the merge", f"makes something else of `{STEERING}` than its two sides give"
    )


def test_a_merge_brings_nothing_protected_in(ada: Path, bo: Path) -> None:
    apart(ada, bo)
    refused(ada, merge(ada, "origin/main", "merge\n", ADA, files={STEERING: titled("Mine")}), "DB960 group/steering")
    run_git(ada, "reset", "--quiet", "--hard", "HEAD^")
    refused(ada, merge(ada, "origin/main", "merge\n", ADA, files={"groups/second.toml": GROUP}), "DB960 group/second")
    run_git(ada, "reset", "--quiet", "--hard", "HEAD^")
    refused(ada, merge(ada, "origin/main", "merge\n", ADA, files={"register.toml": settings()}), "DB960 register.toml")


def test_where_two_approvals_meet_one_of_them_is_taken(server: Path, ada: Path, bo: Path, tmp_path: Path) -> None:
    first, second = propose(ada, "First"), ""
    other = make_desk(server, tmp_path / "other", BO)
    fetch(bo, first)
    approve(RegisterStore.open(bo), first, "agreed")
    assert push(bo).taken
    store = RegisterStore.open(ada)
    second = save_to_proposal(store, retitle("Second"), "proposal/ada/second").name
    hand_in(RegisterStore.open(ada), second, "Second", "why")
    assert push(ada, f"{second}:{second}").taken
    fetch(other, second)
    approve(RegisterStore.open(other), second, "agreed")
    run_git(other, "fetch", "--quiet")
    mixed = merge(other, "origin/main", "merge\n", BO, files={STEERING: titled("Third")})
    refused(other, mixed, "DB960 group/steering")
    run_git(other, "reset", "--quiet", "--hard", "HEAD^")
    merge(other, "origin/main", "merge\n", BO, files={STEERING: titled("Second")})
    assert push(other).taken
