"""The server as users run it, in a process of its own: `python -m tests.search.api.running INDEX`."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from search import open_engine
from search.api.server import serve
from search.settings import SearchSettings

CONTACT = "mend@example.org"
START_SECONDS = 30


class Running:
    """A running server, which writes its log to a file (a pipe that nobody reads would fill and stop it)."""

    def __init__(self, process: "subprocess.Popen[str]", log: Path) -> None:
        self.process = process
        self.log = log
        self.base_url = self._wait()

    def stop(self) -> int:
        """Asks it to end; gives its exit code."""
        self.process.terminate()
        return self.process.wait(timeout=30)

    def _wait(self) -> str:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if found := re.search(r"serving on (http://\S+)\n", self.log.read_text("utf-8")):
                return found.group(1)
            time.sleep(0.05)
        raise RuntimeError(f"the server did not start: {self.log.read_text('utf-8')}")


@contextmanager
def running(index: Path) -> Iterator[Running]:
    """A server over the embedded index in that directory, on a free port."""
    command = [sys.executable, "-m", "tests.search.api.running", str(index)]
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("w") as stream:
            process = subprocess.Popen(command, stderr=stream, text=True)
        try:
            yield Running(process, log)
        finally:
            process.kill()
            process.wait()


if __name__ == "__main__":
    engine = open_engine(SearchSettings(engine="embedded", index=Path(sys.argv[1])))
    serve(engine, "127.0.0.1", 0, contact=CONTACT)
    engine.close()
