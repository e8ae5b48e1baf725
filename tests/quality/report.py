"""Scores as text: one table over all fields, and what went wrong on which template."""

from collections.abc import Iterator
from datetime import UTC, datetime

from tests.quality.scoring import FIELDS, Score, Scores

LEAST = 0.98
"""The F1 that each field has to reach."""

_HEAD = """# Quality of extraction

Written by `python -m tests.quality --write` on {date}, from {pages:,} pages.

Invented therapists on websites that the extractor was not written for ({templates} templates in
`tests/quality/templates`): a profile of each, and the pages of the approaches they describe. Values count after
cleaning, each value of a list by itself. A value where the page shows none is invented; a wrong one is invented and its
right one missed. Ages count as age groups; `fee_max` of "From $90" is absent. Target: F1 of at
least {least} in each field.

"""


def table(scores: Scores) -> str:
    """The scores of all fields, as Markdown."""
    lines = [
        "| field | shown | precision | recall | F1 | |",
        "|---|---|---|---|---|---|",
        *(_line(name, scores.fields[name]) for name in FIELDS),
    ]
    return "\n".join(lines)


def document(scores: Scores) -> str:
    """docs/quality.md."""
    head = _HEAD.format(date=datetime.now(UTC).date(), pages=scores.pages, templates=len(scores.templates), least=LEAST)
    return f"{head}{table(scores)}\n"


def mistakes(scores: Scores, only: str | None = None) -> Iterator[str]:
    """The fields of each template (or one field) that miss the target, worst first, with samples."""
    for template, fields in scores.templates.items():
        below = [(score.f1, name) for name, score in fields.items() if score.f1 < LEAST and only in (None, name)]
        if below:
            yield f"\n{template}"
        for _, name in sorted(below):
            yield _line(name, fields[name])
            for mistake in fields[name].mistakes:
                yield f"    missed {_short(mistake.missed)}  invented {_short(mistake.invented)}  {mistake.url}"


def _line(name: str, score: Score) -> str:
    shown = score.right + score.missed
    verdict = "" if score.f1 >= LEAST else "**below**"
    return f"| {name} | {shown:,} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} | {verdict} |"


def _short(values: list[object]) -> str:
    text = repr(values)
    return text if len(text) <= 160 else f"{text[:110]} ... {text[-45:]}"
