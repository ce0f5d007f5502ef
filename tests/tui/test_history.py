from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.screen import Screen

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from schema.identity import Place
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import run_git
from tests.tui.office import DUTY_PATH
from tests.tui.office import OfficeApp
from tests.tui.office import make_office
from tests.tui.office import shows
from tests.tui.stage import HOSTILE
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tui.desk import Desk
from tui.dialogs.failure import FailureDialog
from tui.dialogs.reason import ReasonDialog
from tui.language import use
from tui.screens.history import AT_ONCE
from tui.screens.history import HistoryView
from tui.screens.history import describe
from tui.screens.history import row_of
from tui.screens.history import sentence_of
from tui.widgets.keys_line import KeysLine


class Shown(Screen[None]):
    def __init__(self, desk: Desk, place: Place | None = None) -> None:
        super().__init__()
        self.view = HistoryView(desk, place)

    def compose(self) -> ComposeResult:
        yield self.view
        yield KeysLine()


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    use("en")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_office(tmp_path / "register")
    made.save(edit(("cadence", 0, "per"), "half-year", "按文件改为半年\n第二行"))
    made.save(edit(("lead",), ["committee"], "牵头单位调整"))
    unit = RecordChange(
        kind="unit", id="quay", verb=Verb.ADD,
        fields=(FieldChange(key=("title",), value="码头科"), FieldChange(key=("type",), value="section")),
    )  # fmt: skip
    made.save(ChangeSet(action="add", records=(unit,), reason="new section"))
    return made


def edit(key: tuple[str | int, ...], value: object, reason: str, id: str = "quarterly-review") -> ChangeSet:
    change = RecordChange(kind="duty", id=id, verb=Verb.EDIT, fields=(FieldChange(key=key, value=value),))
    return ChangeSet(action="set", records=(change,), reason=reason)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_commits_are_sentences_with_field_level_differences(
    desk: Desk, size: tuple[int, int], language: str
) -> None:
    screen = Shown(desk)
    app = OfficeApp(screen, language=language)
    async with app.run_test(size=size) as pilot:
        records = screen.view.list.records
        await wait_until(pilot, lambda: records.row_count == 4)
        screen.view.focus_list()
        added = "单位 码头科: 新增" if language == "zh_CN" else "Unit 码头科: added"
        await wait_until(pilot, lambda: shows(app, added, "new section", "Ada Quill"))
        await pilot.press("down", "down")
        if language == "zh_CN":
            wanted = ("频次 1 > 每", "- 季", "+ 半年", "第二行")
        else:
            wanted = ("Cadences 1 > Per", "- Quarter", "+ Half-year", "第二行")
        await wait_until(pilot, lambda: shows(app, *wanted))
        await pilot.press("enter", "end")  # the details have the focus and scroll
        commit = run_git(desk.top, "rev-parse", "HEAD~1~1")
        await wait_until(pilot, lambda: shows(app, "Register-Record: duty/quarterly-review") or shows(app, commit[:20]))


async def test_typing_filters_by_person_words_pinyin_and_reason(desk: Desk) -> None:
    screen = Shown(desk)
    app = OfficeApp(screen, language="zh_CN")
    async with app.run_test(size=(120, 40)) as pilot:
        records = screen.view.list.records
        await wait_until(pilot, lambda: records.row_count == 4)
        for typed, count in (("ada", 4), ("牵头", 1), ("matou", 1), ("mtk ada", 1), ("unit/quay", 1), ("nowhere", 0)):
            screen.view.list.input.focus()
            screen.view.list.input.value = typed
            await wait_until(pilot, lambda count=count: records.row_count == count)  # type: ignore[misc]


async def test_a_place_has_its_own_history(desk: Desk) -> None:
    screen = Shown(desk, ("duty", "quarterly-review"))
    app = OfficeApp(screen)
    async with app.run_test(size=(120, 40)) as pilot:
        records = screen.view.list.records
        await wait_until(pilot, lambda: records.row_count == 3)
        assert shows(app, "cadence[0].per")
        screen.view.show_place(("unit", "quay"))
        await wait_until(pilot, lambda: records.row_count == 1 and shows(app, "added"))
        screen.view.show_place(None)
        await wait_until(pilot, lambda: records.row_count == 4)
        desk.save(edit(("code",), "D9", "seen at once"))
        screen.view.renew()
        await wait_until(pilot, lambda: records.row_count == 5 and shows(app, "seen at once"))


async def test_the_end_of_the_list_reads_more(desk: Desk) -> None:
    start = run_git(desk.top, "rev-parse", "HEAD")
    lines = [
        f"commit refs/heads/main\ncommitter Bo <bo@harbour.example> {1767225600 + n} +0800\n"
        f"data <<E\nday {n}\nE\n{f'from {start}' if n == 0 else ''}\n"
        for n in range(AT_ONCE + 30)
    ]
    run_git(desk.top, "fast-import", "--quiet", stdin="\n".join(lines).encode())
    screen = Shown(desk)
    app = OfficeApp(screen)
    async with app.run_test(size=(120, 40)) as pilot:
        records = screen.view.list.records
        await wait_until(pilot, lambda: records.row_count == AT_ONCE)
        screen.view.focus_list()
        await pilot.press("end")
        await wait_until(pilot, lambda: records.row_count == AT_ONCE + 34)
        await pilot.press("end", "f7")
        await wait_until(pilot, lambda: shows(app, "begin"))
        assert records.row_count == AT_ONCE + 34


async def test_a_register_without_history_and_a_broken_one_say_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for answer, said in ((lambda **_: [], "Nothing was saved yet."), (lambda **_: 1 / 0, "ZeroDivisionError")):
        monkeypatch.setattr(desk, "log", answer)
        app = OfficeApp(Shown(desk))
        async with app.run_test(size=(120, 40)) as pilot:
            await wait_until(pilot, lambda app=app, said=said: shows(app, said))  # type: ignore[misc]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_records_reasons_and_names_do_nothing(tmp_path: Path, size: tuple[int, int]) -> None:
    storable = [text for text in HOSTILE if "\x00" not in text and "\udc80" not in text]
    desk = make_office(tmp_path / "r")
    for text in storable:
        (desk.top / "units/party-office.toml").write_text(f"title = {text!r}\ntype = [{text!r}]\n")
        (desk.top / DUTY_PATH).write_text(text)
        run_git(
            desk.top, "commit", "-aqm", f"unit(party-office): {text}\n\n{text}\n\nRegister-Action: set\nX-Y: {text}"
        )
    desk.reload()
    screen = Shown(desk)
    app = OfficeApp(screen)
    async with app.run_test(size=size) as pilot:
        records = screen.view.list.records
        await wait_until(pilot, lambda: records.row_count == len(storable) + 1)
        screen.view.focus_list()
        details = screen.view._details
        for commit in records.shown_ids:
            records.go_to(commit)
            await wait_until(pilot, lambda commit=commit: commit in str(details.content))  # type: ignore[misc]
            assert not any(ord(character) < 32 and character != "\n" for character in screen_text(app))


def test_a_bulk_commit_is_counted_and_cut(desk: Desk) -> None:
    changes = tuple(
        RecordChange(
            kind="unit", id=f"unit-{n}", verb=Verb.ADD,
            fields=(FieldChange(key=("title",), value=f"第{n}科"), FieldChange(key=("type",), value="section")),
        )
        for n in range(50)
    )  # fmt: skip
    desk.save(ChangeSet(action="add", records=changes, reason="all at once"))
    (commit, *_rest) = desk.log(limit=1)
    said = sentence_of(desk.view.register, commit)
    assert said == "50 records: Unit 第0科, Unit 第1科, Unit 第10科 .."
    _id, cells, haystack = row_of(desk.view.register, commit, None)
    assert cells[1:] == ("Ada Quill", said, "all at once")
    assert "unit/unit-1" in haystack
    text = str(describe(desk.view.register, commit, desk.details(commit)[:2], left_out=48))
    assert ".. and 48 more files" in text
    assert text.count("Register-Record") <= 40


def test_a_commit_of_another_tool_is_told_in_its_own_words(desk: Desk) -> None:
    run_git(desk.top, "commit", "--allow-empty", "-qm", "fix: typo in readme")
    (commit,) = desk.log(limit=1)
    assert sentence_of(desk.view.register, commit) == "fix: typo in readme"
    assert "Commit " + commit.commit in str(describe(desk.view.register, commit, ()))


async def test_a_commit_is_taken_back_and_brought_back_with_the_difference_shown_first(desk: Desk) -> None:
    app = OfficeApp(Shown(desk, ("duty", "quarterly-review")))

    def lead() -> list[str]:
        return list(desk.view.register.duties["quarterly-review"].lead)

    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(
            pilot, lambda: isinstance(app.screen, Shown) and len(app.screen.view.list.records.shown_ids) == 3
        )
        view = app.screen_stack[-1].query_one(HistoryView)
        view.focus_list()
        await pilot.press("ctrl+z")
        await wait_until(
            pilot, lambda: isinstance(app.screen, ReasonDialog) and shows(app, '+ lead = ["party-office"]')
        )
        await pilot.press("escape")
        assert lead() == ["committee"]
        await pilot.press("ctrl+z")
        await wait_until(pilot, lambda: isinstance(app.screen, ReasonDialog))
        await pilot.press("f2")
        await wait_until(pilot, lambda: lead() == ["party-office"])
        assert "Undoes: " in run_git(desk.top, "log", "-1", "--format=%B")
        await pilot.press("shift+f10")
        await wait_until(pilot, lambda: isinstance(app.screen, ReasonDialog))
        await pilot.press("f2")
        await wait_until(pilot, lambda: lead() == ["committee"])
        view.show_place(None)
        await wait_until(pilot, lambda: len(view.list.records.shown_ids) > 4)
        await pilot.press("end", "ctrl+z")  # later changes stand on the first commit
        await wait_until(pilot, lambda: isinstance(app.screen, FailureDialog))
