"""The figures of relevance for a terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from records.relevance import GroupFigures, QueryFigures, RelevanceReport

HALVES = {"tuning": "the half that the ranking is tuned to", "test": "the half that it never is"}


def show(report: RelevanceReport) -> None:
    """Prints a table of each half, then the queries that are not answered as they should be.

    `bad` counts who was found and must not be.
    """
    console = Console(highlight=False)
    plain = {(one.half, one.kind): one for one in report.plain}
    for half, title in HALVES.items():
        table = Table(title=f"{half}: {title}", title_justify="left", box=None, padding=(0, 1))
        table.add_column("kind")
        for name in ("queries", "nDCG@10", "recall@20", "bad", "BM25: nDCG@10", "recall@20", "bad"):
            table.add_column(name, justify="right", no_wrap=True)
        for one in report.ours:
            if one.half == half:
                style = "bold" if one.kind == "all" else None
                table.add_row(one.kind, *_figures(one, plain[half, one.kind]), style=style)
        console.print(table)
        console.print()
    failing = [one for one in report.queries if one.half == "tuning" and _is_wrong(one)]
    hidden = sum(one.half == "test" and _is_wrong(one) for one in report.queries)
    console.print(f"{len(failing)} queries of the tuning half are not answered as they should be:", style="bold")
    for query in failing:
        console.print(_line(query))
    console.print("bad: found among the first three, or at all, and must not be")
    console.print(f"{hidden} of the test half are not either; --json names them.")


def _figures(ours: GroupFigures, plain: GroupFigures) -> list[str]:
    return [
        f"{ours.queries}",
        *(_share(value) for value in (ours.ndcg, ours.recall)),
        f"{ours.violations}",
        *(_share(value) for value in (plain.ndcg, plain.recall)),
        f"{plain.violations}",
    ]


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _is_wrong(query: QueryFigures) -> bool:
    return query.known_failure or bool(query.violations)


def _line(query: QueryFigures) -> Text:
    known = "known" if query.known_failure else "NEW"
    found = f", finds {', '.join(id_ for _, id_ in query.violations)}" if query.violations else ""
    return Text(f"  {known:5} {_share(query.ndcg):5} {query.q}{found}")
