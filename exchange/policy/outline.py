"""The outline of a policy text: its documents, their groups and their clauses, each with a path that stays when numbering restarts.

A file may hold several documents one after the other. Within one, a group begins where a chapter or a lost heading does, and where a label is
not greater than the one before it; so two clauses that both are called （一） have two paths. Paths are made of numbers: `3-4` is the
fourth item of the third group or article, `0-2` the second paragraph before any label.
"""

import re
from collections.abc import Iterator
from collections.abc import Sequence
from typing import Final
from typing import NamedTuple

from exchange.policy.labels import Label
from exchange.policy.labels import Style
from exchange.policy.labels import label_of
from exchange.policy.labels import ordinals_in
from exchange.policy.notes import note_of
from exchange.policy.reading import Line
from schema.shadow import shadow


class Group(NamedTuple):
    """A chapter, or a run of items."""

    number: int
    label: str
    """Its own label; empty where its heading is lost."""
    title: str
    line: int


class Block(NamedTuple):
    """One clause as it stands in the text."""

    path: str
    label: str
    """As the document writes it; empty for a paragraph without one."""
    heading: str
    """The headings over it, the nearest last, joined by a stroke."""
    text: str
    line: int
    intro: bool = False
    """Whether it only leads into the items below it."""
    parent: str = ""
    """Path of the clause that leads into it; empty where there is none."""
    unlabelled: bool = False
    """Whether the items beside it have labels and it has lost its own."""


class Document(NamedTuple):
    """One document of a file."""

    title: str
    line: int
    groups: tuple[Group, ...]
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]
    """All its lines but the title."""


class Outline(NamedTuple):
    """A file taken apart."""

    documents: tuple[Document, ...]
    skipped: tuple[Line, ...]
    """Lines before the first title that belong to no document."""


_SUFFIX: Final = "细则|办法|规定|方案|意见|制度|规则|条例|通知|要点|计划|决定|章程|规程|准则|守则|清单|汇编|责任书"
_TITLE: Final = re.compile(
    rf"[^,。;:!?]{{2,60}}(?:{_SUFFIX})(?: *[(][^()]{{1,14}}[)])?(?: *篇 *[一二三四五六七八九十0-9]+)? *"
)
_ENGLISH_TITLE: Final = re.compile(
    r"[A-Z][^.;:!?]{2,90}\b(?:rules?|measures|policy|procedures?|regulations?|plan|code|framework|standards?)\b[^.;:!?]{0,40}",
    re.IGNORECASE,
)
_NUMBERED_DOCUMENT: Final = re.compile(r".*[〔\[(]\d{4}[〕\])] *第? *\d+ *号.*")
_PART_OF_TITLE: Final = re.compile(r"[^,。;:!?()\d]{2,30}")
_END: Final = "。;:!?"
_LONGEST_HEADING: Final = 40
_SHORTEST_TITLE: Final = 8
_RULE: Final = re.compile("每[年季月半]|责任人|(?:承担|履行|负)[^。]{0,30}责任|不少于|至少|定期|日内|[0-9一二三四两]次")
"""Words of a rule: a sentence with one of them is no heading, however short."""
_CLOSING: Final = re.compile("(?:本|此)[^,。;]{1,8}(?:由[^,。;]{2,24}解释|自[^,。;]{2,20}(?:施行|实施|执行|生效))")
_GROUPING: Final = (Style.PART, Style.CHAPTER, Style.SECTION)


def take_apart(lines: Sequence[Line], name: str) -> Outline:
    """Take a file apart into documents and clauses.

    Args:
        lines: the file.
        name: what a document without a title is called.
    """
    titles = list(_titles(lines)) or list(_first_line(lines))
    if not titles:
        return Outline((_document(name, 0, lines),), ())
    documents = []
    for at, (first, after, title) in enumerate(titles):
        until = titles[at + 1][0] if at + 1 < len(titles) else len(lines)
        documents.append(_document(title, lines[first].number, lines[after:until]))
    before = lines[: titles[0][0]]
    return Outline(tuple(documents), tuple(line for line in before if not line.is_blank))


def _titles(lines: Sequence[Line]) -> Iterator[tuple[int, int, str]]:
    """Each title: its first line, the line after its last, and its words."""
    found = False
    for at, line in enumerate(lines):
        plain = line.plain.strip()
        if not plain or label_of(plain) is not None or not _is_title(plain, line, first=not found):
            continue
        first = at
        while not found and first > 0 and _PART_OF_TITLE.fullmatch(lines[first - 1].plain.strip()):
            first -= 1
        found = True
        yield first, at + 1, "".join(each.text.strip() for each in lines[first : at + 1])


def _first_line(lines: Sequence[Line]) -> Iterator[tuple[int, int, str]]:
    """The first line as a title, where nothing looks more like one and it is no sentence."""
    at = next((at for at, line in enumerate(lines) if not line.is_blank), 0)
    plain = lines[at].plain.strip() if lines else ""
    alone = sum(not line.is_blank for line in lines) > 1
    if alone and _PART_OF_TITLE.fullmatch(plain) and label_of(plain) is None:
        yield at, at + 1, lines[at].text.strip()


def _is_title(plain: str, line: Line, *, first: bool) -> bool:
    if line.heading == 1 and len(plain) <= _LONGEST_HEADING * 2:
        return True
    if line.heading > 1 or (len(plain) < _SHORTEST_TITLE and not first):
        return False
    if _NUMBERED_DOCUMENT.fullmatch(plain):
        return False
    return bool(_TITLE.fullmatch(plain) or (first and _ENGLISH_TITLE.fullmatch(plain)))


class _Item:
    """A clause that is being gathered."""

    def __init__(self, label: Label | None, raw: str, line: int) -> None:
        self.label, self.raw, self.line = label, raw, line
        self.texts: list[str] = []
        self.children: list[_Item] = []
        self.lost = False

    def add(self, text: str) -> None:
        if text.strip():
            self.texts.append(text.strip())

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


def _document(title: str, line: int, lines: Sequence[Line]) -> Document:
    top = _Item(None, "", line)
    _gather(top, lines)
    groups, blocks = _Paths(top).number()
    return Document(title, line, tuple(groups), tuple(blocks), tuple(lines))


def _gather(top: _Item, lines: Sequence[Line]) -> None:
    """Hang every line under the label that it belongs to."""
    stack: list[_Item] = [top]
    gap = False
    for line in lines:
        if line.is_blank:
            gap = gap or line.spaced
            continue
        label = label_of(line.plain)
        if label is None:
            _gather_unlabelled(stack, line)
        else:
            while len(stack) > 1 and not _is_under(label, stack[-1].label):
                stack.pop()
            raw = line.text[: label.end].strip()
            item = _Item(label, raw, line.number)
            item.lost = gap
            item.add(line.text[label.end :])
            stack[-1].children.append(item)
            stack.append(item)
        gap = False


def _is_under(label: Label, above: Label | None) -> bool:
    if above is None or label.style > above.style:
        return True
    both = label.style is above.style is Style.DECIMAL
    return both and len(label.numbers) > len(above.numbers) and label.numbers[: len(above.numbers)] == above.numbers


def _gather_unlabelled(stack: list[_Item], line: Line) -> None:
    """A paragraph without a label: it goes on with the clause before it, or stands for itself where none has begun."""
    if _CLOSING.match(line.plain.strip()):
        del stack[1:]  # "本办法自印发之日起施行" belongs to no item, wherever it stands
    here = stack[-1]
    if here.label is None or here.label.style in _GROUPING:
        item = _Item(None, "", line.number)
        item.add(line.text)
        here.children.append(item)
    else:
        here.add(line.text)


class _Paths:
    """Gives groups and clauses their numbers."""

    def __init__(self, top: _Item) -> None:
        self.top = top
        self.groups: list[Group] = []
        self.blocks: list[Block] = []
        self.taken: set[str] = set()
        self.paragraphs: dict[str, int] = {}

    def number(self) -> tuple[list[Group], list[Block]]:
        articles = [item for item in _walk(self.top) if item.label is not None and item.label.style is Style.ARTICLE]
        run_through = bool(articles) and len({item.label.numbers for item in articles if item.label}) == len(articles)
        runs = list(_runs(self.top.children))
        labelled = [run for run in runs if run[0].label is not None]
        for run in runs:
            first = run[0]
            if first.label is None:
                self._paragraphs(run, "0", "")
            elif first.label.style in _GROUPING:
                self._group(first, "" if run_through else str(first.label.number), run_through=run_through)
            elif len(labelled) > 1:
                group = len(self.groups) + 1
                self.groups.append(Group(group, "", "", first.line))
                self._items(run, "" if first.label.style is Style.ARTICLE and run_through else str(group), "")
            else:
                self._items(run, "", "")
        return self.groups, self.blocks

    def _group(self, item: _Item, prefix: str, heading: str = "", *, run_through: bool) -> None:
        """A chapter: its articles, or its paragraphs and items."""
        title = f"{item.raw} {item.text}".strip()
        self.groups.append(Group(len(self.groups) + 1, item.raw, item.text, item.line))
        over = f"{heading} / {title}" if heading else title
        for run in _runs(item.children):
            first = run[0]
            if first.label is None:
                self._paragraphs(run, f"{prefix or item.label.number if item.label else 0}-0", over)
            elif first.label.style in _GROUPING:
                for each in run:
                    number = each.label.number if each.label else 0
                    self._group(each, "" if run_through else f"{prefix}-{number}", over, run_through=run_through)
            else:
                through = run_through and first.label.style is Style.ARTICLE
                self._items(run, "" if through else prefix or str(item.label.number if item.label else 0), over)

    def _paragraphs(self, run: list[_Item], prefix: str, heading: str) -> None:
        for item in run:
            self.paragraphs[prefix] = self.paragraphs.get(prefix, 0) + 1
            self._clause(item, f"{prefix}-{self.paragraphs[prefix]}", heading, "")

    def _items(self, run: list[_Item], prefix: str, heading: str, parent: str = "") -> None:
        for item in run:
            own = ".".join(map(str, item.label.numbers)) if item.label else "0"
            if item.label is not None and item.label.style is Style.DECIMAL and len(item.label.numbers) > 1:
                self._clause(item, own, heading, parent)  # 2.1 says itself that it belongs to 2
                continue
            self._clause(item, f"{prefix}-{own}" if prefix else own, heading, parent)

    def _clause(self, item: _Item, path: str, heading: str, parent: str) -> None:
        path = self._free(path)
        head, body = _heading(item)
        if not item.children:
            self._leaf(item, path, heading, head, body, parent)
            return
        # "强化领导。" over 一是, 二是 is a heading; "……责任主要是：" leads into its items; else it is a clause of its own.
        over = " / ".join(part for part in (heading, f"{item.raw}{head}" if head else item.raw) if part)
        leads = body.rstrip().endswith((":", "："))
        if body:
            lost = not leads and _starts_second(item.children)
            own = self._free(f"{path}-1") if lost else path
            self.blocks.append(
                Block(
                    own,
                    "" if lost else item.raw,
                    over if lost or head else heading,
                    body,
                    item.line,
                    leads,
                    parent,
                    lost,
                )
            )
        for nth, run in enumerate(_runs(item.children)):
            prefix = path if nth == 0 else f"{path}-{chr(ord('a') + nth)}"
            self._items(run, prefix, over, path if body and leads else parent)

    def _leaf(self, item: _Item, path: str, heading: str, head: str, body: str, parent: str) -> None:
        spans = ordinals_in(shadow(body))
        if not spans:
            over = f"{heading} / {head}" if heading and head else heading or head
            self.blocks.append(Block(path, item.raw, over, body or head, item.line, parent=parent))
            return
        intro = body[: spans[0][0]].strip()
        over = " / ".join(part for part in (heading, f"{item.raw}{head or intro}"[:_LONGEST_HEADING]) if part)
        if intro:
            self.blocks.append(Block(path, item.raw, heading, intro, item.line, intro=True, parent=parent))
        for nth, (start, _) in enumerate(spans):
            until = spans[nth + 1][0] if nth + 1 < len(spans) else len(body)
            label, text = body[start : spans[nth][1]], body[spans[nth][1] : until].strip(" ，,")
            child = self._free(f"{path}-{nth + 1}")
            self.blocks.append(Block(child, label, over, text, item.line, parent=path if intro else parent))

    def _free(self, path: str) -> str:
        """A path that nothing else has: a label given twice gets a letter behind it."""
        free = path
        for letter in "bcdefghijklmnopqrstuvwxyz":
            if free not in self.taken:
                break
            free = f"{path}{letter}"
        self.taken.add(free)
        return free


def _walk(item: _Item) -> Iterator[_Item]:
    yield item
    for child in item.children:
        yield from _walk(child)


def _runs(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    """Neighbouring items in rising order; paragraphs without labels are runs of their own; so is each chapter."""
    run: list[_Item] = []
    for item in items:
        if run and not _goes_on(run[-1], item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _goes_on(before: _Item, item: _Item) -> bool:
    if before.label is None or item.label is None:
        return before.label is item.label
    if item.label.style is not before.label.style or item.label.style in _GROUPING:
        return False
    return item.label.numbers > before.label.numbers and not item.lost


def _starts_second(children: Sequence[_Item]) -> bool:
    first = children[0].label
    return first is not None and first.style is Style.ORDINAL and first.number == 2


def _heading(item: _Item) -> tuple[str, str]:
    """The heading that a clause begins with, and the rest of its text.

    A first line or sentence that is short and says one thing is a heading where more follows it.
    """
    if (
        item.label is None
        or not item.texts
        or item.label.style is Style.ARTICLE
        or _RULE.search(shadow(item.texts[0].partition("。")[0]))
    ):
        return "", item.text
    first, *others = item.texts
    plain = shadow(first)
    whole = (
        len(first) <= _LONGEST_HEADING
        and not any(sign in plain.rstrip("。") for sign in ",。;:")
        and (others or item.children)
    )
    if whole:
        return first.rstrip("。"), "\n".join(others)
    stop = plain.find("。")
    if (
        0 < stop <= _LONGEST_HEADING
        and stop < len(plain.rstrip()) - 1
        and not any(sign in plain[:stop] for sign in ",;:")
    ):
        rest = "\n".join([first[stop + 1 :].strip(), *others])
        note = note_of(rest)
        # A sentence that only a note of who leads follows is the rule itself.
        return ("", item.text) if note is not None and not rest[: note.start].strip() else (first[:stop], rest)
    return "", item.text
