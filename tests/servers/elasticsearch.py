"""A real Elasticsearch for the tests: `python -m tests.servers.elasticsearch up | down | status | url`.

`up` leaves a server that later test runs use until `down`; a test run that finds none starts its own and stops it.
"""

import base64
import hashlib
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from tests.servers.certificates import Authority
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
"""
OPEN = {"xpack.security.enabled": "false", "cluster.routing.allocation.disk.threshold_enabled": "false"}
SECURED = {
    "xpack.security.enabled": "true",
    "xpack.security.autoconfiguration.enabled": "false",
    "xpack.security.http.ssl.enabled": "true",
    "xpack.security.http.ssl.key": "http.key",
    "xpack.security.http.ssl.certificate": "http.crt",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
}
ADMIN = "admin"


@dataclass(frozen=True)
class Access:
    """What opens a secured server: its authority's certificate, and the password of ADMIN, who may do everything."""

    ca: Path
    password: str


@dataclass
class Server:
    """A starting or running Elasticsearch of ours, in a temporary folder of its own."""

    url: str
    folder: Path
    process: psutil.Process
    outlives: bool
    """Whether it stays when the process that started it ends."""

    access: Access | None = None
    """None: security is switched off."""

    @classmethod
    def launch(
        cls, *, outlives: bool = False, secured: bool = False, settings: Mapping[str, str] | None = None
    ) -> "Server":
        """Starts it and returns at once, before it answers. Raises ServerMissing.

        With `secured` it speaks TLS and asks who is there. `settings` are lines of its own in elasticsearch.yml.
        """
        home = ensure_elasticsearch()
        folder = Path(tempfile.mkdtemp(prefix="therapyindex-elasticsearch-"))
        port = _free_port()
        config = folder / "config"
        shutil.copytree(home / "config", config)
        chosen = {**(SECURED if secured else OPEN), **(settings or {})}
        lines = "".join(f"{name}: {value}\n" for name, value in chosen.items())
        (config / "elasticsearch.yml").write_text(SETTINGS.format(port=port, folder=folder) + lines)
        (config / "jvm.options.d").mkdir(exist_ok=True)
        (config / "jvm.options.d" / "heap.options").write_text(HEAP if outlives else HEAP + SHORT_LIVED)
        for name in ("data", "logs", "tmp"):
            (folder / name).mkdir()
        access = _secure(config) if secured else None
        owner = _owner()
        if owner:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        url = f"{'https' if secured else 'http'}://127.0.0.1:{port}"
        return cls(url, folder, _start(folder, outlives=outlives), outlives, access)

    @classmethod
    def noted(cls, note: Mapping[str, Any]) -> "Server | None":
        """The one of a note, which another process takes care of; None when it has ended."""
        try:
            process = psutil.Process(note["pid"])
            ours = abs(process.create_time() - note["started"]) < 2  # else the number is another process's by now
        except psutil.NoSuchProcess:
            return None
        server = cls(note["url"], Path(note["folder"]), process, outlives=True)
        return server if ours and server.alive() else None

    def note(self) -> dict[str, Any]:
        """By what another process finds it."""
        started = self.process.create_time()
        return {"pid": self.process.pid, "started": started, "url": self.url, "folder": str(self.folder)}

    def kill(self) -> None:
        """Ends it as a power cut would: without a word, its data stays."""
        processes = [self.process, *self.process.children(recursive=True)] if self.alive() else []
        for process in processes:
            process.send_signal(signal.SIGKILL)
        psutil.wait_procs(processes, timeout=20)

    def start_again(self) -> None:
        """Starts a killed one on the same port and data; see `wait`."""
        self.process = _start(self.folder, outlives=self.outlives)

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
            health = self.ask("GET", "/_cluster/health")
        except httpx.HTTPError:
            return False
        return health.status_code == 200 and health.json()["status"] in {"green", "yellow"}

    def ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        """What it answers to somebody who may do everything."""
        verify = ssl.create_default_context(cafile=self.access.ca) if self.access else True
        auth = (ADMIN, self.access.password) if self.access else None
        with httpx.Client(base_url=self.url, auth=auth, verify=verify, trust_env=False, timeout=30) as client:
            return client.request(method, path, json=body)

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
    return Server.noted(json.loads(state.read_text()))


def up() -> str:
    """The URL of a server that stays until `down`. Raises ServerMissing."""
    ensure_elasticsearch()
    with locked():
        found = running()
        if found:
            return found.wait()
        server = Server.launch(outlives=True)
        _state().write_text(json.dumps(server.note()))
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


def _start(folder: Path, *, outlives: bool) -> psutil.Popen:
    """Its process, on a folder that is made ready."""
    home, java, owner = ensure_elasticsearch(), ensure_java(), _owner()
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
        return psutil.Popen(
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


def _secure(config: Path) -> Access:
    """Makes the certificate and the first user of a server; both are read from files when it starts."""
    authority = Authority.made()
    key, certificate = authority.issue("localhost", "127.0.0.1")
    (config / "http.key").write_bytes(key)
    (config / "http.crt").write_bytes(certificate)
    ca = config / "ca.crt"
    ca.write_bytes(authority.pem)
    password, salt = secrets.token_urlsafe(16), secrets.token_bytes(32)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, 10_000, 32)
    hashed = f"10000${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"
    (config / "users").write_text(f"{ADMIN}:{{PBKDF2}}{hashed}\n")
    (config / "users_roles").write_text(f"superuser:{ADMIN}\n")
    return Access(ca, password)


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
