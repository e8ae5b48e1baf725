"""A data directory whose records are written for a test, published by the command line as a user runs it."""

from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from flows.publishing.invented import measure
from flows.publishing.relevance import DETAIL
from flows.stages.publish import Published, publish
from index_config.taxonomy import load_taxonomy
from records import Query
from records.relevance import SetFigures
from search import open_engine, open_writer
from search.settings import SearchSettings
from search.writer import IndexName
from store.ledger import open_ledger
from store.runs import Manifest, RunRecords, write_run
from store.settings import StoreSettings
from store.versions import Version, add_version, list_versions
from tests.search.people import EMDR, SEEN, person
from tests.therapyindex.running import Therapyindex

ZIPS = ("97214", "97202", "78704", "60614", "10001", "33101")
LONG = "l" * 40_000
LOOKS = 2  # one swap can come between, not two
TITLES = ("Psychologist", "Counselor", "Licensed Clinical Social Worker")


class Publishing:
    """`run` is the command line; every generation of records has its own number of therapists."""

    def __init__(self, data: Path, alias: str, url: str | None) -> None:
        self.data = data
        self.alias = alias
        self.url = url
        self.run = self.through(url)

    def through(self, url: str | None, extra: Mapping[str, str] | None = None) -> Therapyindex:
        """The command line that goes another way to the same engine."""
        chosen = {"THERAPYINDEX_ENGINE": "elasticsearch", "ELASTICSEARCH_URL": url} if url else {}
        return Therapyindex(self.data, {**chosen, "THERAPYINDEX_ALIAS": self.alias, **(extra or {})})

    @property
    def settings(self) -> SearchSettings:
        """What opens the engine."""
        if self.url is None:
            return SearchSettings(index=self.data / "index", alias=self.alias)
        return SearchSettings(engine="elasticsearch", elasticsearch_url=self.url, alias=self.alias)

    def records(self, therapists: int, odd: int | None = None) -> dict[str, int]:
        """Writes a run of so many therapists, each with one statement; gives the counts of what is to be published.

        The name of the therapist with the number `odd` is longer than an engine can sort by.
        """
        store = StoreSettings(data=self.data)
        self._remember_figures(store)
        known = [
            person(
                number,
                f"Ada Quill{number}{LONG if number == odd else ''}",
                TITLES[number % len(TITLES)],
                [ZIPS[number % len(ZIPS)]],
                said={EMDR: f"In my practice, number {number}, eye movements help you to let go of what happened."},
                about="I work with grief and with burnout.",
            )
            for number in range(therapists)
        ]
        known.sort(key=lambda one: one[0].id)
        approaches = [load_taxonomy().approaches[EMDR]]
        counts = {"therapists": therapists, "statements": therapists, "approaches": 1}
        at = SEEN + timedelta(seconds=len(list((self.data / "runs").glob("*"))))
        manifest = Manifest(
            id=f"{at:%Y%m%d-%H%M%S}-{therapists:08}",
            finished_at=at,
            digest=f"{therapists:064}",
            dates="0" * 64,
            extractor="1",
            taxonomy=load_taxonomy().digest,
            counts=counts,
        )
        made = RunRecords(
            therapists=[one for one, _ in known],
            statements=[words for _, said in known for words in said],
            approaches=approaches,
            provenance=(),
            claims=(),
            meanings=(),
            links=(),
            statement_history=[],
            quarantine=[],
        )
        write_run(store, manifest, made)
        return counts

    def _remember_figures(self, store: StoreSettings) -> None:
        """Enters the figures of the relevance set as an earlier version's: to measure them takes most of a publish."""
        ledger, engine = open_ledger(store), "elasticsearch" if self.url else "embedded"
        if not list_versions(ledger, engine):
            earlier = Version(
                engine=engine,
                version="20250101-000000-00000000",
                run="earlier",
                run_digest="",
                built_at=SEEN.replace(year=2025),
                state="deleted",
                detail={DETAIL: msgspec.to_builtins(_figures())},
            )
            add_version(ledger, earlier)
        ledger.dispose()

    def publish(self) -> Published:
        """Publishes without a fault, in this process: quicker than the command line."""
        return publish(StoreSettings(data=self.data), self.settings)

    def live(self) -> dict[str, Any]:
        """What is live: its version, the documents of each index, and how many therapists a search finds.

        A server may do the swap of a publisher that was just killed between two looks: then it is looked at again.
        """
        indexes: tuple[IndexName, ...] = ("therapists", "statements", "approaches")
        with closing(open_writer(self.settings)) as writer, closing(open_engine(self.settings)) as engine:
            for _ in range(LOOKS):
                version = writer.live()
                assert version
                counts: dict[str, int] = {index: writer.count(version, index) for index in indexes}
                answer = engine.search(Query(approach=[EMDR], limit=1))
                if answer.index.version == version:
                    break
        assert answer.index.version == version
        assert answer.total.value == counts["therapists"]
        return {"version": version, **counts}

    def present(self) -> set[str]:
        """All versions of which anything is there, finished or not."""
        if self.url is None:
            index = self.data / "index"
            versions = [*index.glob("[!.]*/"), *index.glob(".relevance/*/")]
            return {path.name for path in versions}
        from elasticsearch import Elasticsearch

        with Elasticsearch(self.url) as client:
            names = client.indices.get(index=f"{self.alias}-*", expand_wildcards="all").keys()
        return {"-".join(name.rsplit("-", 3)[1:]) for name in names}

    def is_whole(self, counts: Mapping[str, int]) -> str:
        """Checks that exactly these records are live, and that nothing of an unfinished version is left; its name."""
        live = self.live()
        assert {name: live[name] for name in counts} == counts
        ledger = open_ledger(StoreSettings(data=self.data))
        rows = list_versions(ledger)
        ledger.dispose()
        assert [row.version for row in rows if row.state == "live"] == [live["version"]]
        kept = {row.version for row in rows if row.state in ("live", "kept", "refused")}
        assert self.present() == kept
        return str(live["version"])

    def line(self, run: Therapyindex | None = None, *command: str, code: int = 1) -> str:
        """The one line that a command ends with when it cannot."""
        (found,) = (run or self.run)(*(command or ("publish",)), code=code).stderr.strip().splitlines()
        return str(found)


@cache
def _figures() -> SetFigures:
    with TemporaryDirectory() as folder:
        return measure(SearchSettings(index=Path(folder)))
