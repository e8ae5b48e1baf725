"""The browser of the tests: Debian's Chromium, driven by playwright."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

# It stays on this machine: none of the calls home that a fresh Chromium makes.
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class ChromiumMissing(RuntimeError):
    """There is no Chromium, and it cannot be installed by this user."""


def ensure_chromium() -> Path:
    """The path of Chromium, installed first where it is missing and this user may. Raises ChromiumMissing."""
    found = _installed()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]):
            subprocess.run(command, env=environment, check=False, capture_output=True)
        found = _installed()
    if found is None:
        raise ChromiumMissing("the browser tests need Chromium: install it, on Debian with `apt-get install chromium`.")
    return found


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A running Chromium. Raises ChromiumMissing."""
    executable = ensure_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


def _installed() -> Path | None:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return Path(found) if found else None
