"""Relevance on its own: the invented set, measured beside plain BM25, without a publish."""

from pathlib import Path
from tempfile import TemporaryDirectory

from flows.progress import Progress, silent
from flows.publishing.invented import measure, measure_plain
from records.relevance import RelevanceReport, grouped
from search.settings import SearchSettings


def report(settings: SearchSettings, progress: Progress = silent) -> RelevanceReport:
    """Builds the set on the engine that the settings name, beside what is published, and asks every judged query.

    Raises TherapyIndexError for a set that is damaged, EngineUnavailable.
    """
    progress("plain BM25", 0, None)
    plain = measure_plain()
    progress(settings.engine, 0, None)
    with TemporaryDirectory() as folder:
        # Under a name of its own: a publish may be measuring, too.
        ours = measure(settings.model_copy(update={"alias": f"{settings.alias}-asked", "index": Path(folder)}))
    return RelevanceReport(
        engine=settings.engine, ours=grouped(ours.queries), plain=grouped(plain.queries), queries=ours.queries
    )
