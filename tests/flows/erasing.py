"""A directory of four invented people, one of whom asks to be erased; and a search for what is left of her."""

import re
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
from warcio.archiveiterator import ArchiveIterator

from flows.stages.export import export
from flows.stages.normalize import normalize
from flows.stages.publish import publish
from pipelines.optouts import keys_of
from records import Page
from records.optouts import OptOuts
from search.settings import SearchSettings
from store.archive import ArchiveWriter, body_digest
from store.ledger import open_ledger
from store.optouts import add_optout, load_optouts
from store.pages import (
    Body,
    PageState,
    Visit,
    add_captures,
    after_visit,
    begin_crawl,
    end_crawl,
    page_states,
    record_import,
    record_states,
)
from store.runs import latest_run
from store.settings import StoreSettings

HOST = "https://www.therapyden.com"
START = datetime(2026, 10, 1, tzinfo=UTC)
HTML = {"Content-Type": "text/html; charset=utf-8"}

WORDS = "I think of our hours as a lantern room: whatever is brought in may be looked at in its own time, by both."
OTHERS = {
    "Bo Vance": "I watch what happens between us and say so. Ties are learned, and so we learn them together.",
    "Odo Fennimore": "We make room for the storm and the calm after it. Nobody has to be right here, and nobody is.",
}
TRACES = ("Quillhaven", "lantern room", "ada-quillhaven", "555-0142", "5035550142", "quillhaven")
"""What nobody else's page, name or row holds: in whatever file one of these stands, something of her is left."""


def pair(name: str, words: str, title: str, place: str) -> str:
    slug = name.lower().replace(" ", "-")
    return f'<p>{words}</p><p>— <a href="/therapist/{slug}">{name}</a>, {title} in {place}</p>'


def approach_page(*, with_her: bool = True, note: str = "") -> str:
    said = [pair("Bo Vance", OTHERS["Bo Vance"], "Licensed Clinical Social Worker", "Tampa, FL")]
    said += [pair("Ada Quillhaven", WORDS, "Psychologist", "Portland, OR")] if with_her else []
    said.append(pair("Odo Fennimore", OTHERS["Odo Fennimore"], "Psychologist", "Mesa, AZ"))
    definition = "Relational therapy looks at how people are with one another, in and out of the room, and why."
    return f"<html><head><title>Relational Therapy</title></head><body><h1>Relational Therapy</h1><p>{definition}</p>\
<h2>Meet the specialists</h2>{''.join(said)}<!-- {note} --></body></html>"


def profile(name: str, phone: str, city: str, *, beside: str = "") -> str:
    slug = name.lower().replace(" ", "-")
    return f"""<html><head><title>{name}</title><meta name="description" content="{name}, {phone}"></head><body>
<h1>{name}</h1><h2>Phone</h2><p>{phone}</p><h2>Location</h2><p>{city}</p><h2>Languages</h2><p>English</p>
<h2>Website</h2><p><a href="https://{slug}.example/">Website</a></p>
<h2>About</h2><p>I have worked in {city} since the spring, slowly.</p>{beside}</body></html>"""


NEIGHBOURS = '<h2>Similar therapists</h2><ul><li><a href="/therapist/ada-quillhaven">Ada Quillhaven</a></li></ul>'
LISTED = ("Ada Quillhaven", "Ida Marsh", "Bo Vance", "Odo Fennimore", "Una Larkin", "Kit Oakes", "Eli Tarn")
CARD = '<div class="card"><a href="/therapist/{slug}"><img alt="{name}">{name}</a><p>Oregon</p></div>'
CARDS = "".join(CARD.format(name=name, slug=name.lower().replace(" ", "-")) for name in LISTED)
LISTING = f"<html><body><h1>Therapists in Oregon</h1>{CARDS}</body></html>"

FIRST_NIGHT = {
    "/specialties/relational-therapy": approach_page(note="first"),
    "/therapist/ada-quillhaven": profile("Ada Quillhaven", "(503) 555-0142", "Portland, OR"),
    "/therapist/ida-marsh": profile("Ida Marsh", "(503) 555-0117", "Salem, OR", beside=NEIGHBOURS),
    "/therapists/oregon": LISTING,
}
SECOND_NIGHT = {
    "/specialties/relational-therapy": approach_page(note="second"),
    "/therapist/ada-quillhaven": profile("Ada Quillhaven", "(503) 555-0142", "Portland, OR", beside="<p>News.</p>"),
}
TEXT = "\n\n".join(
    [
        "Gestalt Therapy",
        "Gestalt therapy is interested in what happens here and now, between two people, more than in reasons for it.",
        OTHERS["Bo Vance"].replace("watch", "notice"),
        "— Bo Vance, Licensed Clinical Social Worker in Tampa, FL",
        WORDS.replace("hours", "evenings"),
        "— Ada Quillhaven, Psychologist in Portland, OR",
    ]
)


def crawl(settings: StoreSettings, night: int, pages: dict[str, str]) -> None:
    """A crawl that met these pages."""
    ledger, at = open_ledger(settings), START + timedelta(days=night)
    begun = begin_crawl(ledger, "therapyden")
    with ArchiveWriter(settings, "therapyden", begun.id) as archive:
        for path, text in pages.items():
            page = Page(HOST + path, 200, HTML, text.encode(), at, "therapyden")
            digest = body_digest(page.body)
            location = archive.write(page, digest)
            known = page_states(ledger, "therapyden", [page.url]).get(page.url)
            visit = Visit(outcome="kept", status=200, at=at, digest=digest, location=location)
            state = after_visit(known or PageState(url=page.url, first_seen=at), visit, crawl=begun.id, night=night)
            with ledger.begin() as connection:
                add_captures(connection, "therapyden", begun.id, [Body(page.url, digest, at, location)])
                record_states(connection, "therapyden", [state])
    end_crawl(ledger, begun, night, "complete", {})


def build(settings: StoreSettings, engines: Sequence[SearchSettings]) -> None:
    """Two nights, an import, two runs, two versions on each engine, and exports of every format."""
    crawl(settings, 1, FIRST_NIGHT)
    normalize(settings, now=START + timedelta(days=1))
    for engine in engines:
        publish(settings, engine)
    crawl(settings, 2, SECOND_NIGHT)
    headers = {"content-type": "text/plain", "x-therapyindex-approach": "gestalt-therapy"}
    page = Page(f"{HOST}/specialties/gestalt", 200, headers, TEXT.encode(), START + timedelta(days=2), "therapyden")
    record_import(open_ledger(settings), settings, page)
    normalize(settings, now=START + timedelta(days=2))
    for engine in engines:
        publish(settings, engine)
    export(settings, settings.data / "exports" / "lines")
    export(settings, settings.data / "exports" / "table", file_format="csv")
    export(settings, settings.data / "exports" / "columns", file_format="parquet")


def ask(settings: StoreSettings) -> OptOuts:
    """She asks to be erased, with all keys of her cluster."""
    run, ledger = latest_run(settings), open_ledger(settings)
    assert run is not None
    [her] = [one for one in run.therapists() if one.name == "Ada Quillhaven"]
    said = [one for one in run.statements() if one.therapist_id == her.id]
    add_optout(ledger, keys_of(her, said), erase=True)
    return load_optouts(ledger)


def left(settings: StoreSettings) -> list[str]:
    """The files in which something of her stands, by whatever it is packed in."""
    trace = re.compile("|".join(map(re.escape, TRACES)), re.IGNORECASE)
    return sorted(
        str(path.relative_to(settings.data))
        for path in settings.data.rglob("*")
        if path.is_file() and any(trace.search(text) for text in _texts(path))
    )


def _texts(path: Path) -> list[str]:
    if path.suffix == ".gz":
        with path.open("rb") as stream:
            found = []
            for record in ArchiveIterator(stream, check_digests="raise"):
                found += [str(record.rec_headers), record.content_stream().read().decode("utf-8", "replace")]
            return found
    if path.suffix == ".parquet":
        return [str(pq.read_table(path).to_pylist())]
    return [path.read_bytes().decode("latin-1")]


def rows(settings: StoreSettings, table: str) -> int:
    with sqlite3.connect(settings.data / "ledger.db") as ledger:
        return int(ledger.execute(f"select count(*) from {table}").fetchone()[0])
