"""An answer for a terminal: who, where, what they claim, and the evidence with its source and date."""

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from records import Answer, Evidence, Hit

CLAIMS = {"described": "in their own words", "credentialed": "by credential", "ticked": "ticked only"}


def show(answer: Answer) -> None:
    """Prints the answer on standard output. Everything of a page is printed as text, never as markup."""
    console = Console(highlight=False)
    number, plus = answer.total.value, "+" if answer.total.relation == "gte" else ""
    console.print(f"{number:,}{plus} therapist{'s' if number != 1 else ''}", style="bold")
    for part in answer.understood:
        console.print(Text.assemble("understood: ", (f"“{part.text}”", "italic"), f" as {part.kind} {part.value}"))
    if answer.index.stale:
        console.print("the index is older than it should be", style="yellow")
    table = Table(show_header=False, box=None, padding=(0, 1))
    for place, hit in enumerate(answer.hits, 1):
        table.add_row(f"{place}.", _hit(hit))
    console.print(table)
    if answer.next:
        console.print(Text(f"more: --cursor {answer.next}", style="dim"), soft_wrap=True)
    elif not answer.hits:
        console.print("Nobody matches: use fewer or other words, or fewer filters.")


def _hit(hit: Hit) -> Group:
    record = hit.therapist
    places = ("; ".join(", ".join(filter(None, (one["city"], one["state"]))) for one in record["locations"]),)
    facts = [record["organization"], record["title"], *places, "telehealth" if record["telehealth"] else None]
    if hit.distance_miles is not None:
        facts.append(f"{hit.distance_miles:.0f} miles")
    head = Text(record["name"], style="bold")
    head.append("  " + " · ".join(fact for fact in facts if fact), style="not bold")
    head.append(f"  {hit.id}", style="dim not bold")
    return Group(head, *(Padding(_evidence(found), (0, 0, 0, 2)) for found in hit.evidence), Text())


def _evidence(found: Evidence) -> Text:
    text = Text(found.text)
    for start, end in found.highlights:
        text.stylize("bold yellow", start, end)
    claim = CLAIMS.get(found.claim or "", found.claim)
    source = [found.approach, claim, found.source_url, f"{found.last_seen:%Y-%m-%d}" if found.last_seen else None]
    return text.append("\n" + " · ".join(part for part in source if part), style="dim")
