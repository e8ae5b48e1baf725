"""An approach page: its definition, and each therapist's statement with its author."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from msgspec import structs

from pipelines.extract.blocks import Block, Outline
from pipelines.extract.definition import (
    definition_below,
    definition_in,
    is_about_rival,
    is_same,
    title_index,
)
from pipelines.extract.furniture import is_listed, kept_blocks, without_repeated
from pipelines.extract.own_words import others_sections, with_brief
from pipelines.extract.page_notes import is_of_page
from pipelines.extract.pairs import Pair, Paired, unquoted
from pipelines.extract.profile_links import Own, ProfileLinks
from pipelines.extract.statement_cards import paired_in_cards
from pipelines.extract.statement_colons import paired_by_colons
from pipelines.extract.statement_lines import paired_by_leads, paired_in_lines
from pipelines.extract.statement_odds import without_answers
from pipelines.extract.statement_order import paired_by_dashes
from pipelines.extract.statement_quotes import paired_by_quotations
from pipelines.extract.statement_runs import paired_by_runs
from records import ApproachExtract, Problem, StatementExtract

_FEWEST_OF_FORM = 3  # authors behind dashes, after whom no other form is looked for


def read_approach(slug: str, outline: Outline, own: Own, rival: str = "") -> tuple[ApproachExtract, list[Problem]]:
    """What the page says; a statement without an author is a problem, never given to a neighbour.

    `own` gives the other page of the directory that an address leads to; `rival` is the slug of what the approach is
    compared with, whose sections are left out.
    """
    blocks, links = outline.blocks, ProfileLinks(outline, own)
    kept = kept_blocks(blocks)
    if outline.cards:
        kept = _outside(kept, others_sections(outline, _is_of_rival(slug, rival)))
    title = title_index(slug, blocks, kept)
    below = kept if title is None else [index for index in kept if index > title]
    marks = [index for index in below if is_listed(blocks[index].text, "landmarks")]
    barriers = marks if title is None else [title, *marks]
    paired = _paired(outline, below, barriers, links, is_titled=title is not None)
    problems = paired.problems
    if not paired.pairs:
        problems = [*problems, Problem(code="no-statements", detail="the page shows no therapist with a statement")]
    is_approach = bool(paired.pairs or marks) or title is not None  # else its words may be about anything
    approach = ApproachExtract(
        slug=slug,
        name=blocks[title].text if title is not None else None,
        definition=_definition(slug, paired, blocks, below) if is_approach else None,
        statements=_statements(paired.pairs, links, barriers),
    )
    return approach, problems


def is_about(slug: str, approach: ApproachExtract) -> bool:
    """Whether a page shows by itself that it is about an approach: named so, defined, and told of by therapists."""
    is_named = approach.name is not None and is_same(slug, approach.name)
    return is_named and approach.definition is not None and bool(approach.statements)


def _is_of_rival(slug: str, rival: str) -> Callable[[str], bool] | None:
    """Whether a heading names what an approach is compared with and not the approach itself."""
    return partial(is_about_rival, slug, rival) if rival else None


def _paired(
    outline: Outline, kept: list[int], barriers: Sequence[int], links: ProfileLinks, *, is_titled: bool
) -> Paired:
    """Statements and authors, among them those of a few words where that tells more."""
    found = _paired_by_form(outline, kept, barriers, links, is_titled=is_titled)
    outline = with_brief(outline)
    if not any(outline.blocks[index].is_brief for index in kept):
        return found
    brief = _paired_by_form(outline, kept, barriers, links, is_titled=is_titled)
    return max(found, brief, key=lambda paired: len(paired.pairs))  # the first of the best


def _paired_by_form(
    outline: Outline, kept: list[int], barriers: Sequence[int], links: ProfileLinks, *, is_titled: bool
) -> Paired:
    """Statements and authors, by the elements that hold them or by their order, whichever tells more."""
    blocks = outline.blocks
    kept = without_answers(blocks, kept)
    by_dashes = paired_by_dashes(outline, kept, is_titled=is_titled)
    if len(by_dashes.pairs) >= _FEWEST_OF_FORM and not by_dashes.problems:
        return by_dashes
    named = without_repeated(blocks, kept, names=True)
    shown = [blocks[index] for index in named]
    in_lines = paired_in_lines(shown, named)
    found = (
        by_dashes,
        paired_in_cards(outline, named, barriers, links),
        in_lines,
        paired_by_leads(shown, named),
        paired_by_colons(shown, named),
        paired_by_quotations(shown, named),
    )
    best = max(found, key=lambda paired: len(paired.pairs))  # the first of the best
    if best.pairs:
        return _with_others(best, in_lines)
    by_runs = paired_by_runs(shown, named, outline.cards)
    unclear = next((paired for paired in found if paired.problems), by_runs)
    is_sure = not by_runs.problems and all(pair.author.announces for pair in by_runs.pairs)
    return by_runs if by_runs.pairs and is_sure else unclear


def _with_others(paired: Paired, in_lines: Paired) -> Paired:
    """The pairs with those of authors on one line with their words, of whom the page's usual form tells nothing."""
    known = {pair.author.attribution.name for pair in paired.pairs}
    others = [pair for pair in in_lines.pairs if pair.author.attribution.name not in known]
    if not others:
        return paired
    pairs = sorted([*paired.pairs, *others], key=lambda pair: pair.author.first)
    return structs.replace(paired, pairs=pairs)


def _definition(slug: str, paired: Paired, blocks: Sequence[Block], below: Sequence[int]) -> str | None:
    """What stands above the statements, else, or if that is about the page, what its own heading announces."""
    above = definition_in(slug, paired.head)
    if above and not is_of_page(above):
        return above
    words = Counter(pair.text for pair in paired.pairs)
    shown = Counter(blocks[index].text for index in below)
    others = [index for index in below if shown[blocks[index].text] > words[blocks[index].text]]
    return definition_below(slug, [blocks[index] for index in others], others) or above


def _statements(pairs: Sequence[Pair], links: ProfileLinks, barriers: Sequence[int]) -> list[StatementExtract]:
    urls = links.of_authors([pair.author for pair in pairs], barriers)
    statements = [
        StatementExtract(text=unquoted(pair.text), attribution=pair.author.attribution, profile_url=url)
        for pair, url in zip(pairs, urls, strict=True)
    ]
    # Slides that go round show the same one again.
    return list({(one.text, one.attribution.raw, one.profile_url): one for one in statements}.values())


def _outside(kept: Sequence[int], ranges: Sequence[tuple[int, int]]) -> list[int]:
    """The indexes that lie in none of the ranges, which follow each other."""
    outside: list[int] = []
    following = iter(ranges)
    start, end = next(following, _NOWHERE)
    for index in kept:
        while index >= end:
            start, end = next(following, _NOWHERE)
        if index < start:
            outside.append(index)
    return outside


_NOWHERE = (1 << 60, 1 << 60)
