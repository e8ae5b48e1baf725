"""The scores: `python -m tests.quality [--people N] [--seed N] [--write]`."""

import argparse
from pathlib import Path

from tests.quality.report import document, mistakes, table
from tests.quality.scoring import score
from tests.quality.site import PEOPLE, QualitySite

DOCUMENT = Path(__file__).parents[2] / "docs" / "quality.md"


def main() -> None:
    """Prints the table, then the mistakes; with --write also writes docs/quality.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write docs/quality.md")
    options = parser.parse_args()
    scores = score(QualitySite(options.seed, options.people).cases())
    for line in mistakes(scores):
        print(line)
    print(f"\n{table(scores)}")
    if options.write:
        DOCUMENT.write_text(document(scores), encoding="utf-8")
        print(f"written to {DOCUMENT.name}")


if __name__ == "__main__":
    main()
