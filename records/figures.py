"""The figures of a run: what its checks compare with the runs published before."""

from msgspec import Struct, field


class SourceFigures(Struct, frozen=True, kw_only=True):
    """What a run holds of one source. A therapist of several sources counts in each.

    `filled` says how many therapists have a value, by field (see pipelines.checks.figures); `lookalikes` how many bear
    the name of another and share their phone, website or place with them, by what is shared; `set_aside` how many pages
    were set aside, wholly or in part, by code. The others are None where a run did not count them: `pages` read, of
    which `profiles` and `approach_pages`; `known` pages, of which `gone`; `attributions` (author lines), and the parts
    `named` in them.
    """

    therapists: int = 0
    statements: int = 0
    filled: dict[str, int] = field(default_factory=dict)
    lookalikes: dict[str, int] = field(default_factory=dict)
    set_aside: dict[str, int] = field(default_factory=dict)
    pages: int | None = None
    profiles: int | None = None
    approach_pages: int | None = None
    known: int | None = None
    gone: int | None = None
    attributions: int | None = None
    named: dict[str, int] = field(default_factory=dict)


class RunFigures(Struct, frozen=True, kw_only=True):
    """The same of all sources together, and of each; `counts` are the records, by kind."""

    counts: dict[str, int] = field(default_factory=dict)
    lookalikes: dict[str, int] = field(default_factory=dict)
    sources: dict[str, SourceFigures] = field(default_factory=dict)
