import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from schema.rule import Rule
from schema.rulebook import GROUPS
from schema.rulebook import RULES
from schema.rulebook import render_page

EVERY = [rule for group in GROUPS for rule in group]
HAN = re.compile(r"[\u4e00-\u9fff]")


def names(text: str) -> set[str]:
    """The `{names}` of a sentence, without the suffix that tells the Chinese value apart."""
    return {name.removesuffix("_zh") for name in re.findall(r"\{(\w+)\}", text)}


def test_codes_are_never_used_twice_and_stand_in_order() -> None:
    codes = [rule.code for rule in EVERY]
    assert len(set(codes)) == len(codes)
    assert codes == sorted(codes)
    assert list(RULES) == codes


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.code)
def test_a_rule_says_everything_in_both_languages(rule: Rule) -> None:
    assert re.fullmatch(r"DB[0-9]{3}", rule.code)
    assert all((rule.message, rule.message_zh, rule.hint, rule.hint_zh, rule.reason, rule.example, rule.fix))
    assert rule.source, "a rule number, a standard, a clause, or `-`"
    assert rule.example != rule.fix
    assert HAN.search(rule.message_zh)
    assert not HAN.search(rule.message)
    assert not HAN.search(rule.hint.replace("登记于涉密册 第×号", ""))
    assert names(rule.message) | names(rule.hint) >= names(rule.message_zh) | names(rule.hint_zh)


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.code)
def test_a_page_holds_the_rule(rule: Rule) -> None:
    page = render_page(rule)
    assert page.startswith(f"# {rule.code}\n")
    assert page.endswith("\n")
    assert not page.endswith("\n\n")
    for part in (rule.message, rule.message_zh, rule.reason, rule.example, rule.fix, rule.hint_zh):
        assert part in page


@pytest.mark.parametrize("rule", [rule for rule in EVERY if " = " in rule.fix], ids=lambda rule: rule.code)
def test_the_mended_example_is_toml(rule: Rule) -> None:
    assert tomllib.loads(rule.fix)


def test_every_code_is_given_in_one_module_only() -> None:
    """A code belongs to the module whose rule it is; others name the rule, never its code."""
    written = Counter(
        code
        for file in sorted(Path(__file__).parents[2].joinpath("schema").rglob("*.py"))
        for code in re.findall(r'code="(DB[0-9]{3})"', file.read_text("utf-8"))
    )
    assert set(written) == set(RULES)
    assert set(written.values()) == {1}


def test_a_page_says_whether_check_may_mend_it() -> None:
    words = "`dutybook check --fix` may mend it."
    assert [rule.code for rule in EVERY if words in render_page(rule)] == [rule.code for rule in EVERY if rule.fixable]


def test_a_page_of_a_rule_that_a_register_of_files_needs_names_no_source() -> None:
    assert "## Source" not in render_page(EVERY[0]._replace(source="-"))
    assert "## Source\n\nR6\n" in render_page(EVERY[0]._replace(source="R6"))


def test_a_rule_that_is_no_longer_applied_says_so() -> None:
    page = render_page(EVERY[0]._replace(status="removed", source=""))
    assert page.endswith("Status: removed.\n")
    assert "## Source" not in page
