"""Commands that answer questions: search, statements, similar, suggest, serve."""

from contextlib import closing
from typing import Annotated

import typer

from therapyindex.console import print_json, say
from therapyindex.options import Data, Engine, Json

Many = list[str] | None


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command(epilog='Example: therapyindex search "rct in oregon" --telehealth')(search)
    app.command(epilog='Example: therapyindex statements "safe place" --approach emdr')(statements)
    app.command(epilog="Example: therapyindex similar t3fq2k7mxw5ab")(similar)
    app.command(epilog="Example: therapyindex suggest intern")(suggest)
    app.command(epilog="Example: therapyindex serve --port 8000")(serve)


def search(
    words: Annotated[Many, typer.Argument(help="The question, in any words.")] = None,
    approach: Annotated[Many, typer.Option(help="An approach: id, name, synonym or abbreviation; repeatable.")] = None,
    state: Annotated[Many, typer.Option(help="A state: code or name; repeatable.")] = None,
    city: Annotated[Many, typer.Option(help="A city; repeatable.")] = None,
    near: Annotated[str | None, typer.Option(help='A ZIP or "City, ST".')] = None,
    within: Annotated[str | None, typer.Option(help="Miles around --near (default: 25).")] = None,
    title: Annotated[Many, typer.Option(help="A title as shown; repeatable.")] = None,
    license_: Annotated[Many, typer.Option("--license", help="A license code; repeatable.")] = None,
    telehealth: Annotated[bool | None, typer.Option("--telehealth/--no-telehealth", help="Works online.")] = None,
    insurance: Annotated[Many, typer.Option(help="An insurance; repeatable.")] = None,
    language: Annotated[Many, typer.Option(help="A language; repeatable.")] = None,
    age: Annotated[Many, typer.Option(help="child, teen, adult, elder or a label; repeatable.")] = None,
    max_fee: Annotated[str | None, typer.Option(help="The highest fee per session.")] = None,
    sort: Annotated[str | None, typer.Option(help="relevance, name or distance.")] = None,
    limit: Annotated[str | None, typer.Option(help="How many hits (default: 10).")] = None,
    cursor: Annotated[str | None, typer.Option(help="The `next` of an earlier answer.")] = None,
    facet: Annotated[Many, typer.Option(help="Count only this facet; repeatable.")] = None,
    facet_q: Annotated[str | None, typer.Option(help="Only values of facets with words that begin so.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show what each score is made of.")] = False,
    literal: Annotated[bool, typer.Option("--literal", help="Take the words as they are.")] = False,
    literal_part: Annotated[
        Many, typer.Option("--literal-part", help="Take this understood part as words; repeatable.")
    ] = None,
    engine: Engine = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Search for therapists by how they work; every hit shows its evidence."""
    from search import open_engine
    from search.parameters import query_from
    from therapyindex.answers import show
    from therapyindex.settings import load_settings

    single = {"near": near, "within": within, "max_fee": max_fee, "sort": sort, "limit": limit, "cursor": cursor}
    single["facet_q"] = facet_q
    parameters = {
        "q": [" ".join(words or [])],
        "approach": approach,
        "state": state,
        "city": city,
        "title": title,
        "license": license_,
        "insurance": insurance,
        "language": language,
        "age": age,
        "facet": facet,
        "telehealth": [] if telehealth is None else [str(telehealth).lower()],
        "explain": ["true"] if explain else [],
        "literal": ["true"] if literal else [],
        "literal_part": literal_part,
        **{name: [value] for name, value in single.items() if value is not None},
    }
    settings = load_settings(data=data, engine=engine)
    query = query_from({name: values for name, values in parameters.items() if values})
    with closing(open_engine(settings.search)) as found:
        answer = found.search(query)
    if as_json:
        print_json(answer)
    else:
        show(answer)


def statements(
    words: Annotated[Many, typer.Argument(help="Words that a statement must all have.")] = None,
    approach: Annotated[Many, typer.Option(help="About this approach: id, name, synonym; repeatable.")] = None,
    state: Annotated[Many, typer.Option(help="Its author's state: code or name; repeatable.")] = None,
    title: Annotated[Many, typer.Option(help="Its author's title; repeatable.")] = None,
    license_: Annotated[Many, typer.Option("--license", help="Its author's license code; repeatable.")] = None,
    limit: Annotated[int, typer.Option(help="Lines at most.")] = 20,
    cursor: Annotated[str | None, typer.Option(help="The `next` of an earlier answer.")] = None,
    engine: Engine = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Search what therapists say, with the words in the middle of what stands around them."""
    from records import StatementsQuery
    from search import open_engine
    from therapyindex.answers import show_lines
    from therapyindex.settings import load_settings

    query = StatementsQuery(
        q=" ".join(words or []),
        approach=approach or [],
        state=state or [],
        title=title or [],
        license=license_ or [],
        limit=limit,
        cursor=cursor,
    )
    with closing(open_engine(load_settings(data=data, engine=engine).search)) as found:
        answer = found.statements(query)
    if as_json:
        print_json(answer)
    else:
        show_lines(answer)


def similar(
    therapist_id: Annotated[str, typer.Argument(metavar="ID", help="A therapist's id.")],
    limit: Annotated[int, typer.Option(help="Hits at most.")] = 10,
    engine: Engine = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Who describes their work like a therapist."""
    from search import open_engine
    from therapyindex.answers import show_hits
    from therapyindex.settings import load_settings

    with closing(open_engine(load_settings(data=data, engine=engine).search)) as found:
        answer = found.similar(therapist_id, limit)
    if as_json:
        print_json(answer)
    else:
        show_hits(answer.hits)


def suggest(
    words: Annotated[list[str], typer.Argument(help="What was typed so far.")],
    kind: Annotated[Many, typer.Option(help="approach, issue, state, city, zip, person, organization.")] = None,
    limit: Annotated[int, typer.Option(help="Suggestions at most.")] = 8,
    engine: Engine = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Suggest approaches, issues, places and names for what is typed so far."""
    from records import SuggestQuery
    from search import open_engine
    from therapyindex.settings import load_settings

    with closing(open_engine(load_settings(data=data, engine=engine).search)) as found:
        answer = found.suggest(SuggestQuery(q=" ".join(words), kind=kind or [], limit=limit))
    if as_json:
        print_json(answer)
        return
    for one in answer.suggestions:
        say(f"{one.kind:12}  {one.label}  {one.value}")
    if not answer.suggestions:
        say("nothing begins so: type fewer or other letters.")


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    engine: Engine = None,
    data: Data = None,
) -> None:
    """Serve the HTTP API and the web page."""
    from search import open_engine
    from search.api.server import serve as run
    from search.changes import ChangeFeed
    from therapyindex.settings import load_settings

    settings = load_settings(data=data, engine=engine)
    with closing(open_engine(settings.search)) as found:
        feed = ChangeFeed(settings.store, settings.engine)
        run(found, host, port, contact=settings.contact, feed=feed)
