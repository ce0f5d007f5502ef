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

from exchange.policy.furniture import is_furniture
from exchange.policy.headings import LONGEST
from exchange.policy.headings import LONGEST_INLINE
from exchange.policy.headings import heading_of
from exchange.policy.headings import heads_a_run
from exchange.policy.labels import Label
from exchange.policy.labels import Style
from exchange.policy.labels import label_of
from exchange.policy.labels import ordinals_in
from exchange.policy.line import Line
from exchange.policy.titles import titles_in
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
    """Lines that belong to no document: before the first title, and what stands beside the documents."""


_CLOSING: Final = re.compile("(?:本|此)[^,。;]{1,8}(?:由[^,。;]{2,24}解释|自[^,。;]{2,20}(?:施行|实施|执行|实行|生效))")
_ANNEX: Final = re.compile(r"附[件表录] *[0-9一二三四五六七八九十]{0,2} *(?:[:、.]|$)")
_SENTENCE: Final = re.compile(r"[。;]|\. *$")
_LEADS: Final = re.compile(r"\b(?:shall|must|will|should|is responsible for|are responsible for|following)\s*$")
_GROUPING: Final = (Style.PART, Style.CHAPTER, Style.SECTION)


def take_apart(lines: Sequence[Line], name: str) -> Outline:
    """Take a file apart into documents and clauses.

    Args:
        lines: the file.
        name: what a document without a title is called.
    """
    beside = [line for line in lines if is_furniture(line)]
    lines = [line for line in lines if not is_furniture(line)] if beside else lines
    titles = titles_in(lines)
    if not titles:
        return Outline((_document(name, 0, lines),), tuple(beside))
    documents = []
    skipped = [*beside, *lines[: titles[0][0]]]
    for at, (first, after, title) in enumerate(titles):
        until = titles[at + 1][0] if at + 1 < len(titles) else len(lines)
        again = at + 1 < len(titles) and shadow(titles[at + 1][2]).strip() == shadow(title).strip()
        if again and all(line.is_blank for line in lines[after:until]):
            skipped += lines[first:until]  # a page gives the title of its document once more
            continue
        documents.append(_document(title, lines[first].number, lines[after:until]))
    return Outline(
        tuple(documents), tuple(sorted((line for line in skipped if not line.is_blank), key=lambda line: line.place))
    )


class _Item:
    """A clause that is being gathered."""

    def __init__(self, label: Label | None, raw: str, line: int) -> None:
        self.label, self.raw, self.line = label, raw, line
        self.texts: list[str] = []
        self.children: list[_Item] = []
        self.lost = False
        self.over = ""
        """A heading without a label of its own that stands over it and those behind it."""

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
    gap, over = False, ""
    filled = [line for line in lines if not line.is_blank]
    after = dict(zip((line.place for line in filled), filled[1:], strict=False))
    annexes: _Item | None = None
    for line in lines:
        if line.is_blank:
            gap = gap or line.spaced
            continue
        label = label_of(line.plain)
        if annexes is not None and label is not None and label.number == len(annexes.texts) + 1:
            annexes.add(line.text)
            continue
        annexes = None
        if _ANNEX.match(line.plain.strip()):
            # A list of annexes, or the first line of one, is no part of the clause before it.
            del stack[1:]
            annexes = _Item(None, "", line.number)
            annexes.add(line.text)
            top.children.append(annexes)
        elif label is None:
            below = after.get(line.place)
            if heads_a_run(line, below, begun=bool(top.children)):
                gap, over = True, line.text.strip()
                continue
            _gather_unlabelled(stack, line)
        else:
            while len(stack) > 1 and not _is_under(label, stack[-1].label):
                stack.pop()
            if label.style is Style.BULLET:
                label = _counted(label, stack[-1].children)
            item = _Item(label, line.text[: label.end].strip(), line.number)
            item.lost, item.over = gap, over
            item.add(line.text[label.end :])
            stack[-1].children.append(item)
            stack.append(item)
        gap, over = False, ""


def _counted(label: Label, before: Sequence[_Item]) -> Label:
    """A bullet with its place among the bullets beside it."""
    last = before[-1].label if before else None
    return label._replace(numbers=(last.number + 1 if last is not None and last.style is Style.BULLET else 1,))


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
        self.again: dict[str, int] = {}

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
                self.groups.append(Group(group, "", first.over, first.line))
                self._items(run, "" if first.label.style is Style.ARTICLE and run_through else str(group), first.over)
            else:
                self._items(run, "", first.over)
        return self.groups, self.blocks

    def _group(self, item: _Item, prefix: str, heading: str = "", *, run_through: bool) -> None:
        """A chapter: its articles, or its paragraphs and items."""
        says = bool(_SENTENCE.search(shadow(item.text)))
        title = item.raw if says else f"{item.raw} {item.text}".strip()
        self.groups.append(Group(len(self.groups) + 1, item.raw, "" if says else item.text, item.line))
        over = _under(heading, title)
        if says:
            # A sentence behind a chapter's label is a rule and no heading.
            own = _Item(None, "", item.line)
            own.add(item.text)
            self._paragraphs([own], f"{prefix or item.label.number if item.label else 0}-0", over)
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
                own_prefix = "" if through else prefix or str(item.label.number if item.label else 0)
                self._items(run, own_prefix, _under(over, first.over))

    def _paragraphs(self, run: list[_Item], prefix: str, heading: str) -> None:
        for item in run:
            self.paragraphs[prefix] = self.paragraphs.get(prefix, 0) + 1
            self._clause(item, f"{prefix}-{self.paragraphs[prefix]}", heading, "")

    def _items(self, run: list[_Item], prefix: str, heading: str, parent: str = "") -> None:
        # 2.1 and 2.2 say themselves that they belong to 2; a run of 1.1, 1.2, 2.1 does not.
        firsts = {item.label.numbers[0] for item in run if item.label is not None}
        for item in run:
            own = ".".join(map(str, item.label.numbers)) if item.label else "0"
            if item.label is not None and item.label.style is Style.DECIMAL and len(item.label.numbers) > 1:
                self._clause(
                    item, _joined(prefix, own) if len(firsts) == 1 or not prefix else f"{prefix}-{own}", heading, parent
                )
                continue
            self._clause(item, f"{prefix}-{own}" if prefix else own, heading, parent)

    def _clause(self, item: _Item, path: str, heading: str, parent: str) -> None:
        path = self._free(path)
        head, body = heading_of(item.label, item.texts, above=bool(item.children))
        if not item.children:
            self._leaf(item, path, heading, head, body, parent)
            return
        # "强化领导。" over 一是, 二是 is a heading; "……责任主要是：" leads into its items; else it is a clause of its own.
        leads = body.rstrip().endswith((":", "：")) or bool(_LEADS.search(body))
        said = head or (body.rstrip(" :：\n") if leads and len(body) <= LONGEST_INLINE and "\n" not in body else "")
        over = _under(heading, f"{item.raw} {said}".strip() if said.isascii() else f"{item.raw}{said}")
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
            self._items(run, prefix, _under(over, run[0].over), path if body and leads else parent)

    def _leaf(self, item: _Item, path: str, heading: str, head: str, body: str, parent: str) -> None:
        spans = ordinals_in(shadow(body))
        if not spans:
            self.blocks.append(Block(path, item.raw, _under(heading, head), body or head, item.line, parent=parent))
            return
        intro = body[: spans[0][0]].strip()
        over = _under(heading, f"{item.raw}{head or intro}"[:LONGEST])
        if intro:
            self.blocks.append(Block(path, item.raw, heading, intro, item.line, intro=True, parent=parent))
        for nth, (start, _) in enumerate(spans):
            until = spans[nth + 1][0] if nth + 1 < len(spans) else len(body)
            label, text = body[start : spans[nth][1]], body[spans[nth][1] : until].strip(" ，,")
            child = self._free(f"{path}-{nth + 1}")
            self.blocks.append(Block(child, label, over, text, item.line, parent=path if intro else parent))

    def _free(self, path: str) -> str:
        """A path that nothing else has: a label given twice gets a letter behind it, and beyond z a number."""
        free = path
        while free in self.taken:
            self.again[path] = self.again.get(path, 0) + 1
            nth = self.again[path]
            free = f"{path}{chr(ord('a') + nth)}" if nth < 26 else f"{path}z{nth - 24}"
        self.taken.add(free)
        return free


def _joined(prefix: str, own: str) -> str:
    """The path of a label such as 2.1 below a prefix: where that ends with its 2, it says itself that it belongs there."""
    over = own.rpartition(".")[0]
    if not prefix or prefix == over or prefix.endswith(f"-{over}"):
        return f"{prefix.removesuffix(over)}{own}"
    return f"{prefix}-{own}"


def _under(heading: str, more: str) -> str:
    """A heading with one below it."""
    return f"{heading} / {more}" if heading and more else heading or more


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
