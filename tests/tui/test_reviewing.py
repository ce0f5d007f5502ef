"""Proposals in the app: a save that goes to review, what waits for the person, approving, sending back."""

from pathlib import Path
from threading import Event
from threading import Thread
from typing import Any

import pytest

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.review import approvers
from store.git import Git
from store.objection import OwnProposal
from store.register import RegisterStore
from store.review.entering import enter
from store.review.proposal import ProposalState
from store.review.proposing import comment
from store.review.proposing import hand_in
from store.review.proposing import proposal
from tests.store.repositories import run_git
from tests.store.repositories import set_identity
from tests.tui.conftest import Driver
from tests.tui.conftest import Opened
from tests.tui.hostile import assert_clean
from tests.tui.stage import HOSTILE
from tui.desk import Desk
from tui.dialogs.failure import FailureDialog
from tui.dialogs.reason import ReasonDialog
from tui.language import use
from tui.reviewing import Waiting
from tui.reviewing import decide
from tui.reviewing import find_all
from tui.reviewing import find_waiting
from tui.reviewing import say_records
from tui.reviewing import waiting_page
from tui.screens.decision import DecisionDialog
from tui.screens.edit import EditScreen
from tui.screens.review import ReviewPane
from tui.screens.today import Today
from tui.widgets.record_view import RecordView
from tui.widgets.text_box import TextBox

GROUP = "implementation-group"
TITLE = "换届后的领导小组"


def retitle(id_: str, title: str, kind: str = "group") -> ChangeSet:
    field = FieldChange(key=("title",), value=title)
    change = RecordChange(kind=kind, id=id_, verb=Verb.EDIT, fields=(field,))
    return ChangeSet(action="set", records=(change,), reason="换届后调整")


def become_approver(top: Path) -> None:
    """Sit down at the keyboard as the person who approves."""
    store = RegisterStore.open(top)
    (person,) = approvers(store.register, store.today).values()
    found = store.register.people[person]
    set_identity(top, found.name, found.emails[0])


@pytest.fixture
def proposed(demo: Path) -> str:
    """A proposal of somebody else that was handed in; the approver sits at the keyboard. Gives its name."""
    store = RegisterStore.open(demo)
    enter(store, retitle(GROUP, "责任制工作领导小组"))
    name = hand_in(store, "", TITLE, "请批准").name
    become_approver(demo)
    return name


async def go_to_waiting(driver: Driver) -> Waiting:
    """Open the proposal on Today with keys alone."""
    today = driver.app.main.query_one(Today)
    await driver.until(lambda: any(isinstance(one, Waiting) for one in today.book.items.values()))
    await driver.press("home", "enter")
    await driver.until(lambda: driver.app.main.query_one(RecordView).has_focus)
    await driver.until(lambda: isinstance(today.item, Waiting))
    assert isinstance(today.item, Waiting)
    return today.item


async def dialog_of(driver: Driver) -> DecisionDialog:
    await driver.until(lambda: isinstance(driver.app.screen, DecisionDialog) and driver.app.focused is not None)
    assert isinstance(driver.app.screen, DecisionDialog)
    return driver.app.screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_a_proposal_waits_on_today_and_is_approved_there(
    demo: Path, opened: Opened, proposed: str, size: tuple[int, int], language: str
) -> None:
    zh = language == "zh_CN"
    async with opened(demo, size=size, language=language) as driver:
        await driver.sees("待我办理 (1)" if zh else "Waiting for me (1)", TITLE)
        await go_to_waiting(driver)
        await driver.sees(proposed, "待批准" if zh else "waits for approval", "-  责任制落实工作领导小组")
        await driver.sees("+  责任制工作领导小组", "F10 批准" if zh else "F10 Approve")
        assert driver.app.main.place is None
        await driver.press("f10")
        dialog = await dialog_of(driver)
        dialog.query_one(TextBox).text = "同意。"
        await driver.press("f10")  # the key that asked does not approve
        assert driver.app.screen is dialog
        await driver.press("f2")
        await driver.hears("已批准，并入主线" if zh else "Approved and on the main line")
        await driver.at_rest()
        await driver.until(lambda: driver.app.main.work.waiting == ())
        assert driver.app.main.desk.view.register.groups[GROUP].title == "责任制工作领导小组"
    message = run_git(demo, "log", "-1", "--format=%B")
    assert "同意。" in message
    assert f"Proposal: {proposed}" in message


async def test_a_proposal_is_sent_back_with_a_reason_and_its_author_sees_it(
    demo: Path, opened: Opened, proposed: str
) -> None:
    async with opened(demo) as driver:
        await go_to_waiting(driver)
        await driver.press("B")
        dialog = await dialog_of(driver)
        await driver.press("f2")
        await driver.sees("请写明要改什么")
        dialog.query_one(TextBox).text = "名称请按细则写全。"
        await driver.press("ctrl+s")
        await driver.hears("已退回")
        await driver.until(lambda: driver.app.main.work.waiting == ())
        assert not driver.app.main.has_class("-record"), "the list is shown again"
        assert driver.app.main.query_one(Today).has_focus
    store = RegisterStore.open(demo)
    assert proposal(store, proposed).state is ProposalState.RETURNED
    author = next(person for person in store.register.people.values() if person.id == proposed.split("/")[1])
    set_identity(demo, author.name, author.emails[0])
    async with opened(demo) as driver:
        one = await go_to_waiting(driver)
        assert not one.may_decide
        await driver.sees("已退回", "名称请按细则写全。")
        await driver.sees("请您修改后再次提交")
        await driver.press("f10", "f2")  # nobody decides about what is their own
        assert driver.app.screen is driver.app.main
        await driver.press("ctrl+x")
        await dialog_of(driver)
        await driver.press("f2")
        await driver.hears("已提交送审")
        await driver.until(lambda: driver.app.main.work.waiting == ())
    assert proposal(RegisterStore.open(demo), proposed).state is ProposalState.SUBMITTED


async def test_what_was_changed_since_it_was_looked_at_is_not_approved(
    demo: Path, opened: Opened, proposed: str
) -> None:
    async with opened(demo) as driver:
        await go_to_waiting(driver)
        comment(RegisterStore.open(demo), proposed, "等一下")
        await driver.press("A")
        dialog = await dialog_of(driver)
        await driver.press("f2")
        await driver.until(lambda: isinstance(driver.app.screen, FailureDialog))
        await driver.sees("在您查看之后又有改动")
        await driver.press("escape", "escape")
        await driver.until(lambda: driver.app.screen is driver.app.main)
        assert dialog is not driver.app.screen
    assert proposal(RegisterStore.open(demo), proposed).state is ProposalState.SUBMITTED


def test_only_what_waits_for_this_person_is_found(demo: Path, proposed: str) -> None:
    desk = Desk(RegisterStore.open(demo))
    (one,) = find_waiting(desk)
    assert (one.proposal.name, one.proposal.title, one.may_decide, one.left_out) == (proposed, TITLE, True, 0)
    assert [(change.kind, change.id, change.verb) for change in one.differences or ()] == [("group", GROUP, "edit")]
    other = next(person for person in desk.view.register.people.values() if person.name == "郑一")
    set_identity(demo, other.name, other.emails[0])
    assert find_waiting(desk) == ()
    set_identity(demo, "Nobody", "nobody@elsewhere.example")
    assert find_waiting(desk) == ()
    author = desk.view.register.people[proposed.split("/")[1]]
    set_identity(demo, author.name, author.emails[0])
    assert find_waiting(desk) == ()  # handed in: it waits for others
    with pytest.raises(OwnProposal):
        grant(demo, author.id)
        decide(Desk(RegisterStore.open(demo)), one, "approve", "")


def grant(top: Path, person: str) -> None:
    """Make a person the holder of the approving post, as the files say."""
    path = top / "posts/publicity-member.toml"
    path.write_text(path.read_text().replace('person = "sun-ba"', f'person = "{person}"'))


def test_a_register_without_review_asks_nobody(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = demo / "register.toml"
    path.write_text(path.read_text().replace('"group",\n  "source",\n  "scheme",\n', ""))
    desk = Desk(RegisterStore.open(demo))
    assert desk.view.register.settings.review.kinds == ()
    monkeypatch.setattr(desk.store, "me", lambda: 1 / 0)
    assert find_waiting(desk) == ()


def test_hostile_words_of_a_proposal_are_lines_and_nothing_else(demo: Path) -> None:
    store = RegisterStore.open(demo)
    words = [text for text in HOSTILE if "\x00" not in text and "\udc80" not in text]
    for text in words:
        enter(store, retitle(GROUP, f"组{len(text)}"))
        comment(store, own(store), text)
    hand_in(store, "", words[0], words[1])
    become_approver(demo)
    desk = Desk(RegisterStore.open(demo))
    use("en")
    (one,) = find_waiting(desk)
    page = waiting_page(desk.view.register, one)
    assert page.lines[0].text == "[/]"
    assert say_records(desk.view.register, one).startswith("Group ")
    assert any(words[2] in line.text for line in page.lines)


async def test_hostile_words_stand_in_review_as_they_are(demo: Path, opened: Opened) -> None:
    store = RegisterStore.open(demo)
    enter(store, retitle(GROUP, "组"))
    for text in (text for text in HOSTILE if "\x00" not in text and "\udc80" not in text):
        hand_in(store, own(store), text, text)
    become_approver(demo)
    async with opened(demo, size=(80, 24), language="en") as driver:
        driver.app.main.go("review")
        pane = driver.app.main.middle
        assert isinstance(pane, ReviewPane)
        await driver.until(lambda: pane.item is not None and pane.item.differences is not None)
        await driver.press("enter")
        await driver.sees("What was said")
        await driver.press("end")
        assert_clean(driver.app)
        for key in ("f10", "f2", "ctrl+d"):
            await driver.press(key)
            await dialog_of(driver)
            assert_clean(driver.app)
            await driver.press("escape")
            await driver.until(lambda: driver.app.screen is driver.app.main)


def own(store: RegisterStore) -> str:
    return run_git(store.location.top, "for-each-ref", "--format=%(refname:short)", "refs/heads/proposal/").split("\n")[
        0
    ]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_a_save_of_a_protected_kind_says_before_and_after_that_it_goes_to_review(
    demo: Path, opened: Opened, language: str
) -> None:
    zh = language == "zh_CN"
    async with opened(demo, language=language) as driver:
        main = driver.app.main
        before = main.desk.view.register.groups[GROUP].title
        main.edit("group", GROUP)
        await driver.until(lambda: isinstance(driver.app.screen, EditScreen))
        screen = driver.app.screen
        assert isinstance(screen, EditScreen)
        await driver.until(lambda: screen.form is not None and screen.focused is not None)
        assert screen.form is not None
        screen.form.restore({("title",): "责任制工作领导小组"})
        await driver.until(lambda: screen.is_dirty)
        await driver.press("f2")
        await driver.until(lambda: isinstance(driver.app.screen, ReasonDialog))
        await driver.sees("须经送审" if zh else "Goes to review")
        await driver.type("why")
        await driver.press("f2")
        await driver.hears(
            "改动已写入送审 proposal/wu-shi/" if zh else "The change lies in the proposal proposal/wu-shi/"
        )
        await driver.hears("列表仍显示原来的" if zh else "Lists show the old state")
        await driver.until(lambda: driver.app.screen is main)
        await driver.at_rest()
        assert main.desk.view.register.groups[GROUP].title == before
    assert run_git(demo, "status", "--porcelain") == ""


async def test_review_lists_every_proposal_with_who_acts_next_and_decides_there(
    demo: Path, opened: Opened, proposed: str
) -> None:
    async with opened(demo) as driver:
        main = driver.app.main
        main.go("review")
        await driver.sees("批准或退回", TITLE, "待批准")
        pane = main.middle
        assert isinstance(pane, ReviewPane)
        await driver.until(lambda: pane.item is not None and pane.item.proposal.name == proposed)
        await driver.sees("+  责任制工作领导小组", "F10 批准", "留言")
        await driver.press("C")
        dialog = await dialog_of(driver)
        await driver.press("f2")
        await driver.sees("请写下要说的话")
        dialog.query_one(TextBox).text = "请附会议纪要。"
        await driver.press("f2")
        await driver.hears("已留言")
        await driver.at_rest()
        await driver.sees("请附会议纪要。")
        await driver.press("f10")
        (await dialog_of(driver)).query_one(TextBox).text = "同意。"
        await driver.press("f2")
        await driver.hears("已批准")
        await driver.at_rest()
        await driver.until(lambda: pane.item is not None and pane.item.is_approved)
        assert not main._may("comment")
        assert not main._may("approve")
    assert "Register-Action: comment" in run_git(demo, "log", "--format=%B")


async def test_review_has_sections_and_says_what_it_leaves_out(
    demo: Path, opened: Opened, proposed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.reviewing.MOST_DONE", 1)
    desk = Desk(RegisterStore.open(demo))
    decide(desk, find_waiting(desk)[0], "approve", "同意。")
    author = desk.view.register.people[proposed.split("/")[1]]
    for name in ("甲组", "乙组"):
        set_identity(demo, author.name, author.emails[0])
        enter(RegisterStore.open(demo), retitle(GROUP, name))
        hand_in(RegisterStore.open(demo), "", name, "")
        become_approver(demo)
        if name == "甲组":
            desk = Desk(RegisterStore.open(demo))
            decide(desk, find_waiting(desk)[0], "approve", "")
    async with opened(demo, language="en") as driver:
        driver.app.main.go("review")
        await driver.sees("I must act (1)", "On the main line (1)", "1 older ones: `dutybook review`", "2 rows")
        pane = driver.app.main.middle
        assert isinstance(pane, ReviewPane)
        await driver.until(lambda: pane.item is not None and pane.item.proposal.title == "乙组")
        await driver.sees("+  乙组", "approve it or send back")
        await driver.press("down")
        await driver.until(lambda: pane.item is not None and pane.item.is_approved)
        await driver.sees("+  甲组", "Approved on")  # what it changed, not what differs now
        await driver.press("slash", *"乙")
        await driver.sees("1 of 2")
        assert "I must act" not in driver.text


def test_a_proposal_waits_since_the_next_step_came_to_somebody(demo: Path, proposed: str) -> None:
    at = run_git(demo, "log", "-1", "--format=%cI", proposed)

    def say(action: str, day: int) -> None:
        message = f"{action}\n\nRegister-Action: {action}\n"
        stamp = f"2031-01-{day:02}T10:00:00+08:00"
        tree = run_git(demo, "rev-parse", f"{proposed}^{{tree}}")
        env = {"GIT_COMMITTER_DATE": stamp, "GIT_AUTHOR_DATE": stamp}
        commit = run_git(demo, "commit-tree", tree, "-p", proposed, "-m", message, environment=env)
        run_git(demo, "update-ref", f"refs/heads/{proposed}", commit)

    def seen() -> tuple[str, str]:
        (one,) = find_all(Desk(RegisterStore.open(demo))).mine or find_all(Desk(RegisterStore.open(demo))).others
        return one.day, one.last_word

    say("comment", 2)
    assert seen() == (at[:10], "2031-01-02")
    say("return", 3)
    say("comment", 4)
    assert seen() == ("2031-01-03", "2031-01-04")
    say("propose", 5)
    say("comment", 6)
    assert seen() == ("2031-01-05", "2031-01-06")


def test_reading_proposals_waits_for_no_save_and_reads_no_history_of_the_main_line(
    demo: Path, proposed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(RegisterStore.open(demo))
    asked: list[tuple[str, ...]] = []
    run = Git.run

    def listen(git: Git, *words: str, **options: Any) -> Any:
        asked.append(words)
        return run(git, *words, **options)

    monkeypatch.setattr(Git, "run", listen)
    held, free = Event(), Event()

    def save() -> None:
        with desk.turn:
            held.set()
            free.wait(60)

    holder = Thread(target=save)
    holder.start()
    try:
        assert held.wait(60)
        assert [one.proposal.name for one in find_waiting(desk)] == [proposed]
        assert [one.proposal.name for one in find_all(desk).mine] == [proposed]
    finally:
        free.set()
        holder.join()
    assert sum("--merges" in words for words in asked) == 1  # once, for those that Review shows as approved


async def test_an_own_proposal_is_handed_in_from_review(demo: Path, opened: Opened) -> None:
    enter(RegisterStore.open(demo), retitle(GROUP, "责任制工作领导小组"))
    async with opened(demo, size=(80, 24), language="en") as driver:
        driver.app.main.go("review")
        await driver.sees("being prepared")
        pane = driver.app.main.middle
        assert isinstance(pane, ReviewPane)
        await driver.until(lambda: pane.item is not None and pane.item.may_hand_in)
        await driver.press("H")
        await dialog_of(driver)
        await driver.press("f2")
        await driver.hears("Handed in")
        await driver.until(lambda: pane.item is not None and pane.item.proposal.state is ProposalState.SUBMITTED)
        assert pane.item is not None
        assert not pane.item.may_decide  # nobody approves what is his own
        assert "approves it or sends it back" in pane.item.next_step
