"""An answer for a terminal: who, where, what they claim, and the evidence with its source and date."""

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from records import Answer, Concordance, Evidence, Hit
from records.explanation import Reason

CLAIMS = {"described": "in their own words", "credentialed": "by credential", "ticked": "ticked only"}


def show(answer: Answer) -> None:
    """Prints the answer on standard output. Everything of a page is printed as text, never as markup."""
    console = Console(highlight=False)
    number, plus = answer.total.value, "+" if answer.total.relation == "gte" else ""
    console.print(f"{number:,}{plus} therapist{'s' if number != 1 else ''}", style="bold")
    for part in answer.understood:
        read_as = "perhaps about" if part.kind == "meaning" else f"as {part.kind}"
        console.print(Text.assemble("understood: ", (f"“{part.text}”", "italic"), f" {read_as} {part.value}"))
    if answer.index.stale:
        console.print("the index is older than it should be", style="yellow")
    show_hits(answer.hits)
    if answer.next:
        console.print(Text(f"more: --cursor {answer.next}", style="dim"), soft_wrap=True)
    elif not answer.hits:
        console.print("Nobody matches: use fewer or other words, or fewer filters.")


def show_hits(hits: list[Hit]) -> None:
    """Prints who was found, in their order."""
    table = Table(show_header=False, box=None, padding=(0, 1))
    for place, hit in enumerate(hits, 1):
        table.add_row(f"{place}.", _hit(hit))
    Console(highlight=False).print(table)


def show_lines(found: Concordance) -> None:
    """Prints a concordance: the words below each other, who said them and about what."""
    console = Console(highlight=False)
    number = found.total.value
    console.print(f"{number:,} statement{'s' if number != 1 else ''}", style="bold")
    table = Table(show_header=False, box=None, padding=(0, 1))
    table.add_column(justify="right")
    table.add_column()
    table.add_column(style="dim")
    for line in found.lines:
        said = Text.assemble((line.match, "bold yellow"), line.right)
        table.add_row(Text(line.left), said, f"{line.approach} {line.therapist_id}")
    console.print(table)
    if found.next:
        console.print(Text(f"more: --cursor {found.next}", style="dim"), soft_wrap=True)
    elif not found.lines:
        console.print("No statement matches: use fewer or other words, or fewer filters.")


def _hit(hit: Hit) -> Group:
    record = hit.therapist
    places = ("; ".join(", ".join(filter(None, (one["city"], one["state"]))) for one in record["locations"]),)
    facts = [record["organization"], record["title"], *places, "telehealth" if record["telehealth"] else None]
    if hit.distance_miles is not None:
        facts.append(f"{hit.distance_miles:.0f} miles")
    head = Text(record["name"], style="bold")
    head.append("  " + " · ".join(fact for fact in facts if fact), style="not bold")
    head.append(f"  {hit.id}", style="dim not bold")
    parts = [Padding(_evidence(found), (0, 0, 0, 2)) for found in hit.evidence]
    if hit.explanation:
        parts.append(Padding(_reasons(hit.score, hit.explanation), (0, 0, 0, 2)))
    return Group(head, *parts, Text())


def _reasons(score: float, reasons: list[Reason]) -> Table:
    """The addends of a score below each other, and their sum."""
    table = Table(show_header=False, box=None, padding=(0, 1))
    table.add_column(justify="right")
    table.add_column()
    table.add_column(style="dim")
    for one in reasons:
        table.add_row(f"{one.worth:.3f}", Text(one.part), Text(one.matched))
    table.add_row(f"{score:.3f}", "score", style="bold")
    return table


def _evidence(found: Evidence) -> Text:
    text = Text(found.text)
    for start, end in found.highlights:
        text.stylize("bold yellow", start, end)
    claim = CLAIMS.get(found.claim or "", found.claim)
    source = [found.approach, claim, found.source_url, f"{found.last_seen:%Y-%m-%d}" if found.last_seen else None]
    return text.append("\n" + " · ".join(part for part in source if part), style="dim")
