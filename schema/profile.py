"""The profiles of attribution: by which rules responsibility for a wrong decision is proposed, and which measures and tiers each knows (R9).

Pure data. A register names one of these in a case and cannot invent another: a proposal must rest on rules that can be looked up.
"""

from collections.abc import Mapping
from typing import Final
from typing import NamedTuple

from schema.vocabulary import Measure
from schema.vocabulary import Tier


class RowText(NamedTuple):
    """One row of the decision table in words."""

    zh: str
    en: str
    clause: str = ""
    """Where the row comes from; empty where no clause says it."""

    def label(self, language: str) -> str:
        """The row in a language: `zh…` gives Chinese, all else English."""
        return self.zh if language.startswith("zh") else self.en


class Profile(NamedTuple):
    """One set of rules."""

    id: str
    zh: str
    en: str
    source: str
    exempts_by_discretion: bool
    """Whether an objection or a reservation may, not must, be exempted; otherwise a minuted objection exempts and a reservation does not."""
    rows: Mapping[int, RowText]
    """The rows of R9 in words, by number."""
    body_measures: tuple[Measure, ...]
    """What may be decided about a body."""
    person_measures: tuple[Measure, ...]
    """What may be decided about a person."""
    body_tiers: tuple[Tier, ...]
    """Tiers of responsibility that a body may be found to bear."""
    person_tiers: tuple[Tier, ...]
    """Tiers of responsibility that a person may be found to bear."""

    def label(self, language: str) -> str:
        """The profile's name in a language: `zh…` gives Chinese, all else English."""
        return self.zh if language.startswith("zh") else self.en


_ROWS: Final = {
    1: RowText(
        "个人决定或者批准的，由本人负责，其他人不适用本条",
        "decided or approved by one leader alone: that leader answers, nobody else under this article",
        "P4-10e",
    ),
    2: RowText(
        "集体决策，明确反对并记入纪要、未被采纳的，不承担领导责任",
        "collective decision: a clear objection, in the minutes and not adopted, leaves no leadership responsibility",
        "P4-10d",
    ),
    3: RowText(
        "集体决策，主要负责人和直接分管的成员负主要领导责任",
        "collective decision: the principal and the member directly in charge bear main leadership responsibility",
        "P4-10b",
    ),
    4: RowText(
        "集体决策，参与决策的其他成员负重要领导责任；反对而未入纪要的待核",
        "collective decision: other members who took part bear important leadership responsibility; "
        "an objection outside the minutes is to be verified",
        "P4-10c",
    ),
    5: RowText(
        "缺席、仅列席或者不是成员的，不适用，待核",
        "absent, observer only or not a member: not applicable, to be verified",
    ),
    6: RowText(
        "只保留意见的，条文没有规定，照第3、4行提出并待核",
        "reservation only: the text is silent, so as rows 3 and 4, to be verified",
    ),
}
_TIERS: Final = (Tier.MAIN_LEADERSHIP, Tier.IMPORTANT_LEADERSHIP)
_COMPANY_MEASURES: Final = (
    Measure.REMINDER,
    Measure.CRITICISM,
    Measure.WRITTEN_EXAMINATION,
    Measure.CIRCULAR,
    Measure.ORGANISATIONAL,
    Measure.DISCIPLINARY,
)

PROFILES: Final[Mapping[str, Profile]] = {
    "company-10": Profile(
        id="company-10",
        zh="公司细则第十条",
        en="Company rules, article 10",
        source="P4-9-0, P4-10",
        exempts_by_discretion=False,
        rows=_ROWS,
        # The text speaks of bodies and cadres in one breath, so neither is narrowed.
        body_measures=_COMPANY_MEASURES,
        person_measures=_COMPANY_MEASURES,
        body_tiers=_TIERS,
        person_tiers=_TIERS,
    ),
    "national-2019": Profile(
        id="national-2019",
        zh="全国问责规定（2019）",
        en="National accountability rules (2019)",
        source="domain model 2.2, practice 5.1.8 and 5.1.9",
        exempts_by_discretion=True,
        rows={
            **_ROWS,
            2: RowText(
                "集体决策，明确反对并记入纪要、未被采纳的，可以免责，由决定机关裁量",
                "collective decision: a clear objection, in the minutes and not adopted, may be exempted by the deciding organ",
                "P4-10d",
            ),
            6: RowText(
                "只保留意见的，照第3、4行提出，可以免责，由决定机关裁量",
                "reservation only: as rows 3 and 4, and may be exempted by the deciding organ",
            ),
        },
        body_measures=(Measure.BODY_EXAMINATION, Measure.BODY_CIRCULAR, Measure.BODY_REORGANISATION),
        person_measures=(Measure.CIRCULAR, Measure.ADMONITION, Measure.ORGANISATIONAL, Measure.DISCIPLINARY),
        body_tiers=_TIERS,
        person_tiers=_TIERS,
    ),
}
"""Every profile by its id."""
