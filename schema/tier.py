"""Tiers: which tier a rank carries in a dialect, and which tier a document's word means (R8)."""

import unicodedata
from typing import Final
from typing import NamedTuple

from schema.dialect import ALIASES
from schema.dialect import DIALECTS
from schema.dialect import Cell
from schema.kinds.post import Post
from schema.kinds.settings import Settings
from schema.vocabulary import Rank
from schema.vocabulary import Tier


class Resolution(NamedTuple):
    """Which tiers a rank carries."""

    tiers: tuple[Tier, ...]
    """The tiers, the first named in front; empty where only both duties (一岗双责) are said to be borne."""
    wording: str
    """The document's own words, kept for printing; empty where it has none."""
    dual_duty: bool
    presumed: bool
    """Whether the text leaves its subject out (推定)."""
    clauses: tuple[str, ...]
    """Clauses of the model rules that say it; empty where register.toml does."""
    own: bool
    """Whether register.toml says it."""

    @property
    def tier(self) -> Tier | None:
        """The tier named first; None where none is."""
        return self.tiers[0] if self.tiers else None

    def label(self, language: str) -> str:
        """The document's own words, else the tiers' labels in a language."""
        joiner = "、" if language.startswith("zh") else ", "
        return self.wording or joiner.join(tier.label(language) for tier in self.tiers)


def resolve(settings: Settings, dialect: str, rank: Rank) -> Resolution | None:
    """Say which tier a rank carries in a dialect (R8).

    Args:
        settings: their `[[tier]]` rows go before the built-in tables.
        dialect: name of the dialect, such as `P2`; empty or unknown: only such rows can say anything.
        rank: rank of the post.

    Returns:
        None where the dialect says nothing of the rank: never a guess.
    """
    for row in settings.tier:
        if row.dialect == dialect and row.rank is rank:
            return Resolution((row.tier,), row.wording, row.dual_duty, presumed=False, clauses=(), own=True)
    built_in = DIALECTS.get(dialect)
    cell = built_in.ranks.get(rank) if built_in is not None else None
    return _resolved(cell) if cell is not None else None


def resolve_post(settings: Settings, dialect: str, post: Post) -> Resolution | None:
    """Say which tier a post carries in a dialect: supervision for a discipline post where the dialect says so, else by rank.

    A discipline post is one that itself `supervises` units: what the register says, not what a title sounds like. Where a dialect says nothing of
    discipline posts, such a post carries the tier of its rank.
    """
    built_in = DIALECTS.get(dialect)
    if post.supervises and built_in is not None and built_in.discipline is not None:
        return _resolved(built_in.discipline)
    return resolve(settings, dialect, post.rank)


def normalise(wording: str) -> Tier | None:
    """Which tier a document's word means: a tier's label in either language, its token, or one of the known aliases.

    Spaces of every sort and the width of letters make no difference; nothing else is forgiven. The wording itself is kept by whoever prints it.

    Returns:
        None for a word that no tier is known by; 一岗双责 is a flag and no tier.
    """
    return _KNOWN.get(_bare(wording))


def is_known_dialect(settings: Settings, dialect: str) -> bool:
    """Whether the built-in tables or register.toml say anything of a dialect."""
    return dialect in DIALECTS or any(row.dialect == dialect for row in settings.tier)


def _resolved(cell: Cell) -> Resolution:
    return Resolution(cell.tiers, cell.wording, cell.dual_duty, cell.presumed, cell.clauses, own=False)


def _bare(wording: str) -> str:
    return "".join(unicodedata.normalize("NFKC", wording).split()).casefold()


_KNOWN: Final[dict[str, Tier]] = {
    _bare(word): tier
    for word, tier in (
        *((word, tier) for tier in Tier for word in (tier.value, tier.zh, tier.en)),
        *ALIASES.items(),
    )
}
