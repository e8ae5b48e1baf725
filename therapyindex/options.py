"""The options that many commands share."""

from pathlib import Path
from typing import Annotated

import typer

from records.errors import WrongUse


def directory(given: str) -> Path:
    """The directory of that name. Raises WrongUse for none, which would be the one where the command runs."""
    if not given:
        raise WrongUse('"" is no directory: give its name, or "." for the one you are in.')
    return Path(given)


Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        parser=directory,
        help="The data directory (env: THERAPYINDEX_DATA; default: ./data).",
    ),
]
Engine = Annotated[
    str | None,
    typer.Option("--engine", help="embedded or elasticsearch (env: THERAPYINDEX_ENGINE; default: embedded)."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON, for programs.")]
BaseUrl = Annotated[
    str | None,
    typer.Option("--base-url", help="Fetch from this scheme and host instead (a local replica, a proxy)."),
]
