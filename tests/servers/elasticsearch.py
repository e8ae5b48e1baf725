"""A real Elasticsearch for the tests: `python -m tests.servers.elasticsearch up | down | status | url`.

`up` leaves a server that later test runs use until `down`; a test run that finds none starts its own and stops it.
"""

import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from tests.servers.distribution import VERSION, ServerMissing, cache, ensure_elasticsearch, ensure_java, locked

SECONDS_TO_START = 180  # 15 on an idle machine; one that dies while it starts is noticed at once
HEAP = "-Xms1g\n-Xmx1g\n"
# For the one run of some tests, compiling everything twice is most of the start; `up` is for benchmarks as well.
SHORT_LIVED = "-XX:TieredStopAtLevel=1\n"
SETTINGS = """\
cluster.name: therapyindex-tests
discovery.type: single-node
network.host: 127.0.0.1
http.port: {port}
path.data: {folder}/data
path.logs: {folder}/logs
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
"""


@dataclass
class Server:
    """A starting or running Elasticsearch of ours, in a temporary folder of its own."""

    url: str
    folder: Path
    process: psutil.Process
    outlives: bool
    """Whether it stays when the process that started it ends."""

    @classmethod
    def launch(cls, *, outlives: bool = False) -> "Server":
        """Starts it and returns at once, before it answers. Raises ServerMissing."""
        home, java = ensure_elasticsearch(), ensure_java()
        folder = Path(tempfile.mkdtemp(prefix="therapyindex-elasticsearch-"))
        port = _free_port()
        shutil.copytree(home / "config", folder / "config")
        (folder / "config" / "elasticsearch.yml").write_text(SETTINGS.format(port=port, folder=folder))
        (folder / "config" / "jvm.options.d").mkdir(exist_ok=True)
        (folder / "config" / "jvm.options.d" / "heap.options").write_text(HEAP if outlives else HEAP + SHORT_LIVED)
        for name in ("data", "logs", "tmp"):
            (folder / name).mkdir()
        owner = _owner()
        if owner:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        command = [str(home / "bin" / "elasticsearch")]
        setpriv = shutil.which("setpriv")
        if setpriv and not outlives:
            command = [setpriv, "--pdeathsig", "TERM", *command]  # it ends with us, even when we are killed
        environment = {
            "PATH": os.environ["PATH"],
            "ES_JAVA_HOME": str(java),
            "ES_PATH_CONF": str(folder / "config"),
            "ES_TMPDIR": str(folder / "tmp"),
        }
        with (folder / "output").open("wb") as output:
            process = psutil.Popen(
                command,
                env=environment,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=owner.pw_uid if owner else None,
                group=owner.pw_gid if owner else None,
                extra_groups=[] if owner else None,
            )
        return cls(f"http://127.0.0.1:{port}", folder, process, outlives)

    def wait(self) -> str:
        """The URL, once it is healthy. Raises ServerMissing with the end of its log."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.alive():
            if self.healthy():
                return self.url
            time.sleep(0.2)
        what = f"was not healthy after {SECONDS_TO_START} s" if self.alive() else "ended while it started"
        tail = (self.folder / "output").read_text(errors="replace")[-2000:]
        raise ServerMissing(f"Elasticsearch {what}; `make elasticsearch` shows why.\n{tail}")

    def alive(self) -> bool:
        """Whether its process runs."""
        try:
            return self.process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def healthy(self) -> bool:
        """Whether it answers and holds all its data."""
        try:
            health = httpx.get(f"{self.url}/_cluster/health", trust_env=False, timeout=5)
        except httpx.HTTPError:
            return False
        return health.status_code == 200 and health.json()["status"] in {"green", "yellow"}

    def stop(self) -> None:
        """Ends it, by force after 20 seconds, and removes its folder. A server that is gone already is no error."""
        processes = [self.process, *self.process.children(recursive=True)] if self.alive() else []
        for process in processes[:1]:
            process.terminate()
        _, left = psutil.wait_procs(processes, timeout=20)
        for process in left:
            process.kill()
        psutil.wait_procs(left, timeout=10)
        shutil.rmtree(self.folder, ignore_errors=True)


def running() -> Server | None:
    """The server that `up` left, if it still runs."""
    state = _state()
    if not state.is_file():
        return None
    kept = json.loads(state.read_text())
    try:
        process = psutil.Process(kept["pid"])
        ours = abs(process.create_time() - kept["started"]) < 2  # else the number is another process's by now
        server = Server(kept["url"], Path(kept["folder"]), process, outlives=True)
        return server if ours and server.alive() else None
    except psutil.NoSuchProcess:
        return None


def up() -> str:
    """The URL of a server that stays until `down`. Raises ServerMissing."""
    ensure_elasticsearch()
    with locked():
        found = running()
        if found:
            return found.wait()
        server = Server.launch(outlives=True)
        started = server.process.create_time()
        kept = {"pid": server.process.pid, "started": started, "url": server.url, "folder": str(server.folder)}
        _state().write_text(json.dumps(kept))
        try:
            return server.wait()
        except ServerMissing:
            server.stop()
            raise


def down() -> None:
    """Stops the server that `up` left, if there is one."""
    with locked():
        server = running()
        if server:
            server.stop()
        _state().unlink(missing_ok=True)


def main(arguments: list[str]) -> int:
    """The command line; exit code 0 = done or up, 1 = not up or could not, 2 = wrong use."""
    match arguments:
        case ["up"]:
            try:
                print(f"Elasticsearch {VERSION} answers at {up()} until `make elasticsearch-down`")
            except ServerMissing as error:
                print(f"error: {error}", file=sys.stderr)
                return 1
        case ["down"]:
            down()
        case ["status" | "url" as asked]:
            server = running()
            if server is None:
                print("not running", file=sys.stderr)
                return 1
            memory = sum(each.memory_info().rss for each in (server.process, *server.process.children(recursive=True)))
            print(server.url if asked == "url" else f"running at {server.url}, {memory / 2**20:,.0f} MB resident")
        case _:
            print("usage: python -m tests.servers.elasticsearch up | down | status | url", file=sys.stderr)
            return 2
    return 0


def _state() -> Path:
    return cache() / "elasticsearch.json"


def _owner() -> pwd.struct_passwd | None:
    """Elasticsearch refuses to run as root: the user it runs as then; None = as ourselves."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
