"""The command line of the sample directory."""

import argparse

from therapyindex.sample.directory.server import run
from therapyindex.sample.directory.site import Site


def main() -> None:
    """Serves a sample directory until stopped."""
    parser = argparse.ArgumentParser(prog="python -m therapyindex.sample", description="Serves invented therapists.")
    parser.add_argument("--port", type=int, default=0, help="a port of this machine; 0 takes a free one")
    parser.add_argument("--seed", type=int, default=1, help="which directory")
    parser.add_argument("--therapists", type=int, default=60, help="how many there are on night 0")
    parser.add_argument("--night", type=int, default=0, help="how many nights of changes have passed")
    parser.add_argument("--profile-kb", type=int, default=20, help="about the size of a profile")
    parser.add_argument("--until-eof", action="store_true", help="end when standard input ends")
    chosen = parser.parse_args()
    try:
        site = Site(chosen.seed, chosen.therapists, chosen.night, chosen.profile_kb)
        run(site, chosen.port, until_eof=chosen.until_eof)
    except ValueError as error:
        parser.error(str(error))
    except (OSError, OverflowError) as error:
        parser.error(f"port {chosen.port} cannot be used ({error}): choose another with --port, or 0 for a free one")
