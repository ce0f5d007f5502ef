"""Three clones and a bare remote as a machine of states: any acts, in any order, with pushes that fail and processes that die at a git call.

What was written is kept as facts (`tests.store.facts`); at the end all sync until nothing moves, and no fact may be missing.
"""

import shutil
from collections import Counter
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from typing import Final
from typing import TypeVar

from hypothesis import HealthCheck
from hypothesis import Phase
from hypothesis import seed as sown
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import rule
from hypothesis.stateful import run_state_machine_as_test

from schema.acts.records import StillNamed
from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from store.objection import NoLongerFits
from store.refusal import RemoteRefused
from store.refusal import RemoteUnreachable
from store.register import RegisterStore
from store.renaming import plan_removal
from store.renaming import plan_rename
from store.review.proposal import ProposalState
from store.review.proposing import approve
from store.review.proposing import hand_in
from store.review.proposing import me
from store.review.proposing import proposals
from store.review.proposing import save_to_proposal
from store.together.courier import carry
from store.together.pending import SIDES
from store.together.pending import Choice
from store.together.reconciliation import FileConflict
from store.together.sharing import share
from store.together.sync import SyncResult
from tests.store.facts import MARK
from tests.store.facts import Facts
from tests.store.reaper import Killed
from tests.store.reaper import Reaper
from tests.store.repositories import add_hook
from tests.store.repositories import check_whole
from tests.store.repositories import make_clone
from tests.store.repositories import make_register
from tests.store.repositories import make_remote
from tests.store.repositories import run_git
from tests.store.repositories import set_identity

Answer = TypeVar("Answer")
PEOPLE: Final = ("ada", "bo", "cy")
"""Who works in which clone; the last two hold the posts that approve."""
_APPROVERS: Final = ("chair", "deputy")
_SETTINGS: Final = (
    b'format = 1\ntitle = "Harbour Office"\nlanguage = "en"\n\n'
    b'[review]\nkinds = ["group"]\napprovers = ["chair", "deputy"]\n'
)
_POST: Final = (
    'title = "{0}"\ntitle_en = "{0}"\nunit = "pier"\nrank = "principal"\n\n'
    '[[holding]]\nperson = "{1}"\nfrom = 2026-01-01\n'
)
RECORDS: Final = {
    "register.toml": _SETTINGS,
    **{f"people/{one}.toml": f'name = "{one}"\nemails = ["{one}@harbour.example"]\n'.encode() for one in PEOPLE},
    "units/pier.toml": b'# by the water\ntitle = "Pier"\nshort = "pier"\naliases = ["P"]\ntype = "section"\n',
    "units/mole.toml": b'title = "Mole"\nshort = "mole"\ntype = "section"\n',
    "posts/chair.toml": _POST.format("chair", "bo").encode(),
    "posts/deputy.toml": _POST.format("deputy", "cy").encode(),
    "sources/orders.toml": b'title = "Orders"\nnumber = "orders"\n\n[[clause]]\npath = "0"\n',
    "groups/steering.toml": b'title = "Steering"\ntitle_en = "steering"\nhead = "chair"\n',
    "groups/safety.toml": b'title = "Safety"\ntitle_en = "safety"\nhead = "deputy"\n',
}
_NEW: Final = {
    "unit": 'title = "{0}"\nshort = "{0}"\ntype = "section"\n',
    "post": 'title = "{0}"\ntitle_en = "{0}"\nunit = "pier"\nrank = "staff"\n',
    "source": 'title = "{0}"\nnumber = "{0}"\n',
}


def make_template(folder: Path) -> Path:
    """Make the three clones and the remote that every run begins with."""
    place = make_register(folder / "ada", records=RECORDS)
    set_identity(place.top, "ada", "ada@harbour.example")
    make_remote(folder / "remote.git", place.top)
    for one in PEOPLE[1:]:
        make_clone(folder / "remote.git", folder / one, one, f"{one}@harbour.example")
    return folder


clones = st.sampled_from(PEOPLE)
picks = st.integers(0, 30)
sides = st.lists(st.sampled_from(SIDES), min_size=1, max_size=4)


class Clones(RuleBasedStateMachine):
    """The machine. Each value is used once, so that it says by itself when and where it was written."""

    def __init__(self, template: Path, folder: Path, reaper: Reaper, counts: Counter[str]) -> None:
        """Begin with a copy of the template.

        Args:
            template: see `make_template`.
            folder: where the copy goes; made anew.
            reaper: watches git.
            counts: of what happened, over all runs.
        """
        super().__init__()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(template, folder)
        self.remote, self.reaper, self.counts = folder / "remote.git", reaper, counts
        for one in PEOPLE:
            run_git(folder / one, "remote", "set-url", "origin", str(self.remote))
        self.stores = {one: RegisterStore.open(folder / one) for one in PEOPLE}
        self.facts = Facts()
        self._count = 0
        self._remember_start()

    def _remember_start(self) -> None:
        store = self.stores["ada"]
        for kind in MARK:
            for id_ in store.register.records[kind]:
                self.facts.name(kind, id_, id_)
        for kind in MARK:
            for id_ in store.register.records[kind]:
                self.facts.say_added(kind, id_, store.read(kind, id_).text, self._head("ada"))

    # Acts

    @rule(clone=clones, kind=st.sampled_from(["unit", "post", "source"]), pick=picks)
    def set_title(self, clone: str, kind: str, pick: int) -> None:
        id_, mark = self._pick(clone, kind, pick)
        value = self._new_value()
        self._edit(clone, kind, id_, ("title",), value, mark, {"title": value})

    @rule(clone=clones, pick=picks)
    def add_alias(self, clone: str, pick: int) -> None:
        id_, mark = self._pick(clone, "unit", pick)
        value = self._new_value()
        known = self.stores[clone].register.units[id_].aliases
        self._edit(clone, "unit", id_, ("aliases",), [*known, value], mark, {f"aliases {value}": True})

    @rule(clone=clones, pick=picks)
    def add_row(self, clone: str, pick: int) -> None:
        id_, mark = self._pick(clone, "source", pick)
        value = self._new_value()
        key = ("clause", len(self.stores[clone].register.sources[id_].clause))
        self._edit(clone, "source", id_, key, {"path": value}, mark, {f"clause {value}": True})

    @rule(clone=clones, pick=picks, other=picks)
    def move_post(self, clone: str, pick: int, other: int) -> None:
        id_, mark = self._pick(clone, "post", pick)
        unit, unit_mark = self._pick(clone, "unit", other)
        before = {one.value for one in self.facts.all if (one.mark, one.field) == (mark, "unit")}
        if unit_mark not in before:  # there and back is no change, and says nothing
            self._edit(clone, "post", id_, ("unit",), unit, mark, {"unit": unit_mark})

    @rule(clone=clones, kind=st.sampled_from(sorted(_NEW)))
    def add_record(self, clone: str, kind: str) -> None:
        id_ = self._new_value()
        unit = self._pick(clone, "unit", 0)[0]
        text = _NEW[kind].format(id_).replace('"pier"', f'"{unit}"')
        self.facts.name(kind, id_, id_)
        changes = ChangeSet(
            action="add", records=(RecordChange(kind=kind, id=id_, verb=Verb.ADD, text=text),), reason="new"
        )
        commit = self._save(clone, lambda: changes)
        if commit:
            self.facts.say_added(kind, id_, text, commit)

    @rule(clone=clones, kind=st.sampled_from(["unit", "unit", "post", "source"]), pick=picks)
    def rename(self, clone: str, kind: str, pick: int) -> None:
        id_, mark = self._pick(clone, kind, pick)
        new = self._new_value()
        self.facts.name(kind, new, mark)
        if id_ in _APPROVERS:  # named in the settings, which change by proposals only
            return
        commit = self._save(clone, lambda: plan_rename(self.stores[clone], kind, id_, new))
        if commit:
            self.facts.say(mark, {"id": new}, commit)

    @rule(clone=clones, kind=st.sampled_from(["unit", "source"]), pick=picks)
    def remove(self, clone: str, kind: str, pick: int) -> None:
        if len(self.stores[clone].register.records[kind]) < 2:
            return
        id_, mark = self._pick(clone, kind, pick)
        try:
            commit = self._save(clone, lambda: plan_removal(self.stores[clone], kind, id_, "no longer"))
        except StillNamed:
            self.reaper.revive()
            return
        if commit:
            self.facts.say(mark, {"stands": False}, commit)

    @rule(clone=clones, pick=picks)
    def propose(self, clone: str, pick: int) -> None:
        id_, mark = self._pick(clone, "group", pick)
        value, store = self._new_value(), self.stores[clone]
        changes = _edit_of("group", id_, ("title",), value)
        written = self._act(clone, lambda: save_to_proposal(store, changes))
        branches = "--branches=proposal/*"
        commit = run_git(store.location.top, "log", "--format=%H", "--max-count=1", f"-S{value}", branches)
        assert written is None or written.commit == commit
        if commit:
            self.facts.say(mark, {"title": value}, commit)
        if written is not None:
            self.counts["proposals"] += 1
            self._act(clone, lambda: (hand_in(store, written.name, value, ""), carry(store)))

    @rule(clone=st.sampled_from(PEOPLE[1:]), pick=picks)
    def approve(self, clone: str, pick: int) -> None:
        try:
            self.counts["approvals"] += self._act(clone, lambda: _approve_one(self.stores[clone], pick)) or 0
        except NoLongerFits:
            self.counts["approvals that no longer fit"] += 1
            self.reaper.revive()

    @rule(clone=clones, chosen=sides, trouble=st.sampled_from(["", "", "", "unreachable", "refusing"]))
    def sync(self, clone: str, chosen: list[str], trouble: str) -> None:
        store = self.stores[clone]
        with self._trouble(trouble):
            try:
                result = self._act(clone, lambda: share(store))
                if result is not None and result.waits:
                    self._decide(clone, result, chosen)
            except (RemoteUnreachable, RemoteRefused):
                assert trouble
                self.counts[f"syncs with the remote {trouble}"] += 1
                self.reaper.revive()
        self._require_in_order(clone)

    @rule(clone=clones)
    def sync_and_wait(self, clone: str) -> None:
        before = self._head(clone)
        result = self._act(clone, lambda: share(self.stores[clone]))
        if result is not None and result.waits:
            assert self._head(clone) == before
            self._require_in_order(clone)

    @rule(call=st.integers(0, 4) | st.integers(5, 30), after=st.booleans())
    def doom(self, call: int, after: bool) -> None:
        """Whoever acts next dies at a git call, if there are so many."""
        self.reaper.left, self.reaper.after = call, after

    # How they are done

    def _new_value(self) -> str:
        self._count += 1
        return f"v{self._count}"

    def _head(self, clone: str) -> str:
        return run_git(self.stores[clone].location.top, "rev-parse", "HEAD")

    def _pick(self, clone: str, kind: str, pick: int) -> tuple[str, str]:
        """One of a clone's records, and its mark."""
        ids = sorted(self.stores[clone].register.records[kind])
        id_ = ids[pick % len(ids)]
        return id_, self.facts.mark_of(kind, id_)

    def _edit(
        self, clone: str, kind: str, id: str, key: tuple[str | int, ...], value: Any, mark: str, said: dict[str, Any]
    ) -> None:
        commit = self._save(clone, lambda: _edit_of(kind, id, key, value))
        if commit:
            self.facts.say(mark, said, commit)

    def _save(self, clone: str, plan: Callable[[], ChangeSet]) -> str:
        """Save; gives the commit, empty where the process died and nothing was saved."""
        before = self._head(clone)
        saved = self._act(clone, lambda: self.stores[clone].save(plan()))
        self.counts["saves"] += saved is not None
        after = self._head(clone)
        assert saved is None or saved.commit == after != before
        return after if after != before else ""

    def _act(self, clone: str, act: Callable[[], Answer]) -> Answer | None:
        """Do something; None where the process died over it, and another has put its things in order."""
        try:
            answer = act()
        except Killed:
            self.counts["killed"] += 1
            self._start_again(clone)
            return None
        self.reaper.revive()
        return answer

    def _start_again(self, clone: str) -> None:
        finishes = self.reaper.after  # what a person chooses; any way will do that Hypothesis can turn
        self.reaper.revive()
        store = self.stores[clone] = RegisterStore.open(self.stores[clone].location.top)
        for intent in store.journal.unfinished():  # not store.unfinished(): the process that began it is this one
            self.counts["saves finished or put back"] += 1
            (store.finish if finishes else store.roll_back)(intent)
        self._require_in_order(clone)

    def _require_in_order(self, clone: str) -> None:
        top = self.stores[clone].location.top
        assert run_git(top, "status", "--porcelain") == ""
        assert run_git(top, "symbolic-ref", "HEAD") == "refs/heads/main"
        assert self.stores[clone].faults == ()

    @contextmanager
    def _trouble(self, sort: str) -> Iterator[None]:
        away = self.remote.with_name("away")
        if sort == "unreachable":
            self.remote.rename(away)
        hook = add_hook(self.remote, "update", "exit 1") if sort == "refusing" else None
        try:
            yield
        finally:
            if sort == "unreachable":
                away.rename(self.remote)
            if hook is not None:
                hook.unlink()

    def _decide(self, clone: str, result: SyncResult, chosen: Sequence[str]) -> None:
        """Decide conflicts until none is left; what is told anew is decided anew."""
        told: dict[tuple[str, Any], FileConflict] = {}
        for _ in range(4):
            told |= {(one.path, one.conflict.key): one for one in result.conflicts}
            takes = {key: chosen[number % len(chosen)] for number, key in enumerate(told)}
            answer = self._settle(clone, told, takes)
            if answer is None or not answer.waits:
                return
            result = answer
        raise AssertionError(result.conflicts)

    def _settle(
        self, clone: str, told: dict[tuple[str, Any], FileConflict], takes: dict[tuple[str, Any], str]
    ) -> SyncResult | None:
        before = self._head(clone)
        choices = [Choice(*key, take) for key, take in takes.items()]
        try:
            return self._act(clone, lambda: share(self.stores[clone], choices=choices, accept_broken=True))
        finally:
            after = self._head(clone)
            parents = run_git(self.stores[clone].location.top, "log", "-1", "--format=%P", after).split()
            if after != before and len(parents) > 1 and parents[0] == before:
                for key, one in told.items():
                    self._say_decided(clone, one, takes[key], after)

    def _say_decided(self, clone: str, one: FileConflict, take: str, commit: str) -> None:
        assert one.place is not None
        self.counts[f"decided {one.conflict.clash.value}"] += 1
        field = "".join(str(step) for step in one.conflict.key)
        top = self.stores[clone].location.top
        ours, theirs = run_git(top, "log", "-1", "--format=%P", commit).split()
        source = {"ours": ours, "theirs": theirs}.get(take) or run_git(top, "merge-base", ours, theirs)
        self.facts.take(self.facts.mark_of(*one.place), field, commit, source)

    # The end

    def teardown(self) -> None:
        """All sync until nothing moves; then everything that was written must be accounted for."""
        self.reaper.revive()
        for _ in range(4):
            for one in PEOPLE:
                self.sync(one, ["theirs", "ours"], "")
            if len({self._head(one) for one in PEOPLE}) == 1:
                break
        tip = run_git(self.remote, "rev-parse", "main")
        assert [self._head(one) for one in PEOPLE] == [tip] * len(PEOPLE)
        for one in PEOPLE:
            assert RegisterStore.open(self.stores[one].location.top, cached=False).faults == ()
            check_whole(self.stores[one].location.top)
        check_whole(self.remote)
        self.facts.require(self.remote, "main", self.stores["ada"].register)
        self.counts["runs"] += 1
        self.counts["facts"] += len(self.facts.all)
        self.counts["merges"] += int(run_git(self.remote, "rev-list", "--merges", "--count", "main"))
        self._require_reachable()

    def _require_reachable(self) -> None:
        """Every commit that was ever acknowledged is on the main line, or on a proposal that was not approved."""
        tops = [self.stores[one].location.top for one in PEOPLE]
        known = set(run_git(self.remote, "rev-list", "--all").split())
        known.update(*(run_git(top, "rev-list", "--branches=proposal/*").split() for top in tops))
        main = set(run_git(self.remote, "rev-list", "main").split())
        for fact in self.facts.all:
            on_proposal = fact.field == "title" and fact.mark in {"steering", "safety"}
            assert fact.commit in (known if on_proposal else main), fact


def run_examples(
    template: Path, folder: Path, reaper: Reaper, counts: Counter[str], *, seed: int, examples: int, steps: int
) -> None:
    """Run the machine; the same seed does the same.

    Args:
        template: see `make_template`.
        folder: where each run does its work.
        reaper: watches git.
        counts: takes what happened.
        seed: of Hypothesis.
        examples: how many runs.
        steps: acts of each.
    """

    def begin() -> Clones:
        return Clones(template, folder, reaper, counts)

    given = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(sown(seed)(begin), settings=given)  # type: ignore[arg-type]  # a function that makes one


def _approve_one(store: RegisterStore, pick: int) -> bool:
    """Approve one of those that others handed in; whether there was one."""
    carry(store)
    person = me(store).id
    waiting = [one for one in proposals(store) if one.state is ProposalState.SUBMITTED]
    found = sorted((one for one in waiting if one.name.split("/")[1] != person), key=lambda one: one.title)
    if found:
        approve(store, found[pick % len(found)].name, "agreed")
    return bool(found)


def _edit_of(kind: str, id: str, key: tuple[str | int, ...], value: Any) -> ChangeSet:
    change = RecordChange(kind=kind, id=id, verb=Verb.EDIT, fields=(FieldChange(key=key, value=value),))
    return ChangeSet(action="set", records=(change,), reason="mended")
