"""Running the application on a port."""

import errno
import logging
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from index_config.ages import age_groups
from index_config.folding import fold
from index_config.licenses import licenses
from index_config.taxonomy.lexicon import names
from index_config.taxonomy.rules import rules
from records.errors import TherapyIndexError, WrongUse
from search.api.app import create_app
from search.facets import sizes
from search.ranking import weights
from search.understanding.words import generic_terms

if TYPE_CHECKING:
    from search import SearchEngine
    from search.changes import ChangeFeed

log = logging.getLogger("therapyindex.http")

GRACE_SECONDS = 10  # for requests under way when the server is told to stop


def serve(
    engine: "SearchEngine", host: str, port: int, *, contact: str | None = None, feed: "ChangeFeed | None" = None
) -> None:
    """Answers on host and port (0 = any free one) until SIGINT or SIGTERM, then finishes what is under way.

    Raises TherapyIndexError when a data file is broken or the port is taken or not allowed, WrongUse when host or port
    cannot be.
    """
    _read_data_files()
    # Does nothing where the caller has set up logging.
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    # A node that is away is a line of ours, no traceback.
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)
    with _listening(host, port) as listener:
        config = uvicorn.Config(
            create_app(engine, contact=contact, feed=feed),
            access_log=False,  # it would write the words people ask
            log_config=None,
            log_level=logging.WARNING,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        log.info("serving on %s", _address(listener))
        with _quiet_end():
            uvicorn.Server(config).run(sockets=[listener])
        log.info("stopped")


def _read_data_files() -> None:
    """Reads what questions are answered with, which is kept: a broken file ends the start, not each request."""
    for read in (rules, names, licenses, generic_terms, weights, sizes):
        read()
    age_groups(fold("é"))  # these read theirs when there is something to look up


def _listening(host: str, port: int) -> socket.socket:
    """A listening socket on host and port; made here, so that a taken port is known before anything starts."""
    no_address = WrongUse(f"{host}:{port} is no address to serve on: choose another with --host and --port.")
    if port not in range(65_536):  # the system would take the remainder
        raise no_address
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise no_address from error
    listener = socket.socket(family, kind, protocol)
    try:
        # A port just left by another server is free, even while its last connections are winding down.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        raise _refusals(host, port).get(error.errno or 0, no_address) from error
    return listener


def _refusals(host: str, port: int) -> dict[int, TherapyIndexError]:
    return {
        errno.EADDRINUSE: TherapyIndexError(f"port {port} on {host} is in use: choose another with --port."),
        errno.EACCES: TherapyIndexError(f"port {port} is reserved for the system: choose one above 1023 with --port."),
        errno.EADDRNOTAVAIL: WrongUse(f"{host} is no address of this machine: choose another with --host."),
    }


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def _quiet_end() -> Iterator[None]:
    """Lets a stop by signal end quietly: uvicorn raises the signal once more, as if it were an accident."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        yield
    except KeyboardInterrupt:
        log.debug("interrupted")
    finally:
        signal.signal(signal.SIGTERM, before)
