"""The server as users run it, in a process of its own: `python -m tests.search.api.running INDEX`."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search import open_engine
from search.api.server import serve
from search.settings import SearchSettings

CONTACT = "mend@example.org"


class Running:
    """A running server: its `process` and `base_url`; `log()` is all it wrote."""

    def __init__(self, process: "subprocess.Popen[str]", base_url: str, first_line: str) -> None:
        self.process = process
        self.base_url = base_url
        self._first_line = first_line

    def stop(self) -> tuple[int, str]:
        """Asks it to end; gives its exit code and all that it logged."""
        self.process.terminate()
        _, rest = self.process.communicate(timeout=30)
        return self.process.returncode, self._first_line + rest


@contextmanager
def running(index: Path) -> Iterator[Running]:
    """A server over the embedded index in that directory, on a free port."""
    command = [sys.executable, "-m", "tests.search.api.running", str(index)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + process.stderr.read()
        yield Running(process, found.group(), line)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


if __name__ == "__main__":
    engine = open_engine(SearchSettings(engine="embedded", index=Path(sys.argv[1])))
    serve(engine, "127.0.0.1", 0, contact=CONTACT)
    engine.close()
