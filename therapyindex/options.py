"""The options that many commands share."""

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path | None,
    typer.Option("--data", help="The data directory (env: THERAPYINDEX_DATA; default: ./data)."),
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
