"""The way of a page through the extractors."""

import hashlib
import re
from functools import cache, partial
from traceback import extract_tb
from urllib.parse import urlsplit

from msgspec import structs
from selectolax.lexbor import LexborNode

from index_config.taxonomy import load_taxonomy
from pipelines.data import read_yaml
from pipelines.extract.addresses import base_of, canonical_url, own_url
from pipelines.extract.approach_address import approach_slug, is_below_people, perhaps_about
from pipelines.extract.approach_page import is_about, read_approach
from pipelines.extract.authors import is_author
from pipelines.extract.blocks import Block, Outline, outline_of, text_blocks
from pipelines.extract.charset import as_utf8
from pipelines.extract.described import words_of
from pipelines.extract.jsonld import JsonLd, read_jsonld
from pipelines.extract.lines import plain_line
from pipelines.extract.microdata import read_microdata
from pipelines.extract.profile_page import read_profile
from pipelines.extract.source import Source, source_of
from records import ApproachExtract, Page, PageExtract, Problem, ProfileExtract
from records.bounds import excess
from records.extract import PageKind
from records.page import APPROACH_HEADER, LARGEST_PAGE

EXTRACTOR_VERSION = "5"

EXTRACTOR_ERROR = "extractor-error"
"""The code of the problem of a page that broke the extractor."""

_FEWEST_LINKS = 5
_LISTING = re.compile(r"/(?:specialties|therapists)(?:/.*)?")
_LISTED = re.compile(
    rb"href=[\"']?[^\"'\s>]*/(?:therapists?|specialties|profiles?|counselors?|psychologists?|providers?)/"
)

_Found = tuple[PageKind, ApproachExtract | None, ProfileExtract | None, list[Problem]]


def extract_page(page: Page) -> PageExtract:
    """Everything one page says. Never raises: what cannot be read becomes a problem of the extract."""
    try:
        kind, approach, profile, problems = _read(page)
    except Exception as error:  # the last guard: one page's surprise must not stop a night
        kind, approach, profile, problems = _refused(Problem(code=EXTRACTOR_ERROR, detail=_told(error)))
    return PageExtract(
        url=page.url,
        source=page.source,
        kind=kind,
        digest=hashlib.sha256(page.body).hexdigest(),
        extractor=EXTRACTOR_VERSION,
        fetched_at=page.fetched_at,
        approach=approach,
        profile=profile,
        problems=problems,
    )


def _read(page: Page) -> _Found:
    if problem := _unreadable(page.body):
        return _refused(problem)
    content_type = page.header("content-type") or ""
    slug = approach_slug(page)
    if is_html(page.body, content_type):
        return _read_html(page, source_of(page.body, content_type), slug)
    if slug is None:
        return _refused(Problem(code="no-approach", detail="a page saved as text needs its approach"))
    lines = Outline(text_blocks(as_utf8(page.body, content_type).decode()), [])
    return _approach(slug, *read_approach(slug, lines, partial(own_url, page.url, base=page.url)))


def _read_html(page: Page, source: Source, slug: str | None) -> _Found:
    jsonld = read_jsonld(source.html)
    name = next((plain_line(node.text()) for node in source.titles if _is_of_page(node)), "")
    if name.strip(" .!…").lower().startswith(_refusals()):
        return _refused(Problem(code="block-page", detail=f"a page in front of the page: {name}"))
    if saved := _saved_profile(page, name, jsonld, source):
        return "profile", None, saved, jsonld.problems
    perhaps = perhaps_about(page) if slug is None else None
    outline = outline_of(source, is_author if slug is not None or perhaps else None)
    approach = None
    if perhaps:
        own = partial(own_url, page.url, base=base_of(source.tree, page.url))
        told, problems = read_approach(perhaps.slug, outline, own, perhaps.rival)
        if is_about(perhaps.slug, told):
            return _approach(perhaps.slug, told, problems)
    if slug is not None:
        own = partial(own_url, page.url, base=base_of(source.tree, page.url))
        approach = _approach(slug, *read_approach(slug, outline, own))
        if _is_sure(slug, page, approach[1]):
            return approach
    blocks = outline.blocks
    heading = next((block.text for block in blocks if block.is_title), None)
    if profile := _read_profile(page.url, name, jsonld, source, blocks):
        return "profile", None, profile, jsonld.problems
    if approach:
        return approach
    links = len(_LISTED.findall(source.html))
    if (heading and links >= _FEWEST_LINKS) or (blocks and _LISTING.fullmatch(urlsplit(page.url).path)):
        return "listing", None, None, []
    return _refused(Problem(code="not-a-directory-page", detail="neither an approach, a profile nor a listing"))


def _saved_profile(page: Page, title: str, jsonld: JsonLd, source: Source) -> ProfileExtract | None:
    """The profile of somebody whom the address names, of a page that was saved for whatever approach."""
    if page.header(APPROACH_HEADER) is None or not is_below_people(page.url):
        return None
    profile = _read_profile(page.url, title, jsonld, source, outline_of(source).blocks)
    is_named = profile is not None and words_of(profile.name) & words_of(urlsplit(page.url).path)
    return profile if is_named else None


def _read_profile(url: str, title: str, jsonld: JsonLd, source: Source, blocks: list[Block]) -> ProfileExtract | None:
    described = {"json-ld": jsonld.people, "microdata": read_microdata(source.html, source.tree)}
    profile = read_profile(url, title, described, blocks)
    canonical = canonical_url(source.links, url) if profile else None
    return structs.replace(profile, canonical_url=canonical) if profile and canonical else profile


def _is_sure(slug: str, page: Page, approach: ApproachExtract | None) -> bool:
    """Whether a page on the address of an approach can be nobody's profile ("/therapy/ada-quill")."""
    has_statements = approach is not None and bool(approach.statements)
    return has_statements or page.header(APPROACH_HEADER) is not None or load_taxonomy().resolve(slug) is not None


def _is_of_page(title: LexborNode) -> bool:
    """Whether a title is the page's, not a drawing's."""
    return title.parent is not None and title.parent.tag in ("head", "body")


def _approach(slug: str, approach: ApproachExtract, problems: list[Problem]) -> _Found:
    if not approach.statements and not approach.definition:
        return _refused(Problem(code="not-a-directory-page", detail=f"no definition and no statement of {slug}"))
    return "approach", approach, None, problems


def _unreadable(body: bytes) -> Problem | None:
    if not body or body.isspace():
        return Problem(code="empty", detail="the page has no content")
    if len(body) > LARGEST_PAGE:
        return Problem(code="too-large", detail=f"{len(body):,} bytes; at most {LARGEST_PAGE:,} are read")
    if b"\0" in body[:4096] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(code="binary", detail="the page is no text")
    if found := excess(body):
        code, detail = found
        return Problem(code=code, detail=detail)
    return None


def is_html(body: bytes, content_type: str) -> bool:
    """Whether a body is read as HTML: by its header, else by its first sign."""
    declared = content_type.lower()
    return "html" in declared or ("text/plain" not in declared and as_utf8(body, content_type).lstrip()[:1] == b"<")


def _told(error: Exception) -> str:
    """What went wrong and in which function."""
    last = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({last.name}, line {last.lineno})"


def _refused(problem: Problem) -> _Found:
    return "other", None, None, [problem]


@cache
def _refusals() -> tuple[str, ...]:
    return tuple(read_yaml(__package__, "refusals.yaml")["titles"])
