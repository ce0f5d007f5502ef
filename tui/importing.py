"""Policy texts from the app: reading one in a worker, keeping what was decided beside it, and saving what was accepted."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from exchange.policy.clause import Recognised
from exchange.policy.plan import Plan
from exchange.policy.plan import adopt
from exchange.policy.plan import plan as plan_of
from exchange.policy.plan import resolve
from exchange.policy.planfile import read_plan
from exchange.policy.planfile import write_plan
from exchange.policy.recognition import recognise
from exchange.policy.refusal import TextTooLarge
from exchange.policy.renewal import Mark
from exchange.policy.renewal import find_source
from exchange.policy.renewal import renew
from exchange.unpacking import MOST_BYTES
from schema.change import ChangeSet
from store.document import read_whole
from store.files import digest
from store.files import write
from store.identifier import slug
from tui.desk import Desk


@dataclass(frozen=True)
class TextRead:
    """A file that was recognised."""

    file: Path
    sha256: str
    documents: tuple[Recognised, ...]


@dataclass(frozen=True)
class Importing:
    """One document that is taken in."""

    file: Path
    plan: Plan
    source: str
    """Id of the source that it is a new version of; empty for a new one."""
    marks: dict[str, Mark]
    """How each clause stands to the old version; empty for a new source."""
    suspect: tuple[str, ...]
    """Duties that have to be reviewed after it."""
    is_known: bool = False
    """Whether the register holds this very text."""
    was_kept: bool = False
    """Whether decisions of an earlier day were taken up."""

    @property
    def plan_file(self) -> Path:
        """Where decisions are kept that are not saved yet: beside the text, as `--plan` takes them."""
        return self.file.with_name(f"{self.file.name}.plan.toml")


def read_text(desk: Desk, file: Path) -> TextRead:
    """Read and recognise a file; blocks.

    Raises:
        NoSuchFile: there is none.
        Failure: as `exchange.policy.reading.read_lines` does.
    """
    content = read_whole(file, MOST_BYTES, TextTooLarge)
    found = recognise(file.name, content, desk.view.register)
    return TextRead(file, hashlib.sha256(content).hexdigest(), found.documents)


def make_plan(desk: Desk, text: TextRead, at: int) -> Importing:
    """Make the plan of one document, with what was decided before; blocks.

    Raises:
        PlanBroken: decisions lie beside the file and cannot be read.
    """
    register, document = desk.view.register, text.documents[at]
    made = plan_of(document, register, digest=text.sha256)
    old = find_source(register, document.title)
    marks: dict[str, Mark] = {}
    suspect: tuple[str, ...] = ()
    if old is not None:
        renewal = renew(made, old, register)
        made, marks, suspect = renewal.plan, renewal.marks, renewal.suspect
    is_known = old is not None and old.file_sha256 == text.sha256
    found = Importing(text.file, made, old.id if old is not None else "", marks, suspect, is_known)
    kept = found.plan_file
    if kept.exists():
        plan = read_plan(kept.name, read_whole(kept, MOST_BYTES, TextTooLarge).decode(errors="replace"), made)
        found = Importing(text.file, plan, found.source, marks, suspect, is_known, was_kept=True)
    return found


def keep_plan(importing: Importing, plan: Plan, language: str) -> None:
    """Keep what was decided beside the text; blocks.

    Raises:
        Failure: it cannot be written.
    """
    path = importing.plan_file
    before = digest(read_whole(path, MOST_BYTES, TextTooLarge)) if path.exists() else None
    write(path.parent.absolute(), path.name, write_plan(plan, language).encode(), expected=before)


def changes_of(desk: Desk, importing: Importing, plan: Plan, summary: str, overrides: tuple[str, ...]) -> ChangeSet:
    """What a save of a plan changes; blocks.

    Args:
        desk: the register.
        importing: what is taken in.
        plan: with what was decided.
        summary: the first line of the commit's message.
        overrides: codes of refusals that the person overrides.
    """
    register = desk.view.register
    adoption = adopt(
        resolve(plan, register, slug),
        register,
        slug,
        source=importing.source,
        person=desk.store.me(),
        on=desk.today,
        summary=summary,
    )
    return msgspec.structs.replace(adoption.changes, overrides=overrides)
