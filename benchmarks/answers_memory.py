"""Own memory while an engine answers: `python -m benchmarks.answers_memory [--queries N]`. In MB.

A process of its own answers queries that never come twice on the embedded engine; told is what it holds after two
fifths, when what is kept for speed is full (the most are 65,536 words), and after all of them.
"""

import argparse
import random
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import json, structs

from benchmarks.peak import own_mb
from benchmarks.search import mixed_load, publish_invented
from records import Query
from search import open_engine
from search.settings import SearchSettings

QUERIES = 200_000
TARGET_PERCENT = 5.0
THERAPISTS = 2_000
ROOT = Path(__file__).parent.parent


def run(queries: int = QUERIES) -> dict[str, float]:
    """MB after two fifths and at the end."""
    command = [sys.executable, "-m", "benchmarks.answers_memory", "--answer", "--queries", str(queries)]
    said = subprocess.run(command, stdout=subprocess.PIPE, cwd=ROOT, check=True).stdout
    return dict(json.decode(said))


def answer(queries: int) -> dict[str, float]:
    """The same, in this process."""
    chance, load = random.Random(11), mixed_load(1_000)
    found: dict[str, float] = {}
    with TemporaryDirectory() as folder:
        engine = open_engine(publish_invented(SearchSettings(index=Path(folder) / "index"), THERAPISTS))
        for number in range(queries):
            engine.search(_new(load[number % len(load)], chance))
            if number + 1 in (queries * 2 // 5, queries):
                found["first" if number + 1 < queries else "last"] = own_mb()
        engine.close()
    return found


def _new(query: Query, chance: random.Random) -> Query:
    """The query with a word that none before it had."""
    return structs.replace(query, q=f"{query.q or ''} {chance.getrandbits(40):x}", limit=5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--queries", type=int, default=QUERIES)
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.answer:
        sys.stdout.buffer.write(json.encode(answer(options.queries)))
        return
    found = run(options.queries)
    print(
        f"{options.queries:,} queries: {found['first']:.1f} MB after the first tenth, {found['last']:.1f} MB at the end"
    )


if __name__ == "__main__":
    main()
