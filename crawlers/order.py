"""What a crawl is asked to do, and what may not be asked."""

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from crawlers.sources import Source
from records.errors import WrongUse
from store.settings import StoreSettings

LONGEST_NIGHT = 6 * 3600
"""Seconds that a crawl takes at most where neither its order nor its source says how many."""

_VERSION = "0.1"


class CrawlOrder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One crawl of one source into one data directory.

    `contact` is the mail or page shown to the site; `base_url` replaces scheme and host for fetching; `max_pages` and
    `max_seconds` are the budget; `full` makes every known page due, whenever it was last visited.
    """

    source: str
    data: str
    ledger: str | None = None
    contact: str | None = None
    base_url: str | None = None
    max_pages: int | None = None
    max_seconds: float | None = None
    full: bool = False

    @property
    def store(self) -> StoreSettings:
        """Where the data goes."""
        return StoreSettings(data=Path(self.data), ledger=self.ledger)

    @property
    def is_local(self) -> bool:
        """Whether the pages come from this machine."""
        host = urlsplit(self.base_url or "").hostname or ""
        try:
            return host == "localhost" or ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False

    @property
    def user_agent(self) -> str:
        """How the crawler introduces itself."""
        contact = "".join(c for c in self.contact or "" if c.isprintable()).strip()
        return f"therapyindex/{_VERSION} (+{contact})" if contact else f"therapyindex/{_VERSION}"


def seconds_for(order: CrawlOrder, source: Source) -> float:
    """The time that a crawl has."""
    return order.max_seconds or source.budget.seconds or LONGEST_NIGHT


def check_order(order: CrawlOrder, source: Source) -> None:
    """Raises WrongUse when the order asks for what may not be done."""
    if order.base_url:
        _check_base_url(order.base_url)
    if (order.max_pages is not None and order.max_pages < 1) or (
        order.max_seconds is not None and order.max_seconds <= 0
    ):
        raise WrongUse("a budget is at least 1: give --max-pages and --max-seconds more, or leave them out.")
    if order.is_local:
        return
    if not order.contact or not order.contact.strip():
        raise WrongUse(
            "crawling a public site needs a contact that the site can write to: set THERAPYINDEX_CONTACT to a mail "
            "address or a web page."
        )
    missing = [name for name in ("terms_url", "reviewed_on", "basis") if not str(getattr(source, name) or "").strip()]
    if missing:
        raise WrongUse(
            f"the source {source.name} may not be crawled yet: its description ({source.name}.yaml) gives no "
            f"{', '.join(missing)}. Read the site's terms, then enter it there."
        )


def _check_base_url(base_url: str) -> None:
    try:
        parts = urlsplit(base_url)
        plain = parts.scheme in {"http", "https"} and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        plain = None
    if not plain or parts.path.strip("/") or parts.query or parts.username:
        raise WrongUse(f"--base-url is a scheme and a host, like http://127.0.0.1:8000; {base_url!r} is not.")
