"""Pages that broke the extractor, kept beside its cache so that the fault can be seen again."""

from collections.abc import Collection
from pathlib import Path

import msgspec

from records import Page
from store.files import whole_file


def keep_broken(directory: Path, digest: str, page: Page) -> str:
    """Keeps a page as JSON (its body in base64); gives the file's name. `digest` is the body's sha256."""
    name = _name(digest)
    with whole_file(directory / name) as temporary:
        temporary.write_bytes(msgspec.json.encode(page))
    return name


def broken_in(directory: Path, *, other_than: Collection[str]) -> list[Path]:
    """The files of all kept pages but those whose bodies have these digests."""
    still = {_name(digest) for digest in other_than}
    return [file for file in sorted(directory.glob("broken-*.json")) if file.name not in still]


def open_broken(path: Path) -> Page:
    """The page in such a file: `extract_page(open_broken(path))` shows the fault again."""
    return msgspec.json.decode(path.read_bytes(), type=Page)


def _name(digest: str) -> str:
    return f"broken-{digest[:16]}.json"
