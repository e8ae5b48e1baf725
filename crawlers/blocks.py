"""Block and challenge pages, recognised by the rules in block_pages.yaml. Pure but for reading the rules once."""

from functools import cache
from importlib.resources import files

import msgspec
import yaml
from msgspec import Struct

from records import Page


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """One rule; see block_pages.yaml for what its parts mean."""

    name: str
    statuses: frozenset[int] = frozenset({200, 202, 401, 403, 429, 503})
    titles: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    headers: dict[str, str] = {}
    smaller_than: int | None = None

    def fits(self, page: Page, titles: list[str], text: bytes) -> bool:
        """Whether every part fits; `text` is the body in lower case."""
        if page.status not in self.statuses or (self.smaller_than and len(page.body) >= self.smaller_than):
            return False
        if self.headers and not any(value in (page.header(name) or "") for name, value in self.headers.items()):
            return False
        if self.titles and not any(_heads(title, phrase) for title in titles for phrase in self.titles):
            return False
        return not self.body or any(part.encode() in text for part in self.body)


def _heads(title: str, phrase: str) -> bool:
    """Whether a title is the phrase, alone or before a sign: "One More Step Counseling" is a practice."""
    begin = phrase.removesuffix("*")
    rest = title[len(begin) :].lstrip()
    return title.startswith(begin) and (begin != phrase or not rest or not rest[0].isalnum())


def may_block(status: int) -> bool:
    """Whether an answer of this status may be a block page."""
    return bool(_rules(status, False))


def block_rule(page: Page, titles: list[str]) -> str | None:
    """The name of the rule by which this is a block page; None when it is none. `titles`: its title and headings."""
    begun = [title.strip().lower() for title in titles]
    text = page.body.lower() if len(page.body) < _LARGEST else b""
    return next((rule.name for rule in _rules(page.status, not text) if rule.fits(page, begun, text)), None)


_LARGEST = 20_000  # bytes: no rule looks into a larger body


@cache
def _rules(status: int, is_large: bool) -> tuple[Rule, ...]:
    """Those that may fit an answer of this status; a large body is looked into by none."""
    described = yaml.safe_load(files(__package__).joinpath("block_pages.yaml").read_text(encoding="utf-8"))
    rules = msgspec.convert(described["rules"], list[Rule])
    return tuple(rule for rule in rules if status in rule.statuses and not (is_large and rule.smaller_than))
