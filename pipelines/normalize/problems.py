"""What a page shows and nobody can make sense of: counted, never guessed."""

from index_config.licenses import license_of
from pipelines.extract.attribution import title_named
from records import Problem

_LONGEST = 200


def not_understood(field: str, shown: str, detail: str | None = None) -> Problem:
    """The problem of a field; `detail` says why where it is known."""
    return Problem(code=f"bad-{field}", detail=detail or f"what is shown is no {field}", excerpt=shown[:_LONGEST])


def unknown_title(title: str | None) -> list[Problem]:
    """The problem of a title that is on no list, as a list; it stays as shown."""
    if not title or title_named(title) or license_of(title, []):
        return []
    return [Problem(code="unknown-title", detail="a title that is on no list", excerpt=title[:_LONGEST])]
