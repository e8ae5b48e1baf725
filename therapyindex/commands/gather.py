"""Commands that bring pages in and make records of them: crawl, import, normalize."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from therapyindex.console import counted, print_json, progress_bar, say
from therapyindex.options import BaseUrl, Data, Json

if TYPE_CHECKING:
    from flows.stages.normalize import Normalized


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command(epilog="Example: therapyindex crawl therapyden --base-url http://127.0.0.1:8080 --max-pages 500")(crawl)
    app.command("import", epilog="Example: therapyindex import page.html --approach emdr --date 2026-05-30")(import_)
    app.command(epilog="Example: therapyindex normalize")(normalize)
    app.command(epilog="Example: therapyindex prune --older-than 365 --dry-run")(prune)


def crawl(
    source: Annotated[str, typer.Argument(help="The source, as `therapyindex sources` names it.")],
    base_url: BaseUrl = None,
    max_pages: Annotated[int | None, typer.Option(min=1, help="Stop after this many pages (state `budget`).")] = None,
    max_seconds: Annotated[int | None, typer.Option(min=1, help="Stop after this time (state `budget`).")] = None,
    full: Annotated[bool, typer.Option("--full", help="Visit every known page, changed or not.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Gather the pages of a source into the archive. Run it again after an interruption: it goes on."""
    from flows.stages.crawl import crawl as run
    from flows.stages.crawl import order_for
    from therapyindex.settings import load_settings

    settings = load_settings(data=data)
    order = order_for(
        source,
        settings.store,
        contact=settings.contact,
        base_url=base_url,
        max_pages=max_pages,
        max_seconds=max_seconds,
        full=full,
    )
    with progress_bar() as progress:
        crawled = run(order, progress=progress)
    if as_json:
        print_json(crawled)
    else:
        say(f"{crawled.source}: {crawled.state} ({counted(crawled.counts)})")
        if crawled.reason:
            say(f"  {crawled.reason}")
    raise typer.Exit(0 if crawled.ok else 1)


def import_(
    file: Annotated[Path, typer.Argument(help="A saved page, text or HTML.")],
    approach: Annotated[str, typer.Option(help="The approach whose page it is: id, name, synonym or abbreviation.")],
    url: Annotated[str | None, typer.Option(help="The address it was saved from.")] = None,
    date: Annotated[str | None, typer.Option(help="When it was saved (default: the file's time).")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Import a saved page into the archive."""
    from flows.stages.import_page import check_date, import_page
    from therapyindex.settings import load_settings

    imported = import_page(
        load_settings(data=data).store, file, approach=approach, url=url, date=check_date(date) if date else None
    )
    if as_json:
        print_json(imported)
    elif imported.new:
        say(f"imported {imported.url} ({imported.approach}, source {imported.source}); next: therapyindex normalize")
    else:
        say(f"nothing new: {imported.url} is in the archive already, under the approach it came with first.")


def normalize(
    everything: Annotated[bool, typer.Option("--all", help="Extract every page anew, from the archive.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Extract, clean and resolve what is new into the records of a run."""
    from flows.optouts import erase_what_came
    from flows.stages.normalize import normalize as run
    from therapyindex.settings import load_settings

    settings = load_settings(data=data)
    with progress_bar() as progress:
        normalized = run(settings.store, everything=everything, progress=progress)
        erased = erase_what_came(settings.store, settings.search, progress=progress)
    if as_json:
        print_json(normalized)
    else:
        _say_run(normalized, settings.data)
    if erased:
        erased.check()


def _say_run(normalized: "Normalized", data: Path) -> None:
    manifest = normalized.run
    state = "run" if normalized.changed else "unchanged since run"
    say(f"{state} {manifest.id}: {counted(manifest.counts)}; {normalized.extracted:,} pages extracted")
    if manifest.quarantine:
        where = data / "runs" / manifest.id / "quarantine.jsonl"
        say(f"  set aside: {counted(manifest.quarantine)}; see {where}")


def prune(
    older_than: Annotated[
        int | None,
        typer.Option(min=1, help="Days that a page's earlier bodies are kept (env: THERAPYINDEX_ARCHIVE_DAYS)."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be dropped.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Drop archived pages older than a set age, except each page's last copy."""
    from flows.stages.prune import prune as run
    from records.errors import WrongUse
    from therapyindex.settings import load_settings

    settings = load_settings(data=data, archive_days=older_than)
    if settings.archive_days is None:
        raise WrongUse("say how many days to keep: --older-than 365, or THERAPYINDEX_ARCHIVE_DAYS=365.")
    with progress_bar() as progress:
        pruned = run(settings.store, settings.archive_days, dry_run=dry_run, progress=progress)
    if as_json:
        print_json(pruned)
        return
    for line in pruned.lines():
        say(line)
