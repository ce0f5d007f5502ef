"""A register in memory whose duties and work records all belong to one year: the hardest case for `due` at a size."""

from bench.generator import TODAY
from bench.generator import make_register
from schema.register import Register
from store.loading import DEFAULTS
from store.loading import Loaded
from store.loading import Stamp
from store.loading import read_one
from store.loading import with_files


def one_year(size: int) -> Register:
    """Make it.

    Args:
        size: how many records, as in `bench.generator.shape_of`.
    """
    files = {
        path: read_one(path, text.encode(), Stamp(0, 0)) for path, text in make_register(size, years=(TODAY.year,))
    }
    empty = Loaded(Register(settings=DEFAULTS), {}, (), frozenset(), frozenset())
    return with_files(empty, files).register
