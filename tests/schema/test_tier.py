import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.dialect import DIALECTS
from schema.dialect import Cell
from schema.kinds.settings import Settings
from schema.tier import is_known_dialect
from schema.tier import normalise
from schema.tier import resolve
from schema.tier import resolve_post
from schema.vocabulary import Rank
from schema.vocabulary import Tier
from tests.builders import Data
from tests.builders import RegisterBuilder

NOTHING = Settings(format=1, title="台账")
FIRST = Tier.FIRST
DIRECT = Tier.DIRECT
MAIN = Tier.MAIN_LEADERSHIP
IMPORTANT = Tier.IMPORTANT_LEADERSHIP
LEADERSHIP = Tier.LEADERSHIP
BODY = Tier.MAIN_BODY
CONCRETE = Tier.CONCRETE

# The table of R8 as it stands: dialects across, ranks down; None stands for its dash.
DASH = None
TABLE: dict[Rank, tuple[tuple[Tier, ...] | None, ...]] = {
    Rank.PRINCIPAL: ((FIRST, BODY), (FIRST,), (FIRST,), (FIRST,), (FIRST,), (FIRST,)),
    Rank.IN_CHARGE: ((DIRECT,), (DIRECT,), (BODY, LEADERSHIP), (DIRECT,), (MAIN,), (LEADERSHIP,)),
    Rank.MEMBER: ((), (LEADERSHIP,), (LEADERSHIP,), (IMPORTANT,), (IMPORTANT,), (LEADERSHIP,)),
    Rank.SECTION_HEAD: (DASH, DASH, (BODY,), (CONCRETE,), DASH, DASH),
    Rank.COMMUNITY_HEAD: (DASH, DASH, DASH, (CONCRETE,), DASH, DASH),
    Rank.STAFF: (DASH,) * 6,
}
DISCIPLINE = (DASH, (Tier.SUPERVISION,), DASH, (Tier.SUPERVISION,), DASH, DASH)
NAMES = ("P1", "P2", "P3", "P4", "P5", "P6")
CELLS = [(name, rank, TABLE[rank][at]) for rank in TABLE for at, name in enumerate(NAMES)]


@pytest.mark.parametrize(("dialect", "rank", "tiers"), CELLS)
def test_r8_table_cell_by_cell(dialect: str, rank: Rank, tiers: tuple[Tier, ...] | None) -> None:
    found = resolve(NOTHING, dialect, rank)
    assert (found.tiers if found else None) == tiers


@pytest.mark.parametrize(("dialect", "tiers"), list(zip(NAMES, DISCIPLINE, strict=True)))
def test_r8_table_discipline_posts(dialect: str, tiers: tuple[Tier, ...] | None) -> None:
    discipline = DIALECTS[dialect].discipline
    assert (discipline.tiers if discipline else None) == tiers


@pytest.mark.parametrize(
    ("dialect", "ranks"),
    [
        ("P1", {Rank.IN_CHARGE, Rank.MEMBER}),
        ("P2", {Rank.MEMBER}),
        ("P3", {Rank.IN_CHARGE, Rank.MEMBER}),
        ("P4", {Rank.MEMBER}),
        ("P5", {Rank.MEMBER}),
        ("P6", {Rank.IN_CHARGE, Rank.MEMBER}),
    ],
)
def test_dual_duty_is_a_flag_where_the_clauses_say_so(dialect: str, ranks: set[Rank]) -> None:
    assert {rank for rank in Rank if (found := resolve(NOTHING, dialect, rank)) and found.dual_duty} == ranks


def test_only_the_principal_of_p6_is_presumed_and_has_no_wording() -> None:
    cells = {(name, rank): cell for name, known in DIALECTS.items() for rank, cell in known.ranks.items()}
    assert [place for place, cell in cells.items() if cell.presumed] == [("P6", Rank.PRINCIPAL)]
    assert [place for place, cell in cells.items() if not cell.wording] == [("P6", Rank.PRINCIPAL)]
    found = resolve(NOTHING, "P6", Rank.PRINCIPAL)
    assert found is not None
    assert (found.presumed, found.label("zh"), found.label("en")) == (True, "第一责任人", "First responsible person")


def cells() -> list[tuple[str, Cell]]:
    found = [(name, cell) for name, known in DIALECTS.items() for cell in known.ranks.values()]
    return found + [(name, known.discipline) for name, known in DIALECTS.items() if known.discipline]


@pytest.mark.parametrize(("dialect", "cell"), cells())
def test_every_cell_names_clauses_of_its_own_dialect_and_words_that_mean_its_tiers(dialect: str, cell: Cell) -> None:
    assert cell.clauses
    assert all(clause.startswith(f"{dialect}-") for clause in cell.clauses)
    if cell.wording and cell.tiers:
        assert tuple(normalise(word) for word in cell.wording.split("、")) == cell.tiers


def test_r8_example_1_one_rank_two_tiers() -> None:
    """The same in-charge post is 直接责任人 under P4 and 主要领导责任 under P5: label of the dialect and code are both kept."""
    under_p4, under_p5 = resolve(NOTHING, "P4", Rank.IN_CHARGE), resolve(NOTHING, "P5", Rank.IN_CHARGE)
    assert under_p4 is not None and under_p5 is not None
    assert (under_p4.wording, under_p4.tier, under_p4.clauses) == ("直接责任人", Tier.DIRECT, ("P4-3c",))
    assert (under_p5.wording, under_p5.tier, under_p5.clauses) == ("主要领导责任", Tier.MAIN_LEADERSHIP, ("P5-1c",))


def test_r8_example_2_a_synonym_becomes_the_code_and_the_wording_stays() -> None:
    """直接负责人 (P2-2-3) becomes `direct`; the original wording is kept for printing."""
    assert normalise("直接负责人") is Tier.DIRECT
    found = resolve(NOTHING, "P2", Rank.IN_CHARGE)
    assert found is not None
    assert (found.tier, found.wording, found.label("zh"), found.label("en")) == (
        Tier.DIRECT,
        "直接负责人",
        "直接负责人",
        "直接负责人",
    )


@pytest.mark.parametrize("tier", Tier)
def test_every_label_means_its_tier(tier: Tier) -> None:
    assert normalise(tier.zh) is normalise(tier.en) is normalise(tier.value) is tier


@pytest.mark.parametrize(
    ("wording", "tier"),
    [
        ("直接负责", Tier.DIRECT),
        ("\u00a0直接负责\u3000人 ", Tier.DIRECT),
        ("FIRST responsible PERSON", Tier.FIRST),
        ("Ｄｉｒｅｃｔ", Tier.DIRECT),
        ("主要领导责任", Tier.MAIN_LEADERSHIP),
        ("领导责任", Tier.LEADERSHIP),
        ("一岗双责", None),
        ("总责", None),
        ("承担直接负责人职责", None),
        ("", None),
    ],
)
def test_wordings_are_normalised_and_never_guessed(wording: str, tier: Tier | None) -> None:
    assert normalise(wording) is tier


@given(st.text(max_size=8))
def test_any_wording_has_an_answer_and_spaces_change_nothing(wording: str) -> None:
    assert normalise(f" {wording}\u3000") is normalise(wording)


def own(*rows: Data, dialect: str = "P2") -> RegisterBuilder:
    builder = RegisterBuilder()
    builder.settings |= {"dialect": dialect, "tier": list(rows)}
    return builder


def test_the_registers_own_rows_go_before_the_built_in_ones() -> None:
    row = {"dialect": "P2", "rank": "member", "tier": "important-leadership", "wording": "重要责任", "dual_duty": False}
    settings = own(row).build().settings
    found = resolve(settings, "P2", Rank.MEMBER)
    assert found is not None
    assert (found.tiers, found.wording, found.dual_duty, found.own, found.clauses) == (
        (IMPORTANT,),
        "重要责任",
        False,
        True,
        (),
    )
    built_in = resolve(settings, "P4", Rank.MEMBER)
    assert built_in is not None and not built_in.own
    other = resolve(settings, "P2", Rank.PRINCIPAL)
    assert other is not None and other.tier is FIRST


def test_a_dialect_of_ones_own_knows_what_its_rows_say_and_nothing_more() -> None:
    row = {"dialect": "harbour", "rank": "staff", "tier": "handling"}
    settings = own(row).build().settings
    found = resolve(settings, "harbour", Rank.STAFF)
    assert found is not None
    assert (found.tier, found.wording, found.label("zh"), found.label("en")) == (
        Tier.HANDLING,
        "",
        "具体经办",
        "Handling",
    )
    assert resolve(settings, "harbour", Rank.PRINCIPAL) is None
    assert is_known_dialect(settings, "harbour")
    assert not is_known_dialect(settings, "Harbour")
    assert not is_known_dialect(NOTHING, "harbour")


@pytest.mark.parametrize("rank", Rank)
def test_without_a_dialect_nothing_is_guessed(rank: Rank) -> None:
    assert resolve(NOTHING, "", rank) is resolve(NOTHING, "P7", rank) is None


@pytest.mark.parametrize(
    ("dialect", "tiers"),
    [
        ("P1", ()),
        ("P2", (Tier.SUPERVISION,)),
        ("P3", (LEADERSHIP,)),
        ("P4", (Tier.SUPERVISION,)),
        ("P5", (IMPORTANT,)),
        ("P6", (LEADERSHIP,)),
    ],
)
def test_a_post_that_supervises_is_a_discipline_post_where_the_dialect_says_so(
    dialect: str, tiers: tuple[Tier, ...]
) -> None:
    builder = own(dialect=dialect).post("watch", rank="member", supervises=["office"]).post("deputy", rank="member")
    register = builder.build()
    found = resolve_post(register.settings, dialect, register.posts["watch"])
    assert found is not None and found.tiers == tiers
    assert resolve_post(register.settings, dialect, register.posts["deputy"]) == resolve(
        register.settings, dialect, Rank.MEMBER
    )
