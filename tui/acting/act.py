"""One act of the office as the app offers it: its words, what it asks, and the function of schema.acts that makes the change.

Whether an act is allowed now is asked of that function itself, tried with answers that a person might give: no rule stands here twice.
"""

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING
from typing import Any

from schema.change import ChangeSet
from schema.failure import Failure
from schema.holding import holder
from schema.kinds.person import Person
from schema.register import Register
from tui.language import language
from tui.widgets.fields.spec import FieldSpec
from tui.widgets.fields.spec import FormRules
from tui.widgets.fields.spec import Key

if TYPE_CHECKING:  # the store's saving half comes with the register itself, behind the first paint
    from store.register import RegisterStore

Answers = Mapping[str, Any]
"""What a person answered: values of a form by the name of the field; what was left empty is missing."""


@dataclass(frozen=True)
class Ground:
    """What acts are made from."""

    store: "RegisterStore"
    on: date
    """The day that stands for today."""
    me: Person | None
    """The person at the keyboard; None where the register knows nobody by the git identity."""
    is_trial: bool = False
    """Whether nothing is to come of it: ids are made up and no file is read."""

    @property
    def register(self) -> Register:
        """The register."""
        return self.store.register

    def new_id(self, kind: str, day: date) -> str:
        """A free id for a new record."""
        return f"{day}-trial" if self.is_trial else self.store.new_id(kind, day=day)

    def digest_of(self, kind: str, id: str) -> str:
        """The digest of a record's file as it stands now."""
        return "" if self.is_trial else self.store.read(kind, id).digest

    def my_posts(self) -> list[str]:
        """The posts that the person at the keyboard holds on the day."""
        if self.me is None:
            return []
        return [post for post in self.register.posts if holder(self.register, post, self.on).person == self.me.id]


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act that a menu offers."""

    id: str
    """Stable name, as the command line has it where it has one."""
    label: str
    """What is done, in the app's language."""
    asks: Sequence[FieldSpec] = ()
    """What has to be known; empty where nothing has."""
    rules: FormRules = field(default_factory=FormRules)
    """What is looked at while it is typed."""
    make: Callable[[Ground, Answers], ChangeSet]
    """Makes the change from answers; raises what schema.acts raises."""
    trial: Answers = field(default_factory=dict)
    """Answers with which it is tried whether the act is allowed, beside the values that the form begins with."""
    mendable: tuple[type[Failure], ...] = ()
    """What a person mends by other answers; everything else forbids the act."""

    def why_not(self, ground: Ground) -> str:
        """Why the act is not allowed now, in the app's language; empty where it is.

        Args:
            ground: one of which nothing is to come.
        """
        given = {str(spec.key[-1]): spec.value for spec in self.asks if spec.value is not None}
        try:
            self.make(ground, {**given, **self.trial})
        except self.mendable:
            return ""
        except Failure as failure:
            return failure.say(language())[0]
        return ""


def rules_of(checks: Mapping[Key, Callable[[Any], list[str]]], ground: Ground) -> FormRules:
    """What the form of an act asks of the register: one check a field, working days by the calendars."""

    def validate(key: Key, value: Any) -> list[str]:
        check = checks.get(key)
        return check(value) if check is not None else []

    return FormRules(validate=validate, working_day=ground.register.workdays.known, today=ground.on)
