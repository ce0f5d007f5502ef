import os
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot

from schema.decode import WRONG_VALUE
from schema.failure import Failure
from store.draft import Drafts
from store.location import find
from store.register import RegisterStore
from store.toml.text import parse
from store.toml.text import render
from store.trust import grant
from tests.store.repositories import add_hook
from tests.store.repositories import isolated  # noqa: F401 - a fixture
from tests.store.repositories import run_git
from tests.tui.office import DUTY
from tests.tui.office import DUTY_PATH
from tests.tui.office import OfficeApp
from tests.tui.office import make_office
from tests.tui.office import shows
from tests.tui.stage import HOSTILE
from tests.tui.stage import screen_text
from tests.tui.stage import wait_until
from tui.desk import Desk
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.confirm import LeaveDialog
from tui.dialogs.failure import FailureDialog
from tui.dialogs.failure import RefusedDialog
from tui.dialogs.help import HelpDialog
from tui.dialogs.reason import ReasonDialog
from tui.dialogs.row import RowDialog
from tui.edit_errands import is_elsewhere
from tui.screens.edit import EditScreen
from tui.widgets.form import Form
from tui.widgets.record_form import ID

REVIEW = ("duty", "quarterly-review")
WIDE = (120, 40)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_office(tmp_path / "register")


async def loaded(pilot: Pilot[int], screen: EditScreen) -> Form:
    """Wait until the record is in the form, and give it."""
    await wait_until(pilot, lambda: screen.form is not None and screen.focused is not None and not screen._busy)
    assert screen.form is not None
    return screen.form


async def focus_on(pilot: Pilot[int], form: Form, key: tuple[str, ...]) -> None:
    """Put the focus on a field, and wait until it is there: keys pressed before go elsewhere."""
    assert form.focus_field(key)
    await wait_until(pilot, lambda: form._editors[key].has_focus_within)


async def comes(pilot: Pilot[int], app: OfficeApp, kind: type) -> Any:
    """Wait until a dialog of a class is on top and drawn, and give it."""
    await wait_until(pilot, lambda: isinstance(app.screen, kind) and bool(screen_text(app).strip()))
    return app.screen


def log(desk: Desk, *args: str) -> str:
    return run_git(desk.top, "log", *args)


async def test_a_duty_is_edited_by_keys_and_committed_with_the_reason(desk: Desk) -> None:
    screen = EditScreen(desk, *REVIEW)
    app = OfficeApp(screen)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        form = await loaded(pilot, screen)
        assert shows(app, "Duty", "季度形势分析会", "quarterly-review", DUTY_PATH, "as saved")
        await focus_on(pilot, form, ("cadence",))
        await pilot.press("enter")
        row = await comes(pilot, app, RowDialog)
        row.form.focus_field(("cadence", 0, "n"))
        await pilot.press("end", "backspace", "2", "f2")
        await wait_until(pilot, lambda: screen.is_dirty and shows(app, "~ unsaved: Cadences", "at least 2 a quarter"))
        await pilot.press("f2")
        await comes(pilot, app, ReasonDialog)
        await wait_until(pilot, lambda: shows(app, "- n = 1", "+ n = 2", "# every quarter on its own"))
        await pilot.press("f2")  # a reason is asked for
        await wait_until(pilot, lambda: shows(app, "! Say why"))
        await pilot.press(*"委员会六月定的", "f2")
        await wait_until(pilot, lambda: bool(app.answers))
        saved = app.answers[0]
        await wait_until(pilot, lambda: shows(app, f"Saved as {saved.commit[:10]}"))
    assert log(desk, "-1", "--format=%H %s%n%b") == (
        f"{saved.commit} duty(quarterly-review): cadence[0].n 1 -> 2\n委员会六月定的\n\n"
        "Register-Action: set\nRegister-Record: duty/quarterly-review"
    )
    assert (desk.top / DUTY_PATH).read_text() == DUTY.replace("n = 1", "n = 2")
    assert desk.view.register.duties["quarterly-review"].cadence[0].n == 2
    assert run_git(desk.top, "status", "--porcelain") == ""
    assert Drafts(desk.store.location.state_dir / "drafts").all() == []


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_the_form_fits_and_speaks(desk: Desk, size: tuple[int, int], language: str) -> None:
    screen = EditScreen(desk, *REVIEW)
    app = OfficeApp(screen, language=language)
    async with app.run_test(size=size, notifications=True) as pilot:
        form = await loaded(pilot, screen)
        words = ("责任层级 *", "主体责任", "已保存") if language == "zh_CN" else ("Tier *", "Main-body", "as saved")
        await wait_until(pilot, lambda: shows(app, *words))
        assert form.editor(("tier",)).region.right <= size[0]
        await focus_on(pilot, form, ("note",))
        await pilot.press("x", "f2")
        await comes(pilot, app, ReasonDialog)
        await wait_until(pilot, lambda: shows(app, '+ note = "x"'))
        assert all(region.right <= size[0] for region in [app.screen.query_one("DiffView").region])


async def test_going_back_from_the_reason_keeps_what_was_typed(desk: Desk) -> None:
    screen = EditScreen(desk, *REVIEW)
    app = OfficeApp(screen)
    async with app.run_test(size=WIDE) as pilot:
        form = await loaded(pilot, screen)
        await focus_on(pilot, form, ("code",))
        await pilot.press("end", "b", "f2")
        await comes(pilot, app, ReasonDialog)
        await pilot.press(*"half", "escape")
        await wait_until(pilot, lambda: app.screen is screen)
        assert form.editor(("code",)).value == "D03b"
        await pilot.press("f2")
        dialog = await comes(pilot, app, ReasonDialog)
        assert dialog.reason == "half"


async def test_nothing_changed_is_nothing_saved(desk: Desk) -> None:
    screen = EditScreen(desk, *REVIEW)
    app = OfficeApp(screen)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await loaded(pilot, screen)
        await pilot.press("f2")
        await wait_until(pilot, lambda: shows(app, "Nothing differs from what is saved."))
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.answers == [None])
    assert log(desk, "--oneline").count("\n") == 0


async def test_an_invalid_value_stands_at_its_field_and_is_not_saved(desk: Desk) -> None:
    screen = EditScreen(desk, *REVIEW)
    app = OfficeApp(screen, language="zh_CN")
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        form = await loaded(pilot, screen)
        await focus_on(pilot, form, ("from",))
        await pilot.press("end", "backspace", "x")
        await wait_until(pilot, lambda: shows(app, "不是日期"))
        await focus_on(pilot, form, ("note",))
        await pilot.press("f2")
        await wait_until(pilot, lambda: shows(app, "没有保存：有 1 处填写有误。"))
        assert form.editor(("from",)).has_class("-active")
        assert app.screen is screen


async def test_a_fault_that_stood_before_does_not_hold_up_another_change(tmp_path: Path) -> None:
    desk = make_office(tmp_path / "r", {DUTY_PATH: DUTY.replace('tier = "main-body"', 'tier = "boss"')})
    screen = EditScreen(desk, *REVIEW)
    app = OfficeApp(screen)
    async with app.run_test(size=WIDE) as pilot:
        form = await loaded(pilot, screen)
        assert [key for key, _said in form.faults()] == [("tier",)]
        await focus_on(pilot, form, ("code",))
        await pilot.press("end", "b", "f2")
        await comes(pilot, app, ReasonDialog)
        await pilot.press("x", "f2")
        await wait_until(pilot, lambda: bool(app.answers and app.answers[0]))
    assert 'tier = "boss"' in (desk.top / DUTY_PATH).read_text()


async def test_a_new_record_takes_its_id_from_the_title(desk: Desk) -> None:
    screen = EditScreen(desk, "unit", None, {"type": "section", "parent": "committee"})
    app = OfficeApp(screen, language="zh_CN")
    async with app.run_test(size=WIDE) as pilot:
        form = await loaded(pilot, screen)
        assert not screen.is_dirty
        await focus_on(pilot, form, ("title",))
        await pilot.press(*"公共服务科")
        await wait_until(pilot, lambda: form.editor(ID).value == "gong-gong-fu-wu-ke")
        await wait_until(pilot, lambda: shows(app, "units/gong-gong-fu-wu-ke.toml", "（新）"))
        form.focus_field(ID)
        await pilot.press("f8", *"Public")
        await wait_until(pilot, lambda: shows(app, "只用小写字母"))
        await pilot.press("f8", *"party-office")
        await wait_until(pilot, lambda: shows(app, "已存在"))
        await pilot.press("f8", *"public-service")
        await focus_on(pilot, form, ("title",))
        await pilot.press("end", "!")  # a typed id does not follow the title any more
        await wait_until(pilot, lambda: shows(app, "units/public-service.toml"))
        await pilot.press("f2")
        await comes(pilot, app, ReasonDialog)
        await pilot.press(*"new", "f2")
        await wait_until(pilot, lambda: bool(app.answers and app.answers[0]))
    assert (desk.top / "units/public-service.toml").read_text() == (
        'title = "公共服务科!"\ntype = "section"\nparent = "committee"\n'
    )
    assert log(desk, "-1", "--format=%s") == "unit(public-service): add 公共服务科!"


async def test_a_dated_record_takes_its_id_from_the_day(desk: Desk) -> None:
    screen = EditScreen(desk, "activity", None, {"title": "例会", "date": date(2026, 6, 17)})
    app = OfficeApp(screen)
    async with app.run_test(size=WIDE) as pilot:
        form = await loaded(pilot, screen)
        assert str(form.editor(ID).value).startswith("2026-06-17-")
        await focus_on(pilot, form, ("date",))
        await pilot.press("end", "backspace", "6")
        await wait_until(pilot, lambda: str(form.editor(ID).value).startswith("2026-06-16-"))
        await pilot.press("f2")  # type and unit are missing
        await wait_until(pilot, lambda: form.editor(("type",)).has_class("-active"))
        form.restore({("type",): "analysis", ("unit",): "party-office"})
        id_ = str(form.editor(ID).value)
        await pilot.press("f2")
        await comes(pilot, app, ReasonDialog)
        await pilot.press("x", "f2")
        await wait_until(pilot, lambda: bool(app.answers and app.answers[0]))
    assert app.answers[0].paths == (f"activities/2026/06/{id_}.toml",)


async def test_leaving_a_changed_form_asks(desk: Desk) -> None:
    screen = EditScreen(desk, *REVIEW)
    app = OfficeApp(screen)
    async with app.run_test(size=WIDE) as pilot:
        form = await loaded(pilot, screen)
        await focus_on(pilot, form, ("code",))
        await pilot.press("end", "b", "escape")
        await comes(pilot, app, LeaveDialog)
        assert shows(app, "Code")
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is screen)
        assert form.editor(("code",)).value == "D03b"
        await pilot.press("escape")
        await comes(pilot, app, LeaveDialog)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.answers == [None])
    assert (desk.top / DUTY_PATH).read_text() == DUTY
    assert desk.store.drafts.all() == []


async def test_a_personal_number_is_refused_until_it_is_overridden_with_a_reason(desk: Desk) -> None:
    screen = EditScreen(desk, *REVIEW)
    app = OfficeApp(screen)
    async with app.run_test(size=WIDE) as pilot:
        form = await loaded(pilot, screen)
        await focus_on(pilot, form, ("note",))
        await pilot.press(*"ring 13800138000", "f2")
        await comes(pilot, app, RefusedDialog)
        assert shows(app, "Note: `note` holds what looks like a mobile phone number  [DB705]", "F10 Save all the same")
        await pilot.press("f2")  # the key that saves does not override
        await wait_until(pilot, lambda: app.screen is screen)
        await wait_until(pilot, lambda: shows(app, "! `note` holds what looks like a mobile phone number"))
        await pilot.press("f2")
        await comes(pilot, app, RefusedDialog)
        await pilot.press("f10")
        await comes(pilot, app, ReasonDialog)
        assert shows(app, "Overridden: DB705")
        await pilot.press(*"duty phone", "f2")
        await wait_until(pilot, lambda: bool(app.answers and app.answers[0]))
    assert 'note = "ring 13800138000"' in (desk.top / DUTY_PATH).read_text()


async def test_a_refusal_that_nobody_may_override_says_so(desk: Desk) -> None:
    screen = EditScreen(desk, *REVIEW)
    app = OfficeApp(screen)
    async with app.run_test(size=WIDE) as pilot:
        form = await loaded(pilot, screen)
        await focus_on(pilot, form, ("code",))
        await pilot.press("end", "b", "f2")
        await comes(pilot, app, ReasonDialog)
        found = WRONG_VALUE.found(
            *REVIEW, ("code",), key="code", found="x", found_zh="x", expected="y", expected_zh="y"
        )
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is screen)
        screen._show_refusals([found])
        await comes(pilot, app, RefusedDialog)
        assert not shows(app, "F10")
        await pilot.press("f10")
        assert isinstance(app.screen, RefusedDialog)
        await pilot.press("escape")
        await wait_until(pilot, lambda: shows(app, "! `code` is x; it must be y"))
        await pilot.press("end", "c")
        await wait_until(pilot, lambda: not shows(app, "it must be y"))


async def test_a_hook_that_refuses_loses_nothing(tmp_path: Path) -> None:
    top = make_office(tmp_path / "r").top
    add_hook(top / ".git", "pre-commit", "echo 'not on a Friday [/b] \x1b[31m' >&2; exit 1")
    grant(find(top))
    desk = Desk(RegisterStore.open(top))
    screen = EditScreen(desk, *REVIEW)
    app = OfficeApp(screen)
    async with app.run_test(size=WIDE) as pilot:
        form = await loaded(pilot, screen)
        await focus_on(pilot, form, ("code",))
        await pilot.press("end", "b", "f2")
        await comes(pilot, app, ReasonDialog)
        await pilot.press("x", "f2")
        await comes(pilot, app, FailureDialog)
        assert shows(app, "not on a Friday [/b]", "Nothing is lost")
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is screen)
        assert (form.editor(("code",)).value, form.disabled) == ("D03b", False)
    assert (desk.top / DUTY_PATH).read_text() == DUTY
    assert run_git(desk.top, "status", "--porcelain") == ""


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_any_failure_of_a_save_is_told_and_the_draft_is_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    class Full(Failure):
        code = "F305"

    def fail(changes: object) -> None:
        raise Full(  # noqa: TRY003 - stands for any
            "The disk is full [/x].", "Make space.", message_zh="磁盘已满 [/x]。", hint_zh="请腾出空间。"
        )

    monkeypatch.setattr(desk, "save", fail)
    screen = EditScreen(desk, *REVIEW)
    app = OfficeApp(screen, language=language)
    async with app.run_test(size=(80, 24)) as pilot:
        form = await loaded(pilot, screen)
        await focus_on(pilot, form, ("code",))
        await pilot.press("end", "b", "f2")
        await comes(pilot, app, ReasonDialog)
        await pilot.press("x", "f2")
        await comes(pilot, app, FailureDialog)
        words = (
            ("磁盘已满 [/x]。", "请腾出空间。", "F305")
            if language == "zh_CN"
            else ("full [/x].", "Make space.", "F305")
        )
        await wait_until(pilot, lambda: shows(app, *words))
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.screen is screen and screen.focused is not None)
        assert form.editor(("code",)).value == "D03b"
    (draft,) = desk.store.drafts.all()
    assert draft.content["values"]["code"] == "D03b"


async def test_a_fault_of_the_program_itself_is_told_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "prepare", lambda _changes: 1 / 0)
    screen = EditScreen(desk, *REVIEW)
    app = OfficeApp(screen)
    async with app.run_test(size=WIDE) as pilot:
        form = await loaded(pilot, screen)
        await focus_on(pilot, form, ("code",))
        await pilot.press("end", "b", "f2")
        await comes(pilot, app, FailureDialog)
        assert shows(app, "ZeroDivisionError")


async def test_while_it_saves_no_key_reaches_the_form(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = Event()
    really_save = desk.save

    def save(changes: Any) -> Any:
        assert go_on.wait(20)
        return really_save(changes)

    monkeypatch.setattr(desk, "save", save)
    screen = EditScreen(desk, *REVIEW)
    app = OfficeApp(screen)
    async with app.run_test(size=WIDE) as pilot:
        form = await loaded(pilot, screen)
        await focus_on(pilot, form, ("code",))
        await pilot.press("end", "b", "f2")
        await comes(pilot, app, ReasonDialog)
        await pilot.press("x", "f2")
        await wait_until(pilot, lambda: shows(app, "saving.."))
        await pilot.press("z", "escape", "f2", "f8")
        assert app.screen is screen
        assert form.editor(("code",)).value == "D03b"
        await pilot.press("f1")  # help may lie on top when the save ends
        await comes(pilot, app, HelpDialog)
        go_on.set()
        await wait_until(pilot, lambda: desk.view.register.duties["quarterly-review"].code == "D03b")
        await pilot.press("escape")
        await wait_until(pilot, lambda: bool(app.answers and app.answers[0]))


async def test_a_record_that_is_gone_can_be_saved_anew(desk: Desk) -> None:
    screen = EditScreen(desk, *REVIEW)
    app = OfficeApp(screen)
    async with app.run_test(size=WIDE) as pilot:
        form = await loaded(pilot, screen)
        await focus_on(pilot, form, ("code",))
        await pilot.press("end", "b")
        await wait_until(pilot, lambda: screen.is_dirty)
        (desk.top / DUTY_PATH).unlink()
        await pilot.press("f2")
        await comes(pilot, app, ConfirmDialog)
        await pilot.press("f10")
        await comes(pilot, app, ReasonDialog)
        await pilot.press("x", "f2")
        await wait_until(pilot, lambda: bool(app.answers and app.answers[0]))
    assert 'code = "D03b"' in (desk.top / DUTY_PATH).read_text()


async def test_a_record_that_is_not_there_or_no_toml_says_so(desk: Desk) -> None:
    (desk.top / DUTY_PATH).write_text("title = [")
    for place, said in ((("unit", "nobody"), "There is no unit `nobody`"), (REVIEW, "TOML")):
        screen = EditScreen(desk, *place)
        app = OfficeApp(screen)
        async with app.run_test(size=WIDE) as pilot:
            await comes(pilot, app, FailureDialog)
            assert shows(app, said)
            await pilot.press("escape")
            await wait_until(pilot, lambda answers=app.answers: answers == [None])  # type: ignore[misc]


async def test_what_may_not_be_written_is_only_shown(tmp_path: Path) -> None:
    made = make_office(tmp_path / "r")
    desk = Desk(RegisterStore.open(made.top, read_only=True))
    screen = EditScreen(desk, *REVIEW)
    app = OfficeApp(screen)
    async with app.run_test(size=WIDE) as pilot:
        await wait_until(pilot, lambda: screen.form is not None and shows(app, "read-only"))
        assert screen.form is not None
        screen.form.focus_field(("cadence",))
        await pilot.press("x", "f2", "f7", "delete")
        assert (screen.is_dirty, app.screen) == (False, screen)
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.answers == [None])
    assert not (desk.store.location.state_dir / "drafts").exists()


STORABLE = [text for text in HOSTILE if not any(0xD800 <= ord(character) <= 0xDFFF for character in text)]


@pytest.mark.parametrize("first", range(0, len(STORABLE), 8))
async def test_hostile_text_in_every_field_does_nothing(tmp_path: Path, first: int) -> None:
    texts = [STORABLE[(first + step) % len(STORABLE)] for step in range(17)]
    cadence = dict(zip(("type", "wording", "each", "on", "due", texts[14]), texts, strict=False))
    record: dict[str, Any] = {
        "code": texts[0], "title": texts[1], "title_en": texts[2], "tier": texts[3], "bearer": texts[4],
        "lead": texts[5:8], "accepts": [texts[8]], "wording": texts[9], "note": texts[10], "tier_wording": texts[11],
        "cadence": [cadence], "basis": [{"clause": texts[12]}], texts[13]: texts[15],
    }  # fmt: skip
    desk = make_office(tmp_path / "r", {DUTY_PATH: render(record)})
    screen = EditScreen(desk, *REVIEW)
    app = OfficeApp(screen, language="zh_CN")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        form = await loaded(pilot, screen)
        assert not screen.is_dirty
        for spec in form.specs[::3]:
            form.focus_field(spec.key)
            await pilot.pause()
        await focus_on(pilot, form, ("from",))
        await pilot.press(*"2026-01-01", "f2")
        await comes(pilot, app, ReasonDialog)
        shown = screen_text(app)
        assert not any(ord(character) < 32 and character != "\n" for character in shown)
        await pilot.press("x", "f2")
        await wait_until(pilot, lambda: bool(app.answers and app.answers[0]))
    assert parse((desk.top / DUTY_PATH).read_bytes()).data == {**record, "from": date(2026, 1, 1)}


async def test_cjk_is_typed_and_saved_as_it_is(desk: Desk) -> None:
    screen = EditScreen(desk, "unit", "committee")
    app = OfficeApp(screen, language="zh_CN")
    async with app.run_test(size=(80, 24)) as pilot:
        form = await loaded(pilot, screen)
        await focus_on(pilot, form, ("note",))
        await pilot.press(*"第一行", "enter", *"第二行𠮷")
        await pilot.press("ctrl+s")
        await comes(pilot, app, ReasonDialog)
        await pilot.press(*"补记", "ctrl+s")
        await wait_until(pilot, lambda: bool(app.answers and app.answers[0]))
    assert "第一行\n第二行𠮷" in (desk.top / "units/committee.toml").read_text()


def test_this_process_is_not_elsewhere(desk: Desk) -> None:
    desk.store.drafts.keep("duty/x", {"kind": "duty"})
    (draft,) = desk.store.drafts.all()
    assert (draft.pid, is_elsewhere(draft)) == (os.getpid(), False)
