"""One save on disk: noted, written, committed; where anything fails, every file that it wrote is put back as it was.

What stands there afterwards is read once more, because a hook of the user's may have changed it on the way.
"""

import time
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec

from schema.change import Attachment
from schema.failure import Failure
from store.attachment import keep
from store.attachment import let_go
from store.care.recovery import is_committed
from store.commit import commit_paths
from store.files import ChangedOnDisk
from store.files import FileFailure
from store.files import Missing
from store.files import read
from store.files import remove
from store.files import write
from store.git import Git
from store.journal import Intent
from store.journal import Journal
from store.journal import Revision
from store.loading import Known
from store.loading import Loaded
from store.loading import Stamp
from store.loading import is_settled
from store.loading import read_one
from store.loading import with_files
from store.location import Location
from store.location import read_head
from store.saving import FileEdit


def write_and_commit(
    git: Git,
    location: Location,
    journal: Journal,
    edits: Sequence[FileEdit],
    message: str,
    attachments: Sequence[Attachment] = (),
) -> str:
    """Write files and commit just them. The caller holds the lock.

    Attachments come first: once the save is noted they are on the disk, so that it can be finished after a kill.

    Returns:
        The commit's id.

    Raises:
        ChangedOnDisk: a file is not what it was; what was written before it is put back.
        Failure: see store.files.write and store.commit.commit_paths; every file is put back, unless the commit was made
            and only what follows it failed.
    """
    _, head = read_head(location)
    kept = keep(location.top, git, attachments)
    try:
        revisions = [Revision(edit.path, edit.raw, edit.after, edit.digest) for edit in edits]
        intent = journal.begin(message, revisions, kept)
    except Failure:
        let_go(location.top, kept)
        raise
    try:
        for edit in edits:
            if edit.after is None:
                remove(location.top, edit.path, expected=edit.digest)
            else:
                write(location.top, edit.path, edit.after.encode(), expected=edit.digest)
        paths = [*(edit.path for edit in edits), *(one.path for one in kept)]
        commit = commit_paths(git, location, paths, message, expected_head=head)
    except Failure:
        with suppress(Failure):  # what can't be put back now is found in the journal at the next start
            if read_head(location)[1] == head or not is_committed(git, location, intent):
                _put_back(location.top, intent)
            journal.done(intent)
        raise
    journal.done(intent)
    return commit


def _put_back(top: Path, intent: Intent) -> None:
    """Put back each file that still is as the save wrote it; one that somebody else changed is theirs and stays."""
    for revision in reversed(intent.revisions):
        with suppress(ChangedOnDisk):
            msgspec.structs.replace(intent, revisions=(revision,)).roll_back(top)
    let_go(top, intent.attached)


def as_written(top: Path, loaded: Loaded, written: Mapping[str, str | None]) -> Loaded:
    """The register with what stands on disk of some files just written: a hook may have changed them meanwhile.

    Args:
        top: the register's top folder.
        loaded: the register as it should be now.
        written: the text of each file that was written; None for one that was removed.
    """
    found = {path: _look_again(top, path, text, loaded.files.get(path)) for path, text in written.items()}
    as_wanted = {
        path: file for path, file in found.items() if file is not None and _gives(file, loaded.files.get(path))
    }
    loaded = replace(loaded, files={**loaded.files, **as_wanted})
    changed = {path: file for path, file in found.items() if path not in as_wanted and (file or written[path])}
    return with_files(loaded, changed) if changed else loaded


def _look_again(top: Path, path: str, text: str | None, wanted: Known | None) -> Known | None:
    """What a file gives now; None where it is gone."""
    try:
        status = (top / path).stat(follow_symlinks=False)
        content = read(top, path)
    except (OSError, Missing):
        return None
    except FileFailure as failure:
        return read_one(path, failure, Stamp(-1, -1))
    settled = is_settled(status.st_mtime_ns, time.time_ns())
    stamp = Stamp(status.st_size, status.st_mtime_ns if settled else -1)
    if wanted is not None and text is not None and content == text.encode():
        return wanted._replace(stamp=stamp)
    return read_one(path, content, stamp)


def _gives(file: Known, wanted: Known | None) -> bool:
    return wanted is not None and file[1:] == wanted[1:]
