"""Pages that broke the extractor, kept beside its cache so that the fault can be seen again."""

from pathlib import Path

import msgspec

from records import Page
from store.files import whole_file


def keep_broken(directory: Path, digest: str, page: Page) -> str:
    """Keeps a page as JSON (its body in base64); gives the file's name. `digest` is the body's sha256."""
    name = f"broken-{digest[:16]}.json"
    with whole_file(directory / name) as temporary:
        temporary.write_bytes(msgspec.json.encode(page))
    return name


def open_broken(path: Path) -> Page:
    """The page in such a file: `extract_page(open_broken(path))` shows the fault again."""
    return msgspec.json.decode(path.read_bytes(), type=Page)
