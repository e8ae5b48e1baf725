"""The command line as a user runs it: a process, its output and its exit code."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.repetitions import NOTHING_LEFT_OUT

REPOSITORY = Path(__file__).resolve().parents[2]
TWIN = REPOSITORY / "tests" / "fixtures" / "twin-relational-therapy.txt"
SEED = REPOSITORY.parent / "shared" / "seed" / "relational-therapy.txt"
URL = "https://www.therapyden.com/specialties/relational-therapy"
COMMAND = [str(Path(sys.executable).with_name("therapyindex"))]

# Each fault once in a plain run, several times where nothing may be left out.
REPETITIONS = 5 if NOTHING_LEFT_OUT else 1


OURS = ("THERAPYINDEX_", "ELASTICSEARCH_", "PREFECT_")


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The machine's environment without our settings, and what is given."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**plain, "COLUMNS": "200", **(extra or {})}


class Therapyindex:
    """Runs commands on one data directory."""

    def __init__(self, data: Path, env: Mapping[str, str] | None = None) -> None:
        self.data = data
        self.env = environment({"THERAPYINDEX_DATA": str(data), **(env or {})})

    def __call__(self, *arguments: str, code: int = 0, **options: Any) -> "subprocess.CompletedProcess[str]":
        """Runs a command and checks its exit code, and that nobody is shown a traceback."""
        done = subprocess.run(
            [*COMMAND, *arguments], env=self.env, capture_output=True, text=True, timeout=120, check=False, **options
        )
        assert done.returncode == code, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stdout + done.stderr
        return done

    def json(self, *arguments: str, code: int = 0) -> Any:
        """The JSON document a command prints."""
        return json.loads(self(*arguments, "--json", code=code).stdout)

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Starts a command and returns at once."""
        return subprocess.Popen(
            [*COMMAND, *arguments], env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True
        )

    def import_page(self, file: Path) -> None:
        """Imports the relational therapy page, as saved on a fixed day."""
        self("import", str(file), "--approach", "relational-therapy", "--url", URL, "--date", "2026-05-30")

    def exported(self, directory: Path, name: str) -> list[dict[str, Any]]:
        """The rows of an exported JSON Lines file."""
        return [json.loads(line) for line in (directory / f"{name}.jsonl").read_text().splitlines()]


def two_versions(run: Therapyindex, tmp_path: Path) -> tuple[str, str]:
    """A first version, and a second one in which a home has become a house."""
    run.import_page(TWIN)
    run("normalize")
    first = run.json("publish")["version"]
    page = tmp_path / "page.txt"
    page.write_bytes(TWIN.read_bytes().replace(b"relational home", b"relational house"))
    run("import", str(page), "--approach", "relational-therapy", "--url", URL, "--date", "2026-05-31")
    run("normalize")
    return first, run.json("publish")["version"]
