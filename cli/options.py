"""The options that many commands share. What they mean is said in cli.help under `any.NAME`."""

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

RegisterOption = Annotated[Path | None, Parameter(name="--register")]
"""`--register DIR`"""
JsonOption = Annotated[bool, Parameter(name="--json")]
"""`--json`"""
OnOption = Annotated[date | None, Parameter(name="--on")]
"""`--on YYYY-MM-DD`"""
AsOfOption = Annotated[str, Parameter(name="--as-of")]
"""`--as-of DATE|REV`"""
WhyOption = Annotated[str, Parameter(name="--why")]
"""`--why TEXT`"""
OverrideOption = Annotated[list[str] | None, Parameter(name="--override")]
"""`--override CODE`"""
YesOption = Annotated[bool, Parameter(name=("--yes", "-y"))]
"""`--yes`"""
