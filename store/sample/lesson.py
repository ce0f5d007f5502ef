"""What the tutorial finds in the sample beside its history: a colleague's proposal that waits for its approver.

It is left in a copy of the sample only, when the tutorial begins there, so that the demonstration itself stays what its golden results say.
"""

from pathlib import Path
from typing import Final

from schema.change import ChangeSet
from schema.change import FieldChange
from schema.change import RecordChange
from schema.change import Verb
from store.git import Git
from store.register import RegisterStore
from store.review.proposing import hand_in
from store.review.proposing import open_proposals
from store.review.proposing import save_to_proposal
from store.sample.demo import build

COLLEAGUE: Final = "qian-qi"
GROUP: Final = "implementation-group"
TITLE: Final = "责任制工作领导小组"
_NAME: Final = f"proposal/{COLLEAGUE}/group-title"


class _ColleaguesStore(RegisterStore):
    """The register with a colleague of the sample at the keyboard."""

    @property
    def git(self) -> Git:
        """Git, under the colleague's name, on the demonstration's day."""
        who = self.register.people[COLLEAGUE]
        day = f"{self.today.isoformat()}T10:00:00+08:00"
        names = {
            f"GIT_{role}_{part}": value
            for role in ("AUTHOR", "COMMITTER")
            for part, value in (("NAME", who.name), ("EMAIL", who.emails[0]), ("DATE", day))
        }
        known = super().git
        return Git(known.top, known.git_dir, trusted=known.trusted, environment=names)


def find_or_build(folder: Path) -> Path:
    """The copy of the sample in a folder, made where nothing is there yet. Blocks.

    Returns:
        The register's top folder.

    Raises:
        TargetNotEmpty: something else lies there.
        Failure: see store.sample.demo.build.
    """
    if (folder / "register.toml").is_file() and RegisterStore.open(folder, read_only=True).register.settings.demo:
        return folder
    return build(folder).top


def leave_proposal(top: Path) -> str:
    """Let a colleague propose to change a group's title, unless a proposal is open already. Blocks.

    Args:
        top: a copy of the sample.

    Returns:
        The proposal's name; empty where there was one, or where the sample's people and groups were changed.

    Raises:
        Failure: it can't be written.
    """
    store = _ColleaguesStore.open(top)
    register = store.register
    if COLLEAGUE not in register.people or GROUP not in register.groups or open_proposals(store):
        return ""
    field = FieldChange(key=("title",), value=TITLE)
    change = RecordChange(kind="group", id=GROUP, verb=Verb.EDIT, fields=(field,))
    save_to_proposal(store, ChangeSet(action="set", records=(change,), reason="按新印发的文件调整名称。"), _NAME)
    hand_in(store, _NAME, "领导小组更名", "请审批。")
    return _NAME
