"""Who waits hears how much there is to do before any of it is done."""

from pathlib import Path

from flows.stages.import_page import import_page
from flows.stages.normalize import normalize
from store.settings import StoreSettings
from tests.therapyindex.running import TWIN, URL


def test_a_normalization_says_what_is_to_come(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int | None]] = []
    settings = StoreSettings(data=tmp_path)
    import_page(settings, TWIN, approach="relational-therapy", url=URL)
    normalize(settings, progress=lambda what, done, total, note="": heard.append((what, done, total)))
    assert heard == [("extract", 0, 1), ("extract", 1, 1), ("resolve", 0, None), ("write", 0, None)]
