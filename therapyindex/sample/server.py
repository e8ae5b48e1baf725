"""The sample directory's server: in this process (run) or in one of its own (serve)."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, TextIO

import uvicorn

from therapyindex.sample.app import App
from therapyindex.sample.practices import Practices
from therapyindex.sample.site import Rotation, Site

HOST = "127.0.0.1"

Kind = Literal["directory", "practices"]
"""The first sample site, in the shapes of a real directory, or the second, a register with structured data."""

_PATIENCE = 10.0  # seconds to stop in


def run(site: Site | Practices, port: int, *, until_closed: TextIO | None = None) -> None:
    """Serves a site on this machine only and says where on stdout; returns when it is told to stop.

    Port 0 takes a free one. With `until_closed` it also stops when that stream ends. Raises OSError when the port
    is taken.
    """
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        config = uvicorn.Config(
            App(site), log_level="warning", access_log=False, lifespan="off", server_header=False, timeout_keep_alive=60
        )
        server = _Server(config)
        if until_closed:
            threading.Thread(target=_stop_at_end, args=(until_closed, server), daemon=True).start()
        server.run([listening])


@contextmanager
def serve(
    *,
    seed: int = 1,
    therapists: int = 60,
    night: int = 0,
    profile_kb: int = 20,
    rotation: Rotation = "night",
    port: int = 0,
    kind: Kind = "directory",
) -> Iterator[str]:
    """Serves a site from a process of its own for the length of the block, and gives its base url.

    The process ends with the block, and with this process, however that ends. Raises RuntimeError when it does not
    start.
    """
    command = [
        sys.executable,
        "-m",
        "therapyindex.sample",
        "--until-stdin-closes",
        f"--port={port}",
        f"--seed={seed}",
    ]
    command += [
        f"--therapists={therapists}",
        f"--night={night}",
        f"--profile-kb={profile_kb}",
        f"--rotation={rotation}",
        f"--kind={kind}",
    ]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own module
    with process:
        try:
            announced = process.stdout.readline().strip() if process.stdout else ""
            if not announced:
                raise RuntimeError(f"The sample directory did not start (exit code {process.wait(_PATIENCE)}).")
            yield announced
        finally:
            process.terminate()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


class _Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listening in sockets or ():
            sys.stdout.write(f"http://{HOST}:{listening.getsockname()[1]}\n")
        sys.stdout.flush()


def _stop_at_end(stream: TextIO, server: uvicorn.Server) -> None:
    stream.read()
    server.should_exit = True
