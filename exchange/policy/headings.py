"""Headings: the few words over a clause that say what it is about, on its own line, before its first stop, or in brackets.

What could as well be the rule itself is none: no words of a rule may get lost in a heading.
"""

import re
from collections.abc import Sequence
from typing import Final

from exchange.policy.labels import Label
from exchange.policy.labels import Style
from exchange.policy.labels import label_of
from exchange.policy.line import Line
from exchange.policy.notes import note_of
from schema.shadow import shadow

LONGEST: Final = 40
LONGEST_INLINE: Final = 20
_RULE: Final = re.compile(
    "每[年季月半周学]|责任人|(?:承担|履行|负)[^。]{0,30}责任|不少于|至少|定期|日内|[0-9一二三四两]次|应当?(?!急)|必须|不得|严禁|禁止|^不|实行|纳入|列入"
)
"""Words of a rule: a sentence with one of them is no heading, however short."""
_BRACKETED: Final = re.compile(r" *(?:\[(?P<square>[^\[\]]{2,20})\]|\((?P<round>[^()]{2,16})\)) *(?=\S)")
_OVER_A_RUN: Final = re.compile("[^,。;!?]{2,40}(?<!、)")
_VERB: Final = re.compile(r"\b(?:shall|must|will|should|may|is|are|has|have|can)\b")
_ENGLISH: Final = re.compile(r"(?P<head>[A-Z][A-Za-z ,'&/-]{1,50})\.(?: +(?=[A-Z(])| *$)")


def heading_of(label: Label | None, texts: Sequence[str], *, above: bool) -> tuple[str, str]:
    """The heading that a clause begins with, and the rest of its text.

    Args:
        label: its label.
        texts: its lines, without the label.
        above: whether other clauses stand below it.
    """
    text = "\n".join(texts)
    if label is None or not texts:
        return "", text
    first, *others = texts
    plain = shadow(first)
    bracketed = _BRACKETED.match(plain) if label.style is Style.ARTICLE or plain.lstrip().startswith("[") else None
    if bracketed is not None:
        inside = bracketed["square"] or bracketed["round"]
        return inside.strip(), "\n".join([first[bracketed.end() :], *others])
    english = _ENGLISH.match(plain)
    if english is not None and not _VERB.search(english["head"]):
        return english["head"].strip(), "\n".join([first[english.end() :], *others])
    if label.style is Style.ARTICLE or _RULE.search(plain.partition("。")[0]):
        return "", text
    if _is_whole(first, plain) and (others or above):
        return first.rstrip("。"), "\n".join(others)
    stop = plain.find("。")
    if (
        0 < stop <= LONGEST_INLINE
        and stop < len(plain.rstrip()) - 1
        and not any(sign in plain[:stop] for sign in ",;:")
    ):
        rest = "\n".join([first[stop + 1 :].strip(), *others])
        note = note_of(rest)
        # A sentence that only a note of who leads follows is the rule itself.
        return ("", text) if note is not None and not rest[: note.start].strip() else (first[:stop], rest)
    return "", text


def _is_whole(first: str, plain: str) -> bool:
    return len(first) <= LONGEST and not any(sign in plain.rstrip("。") for sign in ",。;:")


def heads_a_run(line: Line, after: Line | None, *, begun: bool) -> bool:
    """Whether a line without a label stands over a run of items that begins anew below it.

    Args:
        line: without a label.
        after: the next line that is not blank.
        begun: whether any clause with a label stands before it.
    """
    label = label_of(after.plain) if after is not None else None
    if label is None or label.style in {Style.PART, Style.CHAPTER, Style.SECTION, Style.ARTICLE, Style.BULLET}:
        return False
    plain = line.plain.strip()
    if label.number != 1 or len(plain) > LONGEST or not _OVER_A_RUN.fullmatch(plain) or _RULE.search(plain):
        return False
    # Before the first label such a line may as well say to whom the text is addressed.
    return begun or not plain.endswith(":")
