"""The scores: `python -m tests.quality [--site NAME of sites.py|all] [--people N] [--seed N] [--write]`."""

import argparse
from pathlib import Path

from tests.quality.report import document, mistakes, table
from tests.quality.scoring import score
from tests.quality.sites import SITES

DOCUMENT = Path(__file__).parents[2] / "docs" / "quality.md"


def main() -> None:
    """Prints for each site the mistakes, then the table; with --write also writes docs/quality.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", choices=[*SITES, "all"], default="all")
    parser.add_argument("--people", type=int, help="on each site; else as many as in a whole run of the tests")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write docs/quality.md")
    options = parser.parse_args()
    if options.write and options.site != "all":
        parser.error("docs/quality.md holds all sites: --write needs --site all")
    scores = {}
    for name in SITES if options.site == "all" else [options.site]:
        site = SITES[name]
        scores[name] = score(site.websites(options.seed, options.people or site.people).cases())
        print(f"\n{site.heading}")
        for line in mistakes(scores[name]):
            print(line)
        print(f"\n{table(scores[name], name)}")
    if options.write:
        DOCUMENT.write_text(document(scores), encoding="utf-8")
        print(f"written to {DOCUMENT.name}")


if __name__ == "__main__":
    main()
