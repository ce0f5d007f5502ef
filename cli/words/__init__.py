"""What the command line says, in Chinese and in English, by name. Help texts lie in cli.help."""

from typing import Final

from cli.words import faults
from cli.words import sentences
from cli.words import tables

TEXTS: Final[dict[str, tuple[str, str]]] = {**tables.TEXTS, **sentences.TEXTS, **faults.TEXTS}
"""Every text by name: (Chinese, English). `{names}` stand for values."""
