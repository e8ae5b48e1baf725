"""The versions of the index: how large, how old, which is live, why a candidate was refused."""

from datetime import UTC, datetime
from typing import Any

from msgspec import Struct, field

from search import open_writer
from search.settings import SearchSettings
from store.ledger import open_ledger
from store.settings import StoreSettings
from store.versions import Version, list_versions


class VersionRow(Struct, frozen=True, kw_only=True):
    """One version; `state` as the ledger knows it (see store.versions), `live` as the engine says, which counts.

    `live` is None for an engine that was not asked. `age_days` is since it was built, `reasons` why it was refused,
    `accepted` maps the checks that the operator overrode to the reason why, `accepted_for` to the subjects that had
    failed (none: all of them as one). `dead` is how many documents the engine did not take.
    """

    engine: str
    version: str
    state: str
    live: bool | None
    run: str
    built_at: datetime
    published_at: datetime | None
    age_days: float
    counts: dict[str, int] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    accepted: dict[str, str] = field(default_factory=dict)
    accepted_for: dict[str, list[str]] = field(default_factory=dict)
    dead: int = 0

    def line(self) -> str:
        """The same for people."""
        counts = ", ".join(f"{count:,} {name}" for name, count in self.counts.items())
        parts = [
            self.version,
            f"{self.engine:13}",
            f"{self.state:8}",
            f"{self.age_days:.1f} days old",
            f"run {self.run}",
            counts,
            f"{self.dead:,} of them dead" if self.dead else "",
            *self.reasons,
            *(
                f"{check}{_among(self.accepted_for.get(check, []))} accepted: {why}"
                for check, why in self.accepted.items()
            ),
        ]
        if self.live is not None and self.live != (self.state == "live"):
            parts.append("the engine says it is live" if self.live else "the engine says it is not live")
        return "  ".join(part for part in parts if part)


def versions(store: StoreSettings, search: SearchSettings, *, only_this_engine: bool = False) -> list[VersionRow]:
    """The versions of all engines, newest first; the engine of the settings is asked which one is live.

    Raises TherapyIndexError when there is no data, EngineUnavailable.
    """
    rows = list_versions(open_ledger(store, create=False), search.engine if only_this_engine else None)
    live = _live(search) if any(row.engine == search.engine for row in rows) else None
    now = datetime.now(UTC)
    return [_row(row, row.version == live if row.engine == search.engine else None, now) for row in rows]


def _live(search: SearchSettings) -> str | None:
    writer = open_writer(search)
    try:
        return writer.live()
    finally:
        writer.close()


def _row(row: Version, live: bool | None, now: datetime) -> VersionRow:
    detail: dict[str, Any] = row.detail
    accepted: dict[str, str] = detail.get("accepted", {})
    overridden = [one for one in detail.get("checks", []) if one["outcome"] == "accepted" and one["subject"]]
    return VersionRow(
        engine=row.engine,
        version=row.version,
        state=row.state,
        live=live,
        run=row.run,
        built_at=row.built_at,
        published_at=row.published_at,
        age_days=round((now - row.built_at).total_seconds() / 86_400, 2),
        counts=detail.get("counts", {}),
        reasons=detail.get("reasons", []),
        accepted=accepted,
        accepted_for={check: [one["subject"] for one in overridden if one["check"] == check] for check in accepted},
        dead=detail.get("dead", 0),
    )


def _among(subjects: list[str]) -> str:
    return f" ({', '.join(subjects)})" if subjects else ""
