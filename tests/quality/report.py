"""Scores as text: one table over all fields, and what went wrong on which template."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from tests.quality.scoring import FIELDS, Score, Scores
from tests.quality.sites import SITES, TARGET
from tests.quality.wordings import load

_HEAD = """# Quality of extraction

Written by `python -m tests.quality --write` on {date}.

Invented therapists on websites that the extractor was not written for: a profile of each, and the pages of the
approaches they describe. Values count after cleaning, each value of a list by itself. A value where the page shows none
is invented; a wrong one is invented and its right one missed. Ages count as age groups; `fee_max` of "From $90" is
absent. Target: F1 of at least {least} in each field. "At first" is the F1 when the set was scored for the first time,
before anything was mended for it: what websites that nobody looked at may expect.
"""
_PART = """
## {heading}

{templates} templates in `{folder}`, {pages:,} pages.

{table}
"""


def table(scores: Scores, name: str) -> str:
    """The scores of all fields of a set, as Markdown."""
    at_first = load("first_looks").get(name)  # None until the set was looked at
    lines = [
        "| field | shown | precision | recall | F1 | at first | |",
        "|---|---|---|---|---|---|---|",
        *(_line(field, scores.fields[field], f"{at_first[field]:.3f}" if at_first else "") for field in FIELDS),
    ]
    return "\n".join(lines)


def document(scores: Mapping[str, Scores]) -> str:
    """docs/quality.md, of the scores by the names of the sites."""
    parts = (
        _PART.format(
            heading=SITES[name].heading,
            templates=len(found.templates),
            folder=SITES[name].folder,
            pages=found.pages,
            table=table(found, name),
        )
        for name, found in scores.items()
    )
    return "".join([_HEAD.format(date=datetime.now(UTC).date(), least=TARGET), *parts])


def mistakes(scores: Scores, only: str | None = None) -> Iterator[str]:
    """The fields of each template (or one field) that miss the target, worst first, with samples."""
    for template, fields in scores.templates.items():
        below = [(score.f1, name) for name, score in fields.items() if score.f1 < TARGET and only in (None, name)]
        if below:
            yield f"\n{template}"
        for _, name in sorted(below):
            yield _line(name, fields[name], "")
            for mistake in fields[name].mistakes:
                yield f"    missed {_short(mistake.missed)}  invented {_short(mistake.invented)}  {mistake.url}"


def _line(name: str, score: Score, at_first: str) -> str:
    shown = score.right + score.missed
    verdict = "" if score.f1 >= TARGET else "**below**"
    figures = (score.precision, score.recall, score.f1)
    return f"| {' | '.join([name, f'{shown:,}', *(f'{figure:.3f}' for figure in figures), at_first, verdict])} |"


def _short(values: list[object]) -> str:
    text = repr(values)
    return text if len(text) <= 160 else f"{text[:110]} ... {text[-45:]}"
