"""`dutybook export report`, `letter` and the other Word documents, and the template that they are laid out by."""

from pathlib import Path

from cli.exports.wish import Made
from cli.exports.wish import Wish
from cli.exports.wish import provenance
from cli.records import find_id
from exchange.papers.layout import write_paper
from exchange.papers.offer import make_paper
from exchange.papers.paper import Paper
from exchange.papers.refusal import NothingToSay
from exchange.papers.template import make_template
from store.files import read

_KINDS = {
    "letter": ("urge",),
    "handover": ("handover", "post"),
    "statement": ("post",),
    "responsibilities": ("post",),
}
"""Which records those that are about one are about."""
_MOST = 20 << 20
"""Most bytes of a template."""


def make(wish: Wish) -> Made:
    """Make the paper."""
    if wish.what == "template":
        return Made("template.docx", make_template(wish.language), 0)
    paper = _paper(wish)
    template = None
    if wish.template is not None:
        template = read(wish.template.parent.absolute(), wish.template.name, limit=_MOST)
    source = provenance(wish)
    content = write_paper(
        paper,
        source,
        draft=not wish.final or source.changed,
        template=template,
        template_name=str(wish.template or Path("-")),
    )
    about = (target.replace("/", "-") for target in wish.targets)
    stem = "-".join((wish.what, *about, *([wish.unit] if wish.unit else [])))
    return Made(f"{stem}-{wish.on.isoformat()}.docx", content, paper.entries)


def _paper(wish: Wish) -> Paper:
    if len(wish.targets) > 1:
        raise NothingToSay(" ".join(wish.targets))
    target = wish.targets[0] if wish.targets else ""
    kinds = _KINDS.get(wish.what)
    if kinds is not None and target:
        target = find_id(wish.store, target, *kinds)
    return make_paper(wish.store.register, wish.what, target, wish.on, wish.unit, wish.language)
