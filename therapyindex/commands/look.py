"""Commands that say how things stand: status, versions, sources, doctor."""

import typer

from records.errors import WrongUse
from therapyindex.console import print_json, say
from therapyindex.options import Data, Engine, Json


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command(epilog="Example: therapyindex status --json")(status)
    app.command(epilog="Example: therapyindex versions")(versions)
    app.command(epilog="Example: therapyindex sources")(sources)
    app.command(epilog="Example: therapyindex doctor --engine elasticsearch")(doctor)


def status(engine: Engine = None, data: Data = None, as_json: Json = False) -> None:
    """What there is: the last crawl of each source, the last run, the live version."""
    from flows.status import status as look
    from therapyindex.settings import load_settings

    found = look(load_settings(data=data, engine=engine).store)
    if as_json:
        print_json(found)
        return
    for line in found.lines():
        say(line)


def versions(engine: Engine = None, data: Data = None, as_json: Json = False) -> None:
    """The versions of the index, newest first, and which one is live."""
    from store.ledger import open_ledger
    from store.versions import list_versions
    from therapyindex.settings import load_settings

    settings = load_settings(data=data, engine=engine)
    found = list_versions(open_ledger(settings.store, create=False), settings.engine if engine else None)
    if as_json:
        print_json(found)
        return
    for row in found:
        reasons = "; ".join(row.detail.get("reasons", []))
        say(f"{row.version}  {row.engine:13}  {row.state:8}  run {row.run}  {reasons}".rstrip())
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
