"""The sample directory as a process of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE = 10  # seconds


@contextmanager
def serve(*, seed: int = 1, therapists: int = 60, night: int = 0, profile_kb: int = 20) -> Iterator[str]:
    """Serves a sample directory on a free port of this machine for the length of the block; yields its address.

    The server ends with the block, and also when this process is killed.
    """
    options = {"seed": seed, "therapists": therapists, "night": night, "profile-kb": profile_kb}
    command = [sys.executable, "-m", "therapyindex.sample", "--until-eof"]
    command += [f"--{name}={value}" for name, value in options.items()]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own module
    with process:
        try:
            address = process.stdout.readline().strip() if process.stdout else ""
            if not address:
                raise RuntimeError("the sample directory did not start; its reason stands above")
            yield address
        finally:
            process.terminate()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
