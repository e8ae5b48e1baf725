"""Whom a page's mentions are: by what they are known, and all that is shown of them."""

from collections.abc import Iterable, Iterator, Mapping, Set

from pipelines.erasure.needles import Gone
from pipelines.mention import Mention
from pipelines.optouts import contact_keys, text_keys, url_key, verdict
from records import Identity, Statement, Therapist
from records.optouts import Key, OptOuts


def keys_of_mention(mention: Mention) -> Iterator[Key]:
    """Everything that a mention is known by, but for name and state, which are anybody's."""
    pages = [mention.url if mention.is_profile else None, mention.profile_url, mention.canonical_url]
    yield from (url_key(url) for url in pages if url)
    if mention.statement:
        yield from text_keys(mention.statement, mention.name)
    yield from contact_keys("phone", mention.phone, mention.name)
    yield from contact_keys("website", mention.website, mention.name)


def key_of_identity(mention: str) -> Key | None:
    """What the key of an identity says of whom it is, without the page; None: a line, which only names somebody."""
    kind, _, rest = mention.partition("|")
    if kind == "profile":
        return url_key(rest.partition("|")[2])
    return Key("statement", rest.rpartition("|")[2]) if kind == "words" else None


def is_out(mention: Mention, optouts: OptOuts, identities: Mapping[str, Identity], ids: Set[str]) -> bool:
    """Whether a mention is somebody's who is out: by a key of its own, or because nobody else was given its keys."""
    known = {identities[key].id for key in mention.keys if key in identities}
    return (bool(known) and known <= ids) or verdict(optouts, keys_of_mention(mention)) == "out"


def gone_of_mention(mention: Mention) -> Gone:
    """All that a mention shows."""
    line = mention.raw.get("location", "") if not mention.is_profile else ""
    shown = [mention.name, mention.raw.get("name")]
    return Gone(
        names=frozenset(name for name in shown if name),
        lines=frozenset([line] if line else []),
        texts=frozenset(text for text in (mention.statement, mention.about) if text),
        phones=frozenset([mention.phone] if mention.phone else []),
        urls=frozenset(
            url
            for url in (mention.profile_url, mention.canonical_url, mention.website, mention.url * mention.is_profile)
            if url
        ),
        pairs=frozenset([(line, mention.statement)] if line else []),
    )


def gone_of_record(therapist: Therapist, statements: Iterable[Statement]) -> Gone:
    """All that a record shows."""
    return Gone(
        names=frozenset([therapist.name]),
        texts=frozenset(text for text in (therapist.about, *(one.text for one in statements)) if text),
        phones=frozenset([therapist.phone] if therapist.phone else []),
        urls=frozenset(url for url in (*therapist.profile_urls, therapist.website) if url),
    )


def together(parts: Iterable[Gone]) -> Gone:
    """What several show, as one."""
    found = list(parts)
    return Gone(**{name: frozenset().union(*(getattr(one, name) for one in found)) for name in Gone.__struct_fields__})
