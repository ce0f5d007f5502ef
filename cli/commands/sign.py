"""`dutybook sign`: have every commit signed with one's ssh key, and enter the key in one's record; or end both."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from cli.editing import save_asked
from cli.exits import Exit
from cli.failure import NeedsConsent
from cli.language import say
from cli.language import spoken
from cli.opening import open_register
from cli.options import JsonOption
from cli.options import RegisterOption
from cli.options import WhyOption
from cli.options import YesOption
from cli.output import ask
from cli.output import is_asked
from cli.output import note
from cli.output import print_json
from cli.output import print_line
from schema.acts.keys import KeyUnknown
from schema.acts.keys import end_key
from schema.acts.keys import enter_key
from schema.change import ChangeSet
from schema.kinds.person import Person
from schema.signers import PublicKey
from store.failure import SigningFailed
from store.location import find
from store.register import RegisterStore
from store.register import Saved
from store.signature import now_in
from store.signature import signatures
from store.signing import SignerUnknown
from store.signing import find_key
from store.signing import load_key
from store.signing import make_key
from store.signing import own_key
from store.signing import put_back
from store.signing import read_set_up
from store.signing import set_up
from store.signing import take_down
from store.signing import try_out


def run(
    *,
    key: Annotated[Path | None, Parameter(name="--key")] = None,
    off: bool = False,
    why: WhyOption = "",
    yes: YesOption = False,
    json: JsonOption = False,
    register: RegisterOption = None,
) -> int:
    """Set up signing, or end it."""
    store = open_register(register, writing=True)
    person = store.me()
    if person is None:
        raise SignerUnknown
    if off:
        return _end(store, person, key, why.strip(), yes=yes, json=json)
    path = key or find_key() or _make(store, yes=yes)
    if path is None:
        note(say("sign-no-key"))
        return Exit.FINE
    return _begin(store, person, path, why.strip(), yes=yes, json=json)


def _make(store: RegisterStore, *, yes: bool) -> Path | None:
    """Make a key after asking; None where the person said no."""
    if not yes and not is_asked():
        raise NeedsConsent
    if not yes and not ask(say("sign-make-key", path=own_key().with_suffix(""))):
        return None
    made = make_key(store.identity().email)
    note(say("sign-key-made", path=made.with_suffix("")))
    return made


def _begin(store: RegisterStore, person: Person, path: Path, why: str, *, yes: bool, json: bool) -> int:
    public = load_key(path)
    digest = store.read("person", person.id).digest
    changes = enter_key(store.register, person, public, now_in(store.register), reason=why, digest=digest)
    before = read_set_up(store.git)
    saved = None
    is_done = False
    try:
        set_up(store.git, path)
        store.location = find(store.location.top)
        try_out(store.git)
        saved = save_asked(store, changes, yes=yes) if changes is not None else None
        is_done = changes is None or saved is not None
    finally:
        if not is_done:
            put_back(store.git, before)
    if is_done:
        _tell(store, person, public, path, saved, json=json)
    return Exit.FINE


def _tell(
    store: RegisterStore, person: Person, public: PublicKey, path: Path, saved: Saved | None, *, json: bool
) -> None:
    state = signatures(store.git, store.register, [saved.commit])[saved.commit] if saved is not None else None
    if json:
        print_json({
            "person": person.id,
            "key": str(path),
            "fingerprint": public.fingerprint,
            "commit": saved.commit if saved is not None else None,
            "signed": state,
            "proposal": (saved.proposal or None) if saved is not None else None,
        })  # fmt: skip
        return
    print_line(say("sign-set-up", path=path, fingerprint=public.fingerprint))
    if saved is None:
        print_line(say("sign-known", person=person.name))
    else:
        print_line(say("saved", commit=saved.commit[:12], summary=saved.summary))
        if saved.proposal:
            note(say("proposed", name=saved.proposal))
    if not store.register.settings.signing.required:
        note(say("sign-not-asked"))


def _end(store: RegisterStore, person: Person, key: Path | None, why: str, *, yes: bool, json: bool) -> int:
    before = read_set_up(store.git)
    path = key or (Path(before["user.signingKey"] or "") if before["user.signingKey"] else None)
    if path is None:
        raise KeyUnknown(person.name)
    public = load_key(path)
    digest = store.read("person", person.id).digest
    changes = end_key(store.register, person, public, now_in(store.register), reason=why, digest=digest)
    saved = _save_while_it_signs(store, changes, yes=yes)
    if saved is None:
        return Exit.FINE
    take_down(store.git)
    if json:
        print_json({"person": person.id, "fingerprint": public.fingerprint, "commit": saved.commit})
    else:
        print_line(say("saved", commit=saved.commit[:12], summary=saved.summary))
        print_line(say("sign-off", fingerprint=public.fingerprint))
    return Exit.FINE


def _save_while_it_signs(store: RegisterStore, changes: ChangeSet, *, yes: bool) -> Saved | None:
    """Save with the key that is to end; where it cannot sign any more, without."""
    try:
        return save_asked(store, changes, yes=yes)
    except SigningFailed as failure:
        note(say("sign-off-unsigned", why=failure.say(spoken())[0]))
        take_down(store.git)
        store.location = find(store.location.top)
        return save_asked(store, changes, yes=True)
