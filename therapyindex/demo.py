"""Demo: a night on the bundled sample directory, then a search with its evidence."""

from pathlib import Path

from flows.nightly import nightly
from flows.stages.crawl import order_for
from records import Query
from search import open_engine
from therapyindex.answers import show
from therapyindex.console import progress_bar, say
from therapyindex.sample import serve
from therapyindex.settings import load_settings

QUESTION = "relational therapy in oregon"


def run(data: Path) -> None:
    """Crawls the sample directory from a local server, normalizes, publishes on the embedded engine, searches."""
    settings = load_settings(data=data, engine="embedded")
    say("A night on the sample directory: invented therapists, served from this machine.")
    with serve(seed=1, therapists=60) as base_url, progress_bar() as progress:
        order = order_for("therapyden", settings.store, base_url=base_url)
        night = nightly([order], settings.store, settings.search, progress=progress)
    for line in night.lines():
        say(f"  {line}")
    say(f'\n$ therapyindex search "{QUESTION}" --data {data}\n')
    engine = open_engine(settings.search)
    try:
        show(engine.search(Query(q=QUESTION, limit=3)))
    finally:
        engine.close()
    say(f"Look around: therapyindex serve --data {data}")
