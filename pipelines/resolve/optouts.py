"""Who of a run is left out, and who is held back because somebody of their name and state asked to be."""

from collections.abc import Iterable, Iterator, Mapping, Set

from msgspec import Struct, field

from index_config.folding import folded_words
from pipelines.mention import Mention
from pipelines.optouts import (
    Crowd,
    contact_keys,
    is_surely_out,
    keys_of,
    name_key,
    name_words,
    text_keys,
    url_key,
    verdict,
)
from records import Corrections, Problem, Statement, Therapist
from records.optouts import Key, OptOuts

HELD_BACK = "optout-suspect"
"""The code of suspects in the quarantine."""


class Suspect(Struct, frozen=True):
    """Somebody held back, and a page that shows them."""

    id: str
    source: str
    url: str


class Party(Struct, frozen=True):
    """A therapist of a run with all their statements, older ones too; `mentions` are none where they are carried."""

    therapist: Therapist
    statements: list[Statement]
    mentions: list[Mention] = field(default_factory=list)

    def suspect(self) -> Suspect:
        """The same as somebody who is held back."""
        pages = [*self.therapist.profile_urls, *(one.url for one in self.mentions)]
        pages += [one.source_url for one in self.statements]
        return Suspect(self.therapist.id, next(iter(self.therapist.sources), ""), next(iter(pages), ""))

    def keys(self) -> Iterator[Key]:
        """Everything they are known by, on whatever page."""
        yield from keys_of(self.therapist, self.statements)
        names = {mention.name for mention in self.mentions}
        for mention in self.mentions:
            if url := mention.url if mention.is_profile else mention.profile_url:
                yield url_key(url)
            for name in names:
                yield from text_keys(mention.statement, name) if mention.statement else ()
                yield from contact_keys("phone", mention.phone, name)
                yield from contact_keys("website", mention.website, name)
                yield from (name_key(name, place.state) for place in mention.locations if place.state)


class Learned(Struct, frozen=True):
    """Newly met keys of somebody who is out, and those by which they were found."""

    matching: list[Key]
    new: list[Key]


class LeftOut(Struct, frozen=True):
    """What the opt-outs come to in a run.

    `ids` are those of all who are left out or held back, `out` of whoever is left out for good, `released` of suspects
    whom the operator has let go. `pages`, `names` (sets of words) and `problems` (with their pages) are of `ids`.
    """

    ids: set[str] = field(default_factory=set)
    out: set[str] = field(default_factory=set)
    learned: list[Learned] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)
    names: set[frozenset[str]] = field(default_factory=set)
    problems: set[tuple[str, Problem]] = field(default_factory=set)

    def is_about(self, url: str, problem: Problem) -> bool:
        """Whether what was set aside on a page speaks of them."""
        if url in self.pages or (url, problem) in self.problems:
            return True
        words = set(folded_words(f"{problem.detail} {problem.excerpt}")) if self.names else set()
        return any(name <= words for name in self.names)


def left_out(parties: Iterable[Party], optouts: OptOuts, corrections: Corrections, unfit: Set[Key]) -> LeftOut:
    """Who of these is left out or held back. `unfit` are keys that are not to be learned."""
    found = LeftOut()
    if not optouts.digests:
        return found
    partners, released = _partners(corrections), {release.id for release in corrections.release}
    rest, suspects, too = list(parties), list[Party](), list[Party]()
    while True:
        out, suspects, rest = _sorted(rest, optouts, partners)
        for party in out:
            _enter(found, party)
            found.out.add(party.therapist.id)
        asked, too = _who_asked([*too, *out], optouts, partners)
        learned = list(_learned(asked, [*too, *rest], optouts, partners, unfit))
        if not learned:
            break
        found.learned.extend(learned)
        optouts = optouts.with_keys(key for one in learned for key in one.new)  # others may be known by these
    for party in suspects:
        if released.isdisjoint([party.therapist.id, *party.therapist.former_ids]):
            _enter(found, party)
            found.suspects.append(party.suspect())
        else:
            found.released.append(party.therapist.id)
    return found


_Partners = Mapping[str, Set[str]]
"""An id -> the ids that the operator has merged with it."""


def _sorted(
    parties: Iterable[Party], optouts: OptOuts, partners: _Partners
) -> tuple[list[Party], list[Party], list[Party]]:
    """Those who are out, those who are suspect, and all but those who are out."""
    out, suspects, rest = list[Party](), list[Party](), list[Party]()
    for party in parties:
        found = verdict(optouts, _keys(party, partners))
        (out if found == "out" else rest).append(party)
        if found == "suspect":
            suspects.append(party)
    return out, suspects, rest


def _who_asked(out: Iterable[Party], optouts: OptOuts, partners: _Partners) -> tuple[list[Party], list[Party]]:
    """Of those who are out those who asked, and those who only go with them: nothing is learned of the latter."""
    asked, too = list[Party](), list[Party]()
    for party in out:
        (asked if is_surely_out(optouts, _keys(party, partners)) else too).append(party)
    return asked, too


def _learned(
    out: list[Party], others: list[Party], optouts: OptOuts, partners: _Partners, unfit: Set[Key]
) -> Iterator[Learned]:
    met = [set(_keys(party, partners)) for party in out]
    new = [{key for key in keys if not optouts.hold(key)} for keys in met]
    if not any(new):
        return
    crowd = Crowd(key for keys in new for key in keys)
    for party in others:
        crowd.see(party.therapist, party.statements)
    for keys, unknown in zip(met, new, strict=True):
        if telling := crowd.telling(unknown, set()) - unfit:
            yield Learned(sorted(keys - unknown), sorted(telling))


def _enter(found: LeftOut, party: Party) -> None:
    found.ids.add(party.therapist.id)
    for mention in party.mentions:
        if mention.is_profile:
            found.pages.add(mention.url)
        found.problems.update((mention.url, problem) for problem in mention.problems)
    names = [party.therapist.name, *(mention.name for mention in party.mentions)]
    found.names.update(frozenset(words) for words in map(name_words, names) if len(words) > 1)


def _keys(party: Party, partners: _Partners) -> Iterator[Key]:
    yield from party.keys()
    for known in [party.therapist.id, *party.therapist.former_ids] if partners else ():
        yield from (Key("id", other) for other in partners.get(known, ()))


def _partners(corrections: Corrections) -> _Partners:
    partners: dict[str, set[str]] = {}
    for merge in corrections.merge:
        together = set(merge.ids).union(*(partners.get(one, ()) for one in merge.ids))
        partners.update(dict.fromkeys(together, together))
    return partners
