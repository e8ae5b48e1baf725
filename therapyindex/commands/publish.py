"""Commands that make records answerable and hand them out: publish, nightly, demo, export."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from therapyindex.console import counted, print_json, progress_bar, say
from therapyindex.options import BaseUrl, Data, Engine, Json
from therapyindex.options import directory as named

if TYPE_CHECKING:
    from flows.stages.publish import Published


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command(epilog="Example: therapyindex publish --engine elasticsearch")(publish)
    app.command(epilog="Example: therapyindex rollback")(rollback)
    app.command(epilog="Example: therapyindex nightly --source therapyden")(nightly)
    app.command(epilog="Example: therapyindex demo")(demo)
    app.command(epilog="Example: therapyindex export out --format parquet")(export)


def publish(
    engine: Engine = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Build and check a version, show the table of checks, publish nothing.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Build a version even when nothing changed.")] = False,
    accept: Annotated[
        list[str] | None, typer.Option(metavar="CHECK", help="Publish although this check fails; repeatable.")
    ] = None,
    why: Annotated[str | None, typer.Option(help="Why --accept is right; it is logged.")] = None,
    retry: Annotated[
        bool,
        typer.Option(
            "--retry-dead",
            help="Send what the engine did not take of the last refused or the live version once more.",
        ),
    ] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Build a new version of the index from the last run and make it live when its checks pass."""
    from flows.stages.publish import publish as run
    from flows.stages.publish import retry_dead
    from records.errors import WrongUse
    from therapyindex.settings import load_settings

    if accept and not (why and why.strip()):
        raise WrongUse('say why the check may fail: --accept CHECK --why "...".')
    if why is not None and not accept:
        raise WrongUse('--why says why a check may fail: name it, too: --accept CHECK --why "...".')
    if retry and (dry_run or force):
        raise WrongUse("--retry-dead goes on with a version as it is: leave out --dry-run and --force.")
    settings = load_settings(data=data, engine=engine)
    rooms, accepted = (settings.store, settings.search), dict.fromkeys(accept or (), why or "")
    with progress_bar() as progress:
        if retry:
            published = retry_dead(*rooms, accept=accepted, progress=progress)
        else:
            published = run(*rooms, dry_run=dry_run, force=force, accept=accepted, progress=progress)
    if as_json:
        print_json(published)
    else:
        _say(published, settings.engine)
    raise typer.Exit(1 if published.reasons else 0)


def _say(published: "Published", engine: str) -> None:
    """What a publish came to, for people."""
    if published.outcome == "checked":
        from therapyindex.checks import print_checks

        print_checks(published)
        failed = len(published.reasons)
        said = f"would be refused, {failed} failed" if failed else "would be published"
        say(f"version {published.version} of run {published.run}: {said}")
    elif published.outcome == "unchanged":
        say(f"unchanged: version {published.version} already holds run {published.run} (--force builds anyway)")
    elif published.outcome == "published":
        say(f"live: version {published.version} on {engine}, {counted(published.counts)}")
    else:
        aside = f"version {published.version} stays aside, " if published.counts else ""  # else nothing was built
        say(f"refused: {aside}what was live stays live")
    if published.outcome != "checked":  # there the table says it
        for reason in published.reasons:
            say(f"  {reason}")
        for line in published.accepted:
            say(f"  accepted: {line}")
    if published.lost:
        say(f"  {published.lost}")


def rollback(
    version: Annotated[
        str | None, typer.Argument(help="A kept version (default: the newest before the live one).")
    ] = None,
    engine: Engine = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Go back to a good version; the one left behind is rejected."""
    from flows.stages.rollback import rollback as run
    from therapyindex.settings import load_settings

    settings = load_settings(data=data, engine=engine)
    found = run(settings.store, settings.search, version)
    if as_json:
        print_json(found)
    else:
        say(f"live: version {found.version} on {settings.engine}; {found.left or 'none'} was left behind, rejected")
        if found.untold:
            say(f"  the change feed goes on with the next publish, it cannot tell of this step: {found.untold}")


def nightly(
    source: Annotated[list[str] | None, typer.Option(help="Only this source; repeatable (default: all).")] = None,
    base_url: BaseUrl = None,
    engine: Engine = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Run the whole night: crawl, normalize, publish, as a Prefect flow."""
    from flows.nightly import nightly as run
    from flows.stages.crawl import Crawled, nightly_orders, order_for
    from therapyindex.settings import load_settings

    settings = load_settings(data=data, engine=engine)
    refused: list[Crawled] = []
    if source:
        orders = [order_for(name, settings.store, contact=settings.contact, base_url=base_url) for name in source]
    else:
        orders, refused = nightly_orders(settings.store, contact=settings.contact, base_url=base_url)
    days = settings.archive_days
    with progress_bar() as progress:
        night = run(orders, settings.store, settings.search, refused=refused, archive_days=days, progress=progress)
    if as_json:
        print_json(night)
    else:
        for line in night.lines():
            say(line)
    raise typer.Exit(0 if night.ok else 1)


def demo(data: Data = None) -> None:
    """Walk the whole road on the bundled sample directory, on the embedded engine, ending in a search."""
    from therapyindex.demo import run

    run(data or Path("data/demo"))


def export(
    directory: Annotated[Path, typer.Argument(parser=named, help="Where the files go.")],
    file_format: Annotated[str, typer.Option("--format", help="jsonl, parquet or csv.")] = "jsonl",
    run: Annotated[str | None, typer.Option(help="A run (default: the live version's).")] = None,
    profile: Annotated[str, typer.Option(help="full, or private (no names, contacts, free text).")] = "full",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Write therapists, statements, approaches and changes as files."""
    from flows.stages.export import export as write
    from flows.stages.export import format_named, profile_named
    from therapyindex.settings import load_settings

    exported = write(
        load_settings(data=data).store,
        directory,
        file_format=format_named(file_format),
        run_id=run,
        profile=profile_named(profile),
    )
    if as_json:
        print_json(exported)
        return
    origin = f"version {exported.version}" if exported.published else "not published"
    say(f"{directory}: {counted(exported.counts)} from run {exported.run} ({origin})")
