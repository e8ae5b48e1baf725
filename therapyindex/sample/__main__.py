"""Serves the sample directory: `python -m therapyindex.sample --port 0 --seed 1 --therapists 60`."""

import argparse
import sys
from typing import get_args

from therapyindex.sample.practices import Practices
from therapyindex.sample.server import Kind, run
from therapyindex.sample.site import Rotation, Site


def main() -> None:
    """Reads the options, says on stdout where the site is, and serves until it is stopped."""
    parser = argparse.ArgumentParser(prog="python -m therapyindex.sample", description="Invented people.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--seed", type=int, default=1, help="another number, another directory")
    parser.add_argument("--therapists", type=int, default=60, help="how many, at least 12")
    parser.add_argument("--night", type=int, default=0, help="how many nights have passed")
    parser.add_argument("--profile-kb", type=int, default=20, help="size of a profile page in KiB")
    parser.add_argument("--rotation", choices=get_args(Rotation), default="night", help="when specialists change")
    parser.add_argument("--kind", choices=get_args(Kind), default="directory", help="which of the two sample sites")
    parser.add_argument("--until-stdin-closes", action="store_true", help="stop when stdin ends")
    chosen = parser.parse_args()
    try:
        site: Site | Practices
        if chosen.kind == "practices":
            site = Practices(chosen.seed, chosen.therapists, chosen.night)
        else:
            site = Site(
                chosen.seed, chosen.therapists, chosen.night, profile_kb=chosen.profile_kb, rotation=chosen.rotation
            )
        run(site, chosen.port, until_closed=sys.stdin if chosen.until_stdin_closes else None)
    except ValueError as error:
        parser.error(str(error))
    except OSError as error:
        parser.exit(1, f"Port {chosen.port} cannot be served ({error.strerror}): choose another with --port.\n")


if __name__ == "__main__":
    main()
