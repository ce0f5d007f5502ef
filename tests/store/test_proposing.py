"""Proposals from the first change to the approval, between two clones: who may, what is kept, what is refused."""

from pathlib import Path

import pytest

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.review import approvers
from schema.review import protected_kinds
from store.objection import NoLongerFits
from store.objection import NotApprover
from store.objection import NotHandedIn
from store.objection import NothingProposed
from store.objection import OwnProposal
from store.objection import ProposalMoved
from store.objection import UnknownPerson
from store.register import RegisterStore
from store.rejection import RecordChanged
from store.review.proposal import ProposalState
from store.review.proposal import UnknownProposal
from store.review.proposing import Proposed
from store.review.proposing import approve
from store.review.proposing import comment
from store.review.proposing import hand_in
from store.review.proposing import proposal
from store.review.proposing import proposals
from store.review.proposing import save_to_proposal
from store.review.proposing import send_back
from store.together.courier import carry
from store.together.sharing import share
from tests.store.repositories import check_whole
from tests.store.repositories import isolated  # noqa: F401  # autouse in this module
from tests.store.repositories import make_clone
from tests.store.repositories import make_register
from tests.store.repositories import make_remote
from tests.store.repositories import run_git
from tests.store.repositories import save
from tests.store.repositories import set_identity

SOURCE = b"""title = "Harbour rules"
level = "own"

[[clause]]
path = "1"
text = "Somebody looks after the harbour."

[[clause]]
path = "2"
text = "The harbour is looked at each quarter."
"""
SETTINGS = (
    b'format = 1\ntitle = "Harbour Office"\nlanguage = "en"\n\n[review]\nkinds = ["group"]\napprovers = ["chair"]\n'
)
GROUP = b'# who steers\ntitle = "Steering"\nhead = "chair"\nmembers = ["clerk"]\n'
RECORDS = {
    "register.toml": SETTINGS,
    "units/pier.toml": b'title = "Pier office"\ntype = "section"\n',
    "people/ada.toml": b'name = "Ada Quill"\nemails = ["ada@harbour.example"]\n',
    "people/bo.toml": b'name = "Bo Tern"\nemails = ["bo@harbour.example"]\n',
    "posts/chair.toml": b'title = "Chair"\nunit = "pier"\nrank = "principal"\n\n[[holding]]\nperson = "bo"\nfrom = 2026-01-01\n',
    "posts/clerk.toml": b'title = "Clerk"\nunit = "pier"\nrank = "staff"\n\n[[holding]]\nperson = "ada"\nfrom = 2026-01-01\n',
    "groups/steering.toml": GROUP,
}


@pytest.fixture
def ada(tmp_path: Path) -> RegisterStore:
    """Ada is a clerk: she proposes."""
    place = make_register(tmp_path / "ada", records=RECORDS)
    make_remote(tmp_path / "remote.git", place.top)
    return RegisterStore.open(place.top)


@pytest.fixture
def bo(ada: RegisterStore, tmp_path: Path) -> RegisterStore:
    """Bo holds the approving post."""
    return RegisterStore.open(make_clone(tmp_path / "remote.git", tmp_path / "bo").top)


def retitle(title: str, id: str = "steering", kind: str = "group") -> ChangeSet:
    field = FieldChange(key=("title",), value=title)
    change = RecordChange(kind=kind, id=id, verb=Verb.EDIT, fields=(field,))
    return ChangeSet(action="set", records=(change,), reason="a clearer name")


def handed_in(ada: RegisterStore, title: str = "Steering group") -> Proposed:
    written = save_to_proposal(ada, retitle(title))
    return hand_in(ada, written.name, "A clearer name", "people ask what it steers")


def test_what_is_protected_is_asked_of_the_main_line(ada: RegisterStore) -> None:
    assert protected_kinds(ada.register, ["duty", "group", "group"]) == ("group",)
    assert approvers(ada.register, ada.today) == {"chair": "bo"}


def test_a_change_goes_to_a_branch_and_the_work_tree_stays(ada: RegisterStore) -> None:
    before = run_git(ada.location.top, "rev-parse", "HEAD")
    written = save_to_proposal(ada, retitle("Steering group"))
    assert written.name.startswith("proposal/ada/")
    assert written.paths == ("groups/steering.toml",)
    assert run_git(ada.location.top, "rev-parse", "HEAD") == before
    assert run_git(ada.location.top, "status", "--porcelain") == ""
    assert (ada.location.top / "groups/steering.toml").read_bytes() == GROUP
    shown = run_git(ada.location.top, "show", f"{written.name}:groups/steering.toml")
    assert shown == GROUP.decode().replace("Steering", "Steering group").rstrip("\n")
    found = proposal(ada, written.name)
    assert (found.state, found.places, found.title) == (
        ProposalState.DRAFT,
        (("group", "steering"),),
        "group(steering): title Steering -> Steering group",
    )
    check_whole(ada.location.top)


def test_a_second_change_joins_the_proposal_under_way(ada: RegisterStore) -> None:
    first = save_to_proposal(ada, retitle("Steering group"))
    members = FieldChange(key=("members",), value=["chair", "clerk"])
    change = RecordChange(kind="group", id="steering", verb=Verb.EDIT, fields=(members,))
    second = save_to_proposal(ada, ChangeSet(action="set", records=(change,), reason="both sit there"))
    assert second.name == first.name
    text = run_git(ada.location.top, "show", f"{first.name}:groups/steering.toml")
    assert 'title = "Steering group"' in text
    assert '  "chair",\n' in text
    assert len(proposal(ada, first.name).said) == 2


def test_from_the_first_change_to_the_approval(ada: RegisterStore, bo: RegisterStore) -> None:
    written = handed_in(ada)
    assert proposal(ada, written.name).state is ProposalState.SUBMITTED
    assert carry(ada).sent == (written.name,)
    carry(bo)
    waiting = proposals(bo)
    assert [(one.name, one.state, one.title, one.is_remote) for one in waiting] == [
        (written.name, ProposalState.SUBMITTED, "A clearer name", True)
    ]
    done = approve(bo, written.name, "agreed", looked_at=waiting[0].tip)
    assert bo.register.groups["steering"].title == "Steering group"
    assert run_git(bo.location.top, "status", "--porcelain") == ""
    message = run_git(bo.location.top, "log", "-1", "--format=%B")
    for line in (
        "approve: A clearer name",
        "agreed",
        "Register-Action: approve",
        "Register-Record: group/steering",
        f"Proposal: {written.name}",
        f"Register-Approves: {waiting[0].tip}",
        "Register-Post: chair",
        "Reviewed-by: Bo Tern <bo@harbour.example>",
    ):
        assert line in message.splitlines()
    assert run_git(bo.location.top, "log", "-1", "--format=%P", done.commit).split()[1] == waiting[0].tip
    share(bo)
    share(ada)
    assert proposal(ada, written.name).state is ProposalState.APPROVED
    assert len(proposal(ada, written.name).said) == 2
    check_whole(bo.location.top)


def test_a_proposal_that_is_a_draft_stays_at_its_author_s_desk(ada: RegisterStore, bo: RegisterStore) -> None:
    save_to_proposal(ada, retitle("Steering group"))
    assert carry(ada).sent == ()
    carry(bo)
    assert proposals(bo) == []


def test_sent_back_changed_and_handed_in_again(ada: RegisterStore, bo: RegisterStore) -> None:
    written = handed_in(ada)
    carry(ada)
    carry(bo)
    send_back(bo, written.name, "say which group")
    carry(bo)
    carry(ada)
    assert proposal(ada, written.name).state is ProposalState.RETURNED
    assert [one.text for one in proposal(ada, written.name).said if one.action == "return"] == ["say which group"]
    save_to_proposal(ada, retitle("Steering group of the harbour"))
    assert proposal(ada, written.name).state is ProposalState.DRAFT
    hand_in(ada, written.name, "", "")
    carry(ada)
    carry(bo)
    approve(bo, written.name, "")
    assert bo.register.groups["steering"].title == "Steering group of the harbour"


def test_what_both_said_to_one_proposal_is_kept(ada: RegisterStore, bo: RegisterStore) -> None:
    written = handed_in(ada)
    carry(ada)
    carry(bo)
    comment(bo, written.name, "is this all?")
    comment(ada, written.name, "more to come")
    carry(bo)
    assert carry(ada).apart == ()
    carry(bo)
    for store in (ada, bo):
        assert proposal(store, written.name).state is ProposalState.SUBMITTED
        texts = run_git(store.location.top, "log", "--format=%b", written.name)
        assert "is this all?" in texts
        assert "more to come" in texts


def test_nobody_approves_what_is_theirs(ada: RegisterStore, bo: RegisterStore) -> None:
    written = save_to_proposal(bo, retitle("Mine"))
    hand_in(bo, written.name, "", "")
    with pytest.raises(OwnProposal):
        approve(bo, written.name, "")
    assert bo.register.groups["steering"].title == "Steering"


def test_only_a_holder_of_an_approving_post_approves_or_sends_back(ada: RegisterStore, bo: RegisterStore) -> None:
    written = save_to_proposal(bo, retitle("Bo's"))
    hand_in(bo, written.name, "", "")
    carry(bo)
    carry(ada)
    with pytest.raises(NotApprover, match="Ada Quill holds none of the posts that approve today: chair"):
        approve(ada, written.name, "")
    with pytest.raises(NotApprover):
        send_back(ada, written.name, "no")


def test_somebody_unknown_proposes_nothing(ada: RegisterStore) -> None:
    set_identity(ada.location.top, "Nobody", "nobody@harbour.example")
    with pytest.raises(UnknownPerson):
        save_to_proposal(ada, retitle("x"))


def test_a_draft_is_not_approved_and_an_unknown_one_is_told(ada: RegisterStore, bo: RegisterStore) -> None:
    written = save_to_proposal(ada, retitle("x"))
    run_git(bo.location.top, "fetch", "--quiet", str(ada.location.top), f"{written.name}:{written.name}")
    with pytest.raises(NotHandedIn, match="it is draft"):
        approve(bo, written.name, "")
    with pytest.raises(UnknownProposal):
        approve(bo, "ada/nothing", "")
    with pytest.raises(UnknownProposal):
        approve(bo, "--output=x", "")
    with pytest.raises(NothingProposed):
        hand_in(bo, "", "", "")


def test_what_was_changed_since_it_was_looked_at_is_looked_at_again(ada: RegisterStore, bo: RegisterStore) -> None:
    written = handed_in(ada)
    carry(ada)
    carry(bo)
    seen = proposal(bo, written.name).tip
    save_to_proposal(ada, retitle("Something else"), written.name)
    hand_in(ada, written.name, "", "")
    carry(ada)
    carry(bo)
    with pytest.raises(ProposalMoved):
        approve(bo, written.name, "", looked_at=seen)


def test_a_proposal_that_no_longer_fits_is_not_approved(ada: RegisterStore, bo: RegisterStore) -> None:
    written = handed_in(ada)
    carry(ada)
    carry(bo)
    save(bo.location, {"groups/steering.toml": GROUP.replace(b"Steering", b"Other name")})
    bo.location = RegisterStore.open(bo.location.top).location
    with pytest.raises(NoLongerFits, match=r"groups/steering\.toml title"):
        approve(bo, written.name, "")
    save(bo.location, {"groups/steering.toml": None})
    with pytest.raises(NoLongerFits):
        approve(bo, written.name, "")


def test_two_texts_written_from_the_main_line_are_put_together_or_told(ada: RegisterStore) -> None:
    def write(text: bytes) -> ChangeSet:
        change = RecordChange(kind="group", id="steering", verb=Verb.EDIT, text=text.decode())
        return ChangeSet(action="save", records=(change,), reason="by hand")

    save_to_proposal(ada, write(GROUP.replace(b"Steering", b"Steering group")))
    written = save_to_proposal(ada, write(GROUP.replace(b'["clerk"]', b'["chair"]')))
    text = run_git(ada.location.top, "show", f"{written.name}:groups/steering.toml")
    assert 'title = "Steering group"' in text
    assert 'members = ["chair"]' in text
    with pytest.raises(RecordChanged):
        save_to_proposal(ada, write(GROUP.replace(b"Steering", b"Other")))


def test_a_row_changed_again_is_the_same_row_though_the_proposal_moved_it(ada: RegisterStore) -> None:
    settings = SETTINGS.replace(b'kinds = ["group"]', b'kinds = ["source"]')
    save(ada.location, {"sources/rules.toml": SOURCE, "register.toml": settings})
    ada.location = RegisterStore.open(ada.location.top).location
    ada.reload()

    def write(key: tuple[str | int, ...], value: object) -> Proposed:
        change = RecordChange(kind="source", id="rules", verb=Verb.EDIT, fields=(FieldChange(key=key, value=value),))
        return save_to_proposal(ada, ChangeSet(action="set", records=(change,), reason="clearer"))

    rows = ada.register.sources["rules"].clause
    plain = [{"path": row.path, "text": row.text} for row in rows]
    write(("clause",), [{"path": "0", "text": "What this is about."}, *plain])
    written = write(("clause", 1, "text"), "The harbour is looked at each month.")
    text = run_git(ada.location.top, "show", f"{written.name}:sources/rules.toml")
    assert text.count("The harbour is looked at each month.") == 1
    assert "Somebody looks after the harbour." in text
    assert "each quarter" not in text
    written = write(("clause", 2), {"path": "3", "text": "New."})
    assert run_git(ada.location.top, "show", f"{written.name}:sources/rules.toml").count("[[clause]]") == 4
    write(("clause",), plain[:1])
    with pytest.raises(RecordChanged):
        write(("clause", 1, "text"), "Gone by now.")
