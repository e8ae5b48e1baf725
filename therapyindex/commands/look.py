"""Commands that say how things stand and why: status, versions, sources, relevance, explain, diff, doctor."""

from typing import Annotated

import typer

from records.errors import WrongUse
from therapyindex.console import print_json, progress_bar, say
from therapyindex.options import Data, Engine, Json


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command(epilog="Example: therapyindex status --json")(status)
    app.command(epilog="Example: therapyindex versions")(versions)
    app.command(epilog="Example: therapyindex sources")(sources)
    app.command(epilog="Example: therapyindex explain t3fq2k7mxw5ab")(explain)
    app.command(epilog="Example: therapyindex diff 20260530-033000-1a2b3c4d 20260531-033000-5e6f7a8b")(diff)
    app.command(epilog="Example: therapyindex relevance --json")(relevance)
    app.command(epilog="Example: therapyindex doctor --engine elasticsearch")(doctor)


def status(engine: Engine = None, data: Data = None, as_json: Json = False) -> None:
    """What there is: the last crawl of each source, the last run, the live version."""
    from flows.status import status as look
    from therapyindex.settings import load_settings

    settings = load_settings(data=data, engine=engine)
    found = look(settings.store, settings.search)
    if as_json:
        print_json(found)
        return
    for line in found.lines():
        say(line)


def versions(engine: Engine = None, data: Data = None, as_json: Json = False) -> None:
    """The versions of the index, newest first, and which one is live."""
    from flows.versions import versions as look
    from therapyindex.settings import load_settings

    settings = load_settings(data=data, engine=engine)
    found = look(settings.store, settings.search, only_this_engine=engine is not None)
    if as_json:
        print_json(found)
        return
    for row in found:
        say(row.line())
    if not found:
        say("no version yet: therapyindex publish makes the first.")


def sources(as_json: Json = False) -> None:
    """The directories that can be crawled."""
    from flows.stages.crawl import source_facts

    found, faults = source_facts()
    if as_json:
        print_json(found)
    else:
        for source in found:
            read_on, terms = source["reviewed_on"], source["terms_url"]
            advice = f"terms read on {read_on}" if read_on else f"read {terms} first"
            say(f"{source['name']}  {', '.join(source['hosts'])}  {advice}")
    if faults:
        raise WrongUse(" ".join(faults))


def relevance(engine: Engine = None, data: Data = None, as_json: Json = False) -> None:
    """How well the search answers judged questions about invented therapists, beside plain BM25."""
    from flows.relevance import report
    from therapyindex.relevance import show
    from therapyindex.settings import load_settings

    settings = load_settings(data=data, engine=engine)
    with progress_bar() as progress:
        found = report(settings.search, progress)
    if as_json:
        print_json(found)
    else:
        show(found)


def explain(
    therapist_id: Annotated[str, typer.Argument(metavar="ID", help="A therapist's id, also a former one.")],
    run: Annotated[str | None, typer.Option(help="A run (default: the last one).")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Show why a record says what it says: mentions, links, each field's origin, each claim's evidence."""
    from flows.explain import explain as look
    from therapyindex.settings import load_settings

    found = look(load_settings(data=data).store, therapist_id, run)
    if as_json:
        print_json(found)
        return
    for line in found.lines():
        say(line)


def diff(
    run1: Annotated[str, typer.Argument(help="The earlier run.")],
    run2: Annotated[str, typer.Argument(help="The later run.")],
    samples: Annotated[int, typer.Option(min=0, help="How many changes of each field to show.")] = 3,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Show what differs between two runs, field by field."""
    from flows.diff import diff as compare
    from therapyindex.settings import load_settings

    found = compare(load_settings(data=data).store, run1, run2)
    if as_json:
        print_json(found)
        return
    for line in found.lines(samples):
        say(line)


def doctor(engine: Engine = None, data: Data = None, as_json: Json = False) -> None:
    """Check the set-up and say how to mend what is wrong."""
    from therapyindex.doctor import examine
    from therapyindex.settings import load_settings

    findings = examine(load_settings(data=data, engine=engine))
    if as_json:
        print_json(findings)
    else:
        for finding in findings:
            say(f"{'ok  ' if finding.ok else 'BAD '} {finding.what}: {finding.detail}")
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)
