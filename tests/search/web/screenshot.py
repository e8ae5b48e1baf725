"""The README's picture of a search: `python -m tests.search.web.screenshot OUT.png BASE_URL [WORDS]`."""

import sys
from pathlib import Path
from urllib.parse import urlencode

from tests.servers.chromium import open_browser

WORDS = "relational therapy"


def screenshot(out: Path, base_url: str, words: str) -> None:
    """Writes the first screen of the search for these words, as a PNG of twice 1280 x 900."""
    with open_browser() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900}, device_scale_factor=2, color_scheme="light")
        page.goto(f"{base_url.rstrip('/')}/?{urlencode({'q': words})}")
        out.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=out)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    screenshot(Path(sys.argv[1]), sys.argv[2], sys.argv[3] if len(sys.argv) == 4 else WORDS)
