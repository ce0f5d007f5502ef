"""Which commit is ours, and whether it carries the words that were given.

`git commit` passes its message through one file, COMMIT_EDITMSG. A person's git at the same moment passes its own through
the same file, and one of the two commits then stands under the other's words. The reason is part of the record, so ours
is looked at after it stands and written anew with its own words where they were lost.
"""

from collections.abc import Mapping

from schema.failure import Failure
from store.git import Git
from store.location import Location
from store.lock import wait_for_git
from store.trees import move_head
from store.trees import write_commit


def find_own(
    git: Git, location: Location, message: str, *, since: str | None, tip: str, environment: Mapping[str, str]
) -> str:
    """Give the commit that carries this message, mending the newest one if its words were mixed up.

    Args:
        git: git of the repository.
        location: the register; its lock is held.
        message: the words that were given to `git commit`.
        since: the commit before; None for the first.
        tip: what the branch points at now; others may have committed on top of ours.
        environment: author and dates, as for the commit itself.
    """
    try:
        if _message(git, tip) == message:
            return tip
        listed = git.run("rev-list", "--end-of-options", tip, *([f"^{since}"] if since else [])).text.split("\n")
        for commit in listed[1:]:
            if _message(git, commit) == message:
                return commit
        if len(listed) > 1:
            return tip  # others stand on it: history is not written anew under them
        tree, *parents = git.run("rev-parse", f"{tip}^{{tree}}", f"{tip}^@").text.split("\n")
        mended = write_commit(git, tree, parents, message, environment)
        wait_for_git(location, lambda: move_head(git, mended, tip, message.split("\n", 1)[0]))
    except Failure:
        return tip  # what was saved is committed all the same: no failure of looking or mending may say otherwise
    return mended


def _message(git: Git, commit: str) -> str:
    body = git.run("cat-file", "commit", commit).out.decode("utf-8", "surrogateescape")
    return body.partition("\n\n")[2]
