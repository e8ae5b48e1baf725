"""The title of an approach page and the definition below it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import Literal

from index_config.taxonomy import load_taxonomy, mentions
from pipelines.extract.author_lines import opens_with_author
from pipelines.extract.blocks import Block
from pipelines.extract.calls import opens_with_call, without_call
from pipelines.extract.furniture import is_listed, names_section, rules, words_of
from pipelines.extract.own_words import is_labelled, is_link, is_list, is_personal, is_question, is_sentence
from pipelines.extract.page_notes import is_about_page, is_note, is_of_page, speaks_to_reader

_LONGEST_TITLE = 80
_FARTHEST_TITLE = 12  # lines from the top
_SHORTEST_PARAGRAPH = 60
_LONGEST_HEADING = 100
_ANSWER = re.compile(r"^(?:A|Answer)[.:]\s+(?=[A-Z])")  # to the question above
_FOOTNOTE = re.compile(r"(?<=\S)\s?\[(?:\d{1,3}|[a-z]|(?:note|nb) \d{1,2})\]")
_SHORTEST_SENTENCE = 20
_VERSUS = re.compile(r"\b(?:vs|versus)\b", re.IGNORECASE)
_STEM = 5  # letters that the forms of a word share: affair, affairs
_STEM_OF_RIVAL = 4  # peer, peers; coaching, coaches

_Section = Literal["definition", "other", "unknown"]


def title_index(slug: str, blocks: Sequence[Block], kept: Sequence[int]) -> int | None:
    """The block that is the page's title: a heading of the first level, another heading, or one of the first lines.

    It shares a word with the slug, so it is neither the site's brand nor a menu's; a line with all of them comes before
    one with some. `kept` are the blocks that count.
    """
    titled = [index for index in kept if blocks[index].is_title]
    headings = [index for index in kept if blocks[index].is_heading]
    lines = kept[:_FARTHEST_TITLE]
    for indexes, fits in ((titled, _is_title), (headings, _names_all), (lines, _names_all), (headings, _is_title)):
        found = next((index for index in indexes if fits(slug, blocks[index])), None)
        if found is not None:
            return found
    return next((index for index in lines if _is_title(slug, blocks[index])), None)


def definition_in(slug: str, head: Sequence[Block]) -> str | None:
    """The paragraphs up to the call to action or the first heading, or those below a heading that announces them.

    `head` is what stands between the title and the first statement. Below other headings they must name the approach.
    Where there is none, a sentence that stands first and names it.
    """
    paragraphs: list[str] = []
    section: _Section = "definition"
    for block, after in zip(head, [*head, None][1:], strict=True):
        text = _FOOTNOTE.sub("", _ANSWER.sub("", words_of(block)))
        is_head = _is_head(block, after)
        if is_head or _is_button(block):
            if paragraphs:
                break
            section = _section_below(block, section) if is_head else section
        elif _goes_on(text) and (paragraphs or (section == "definition" and _leads(slug, text, after))):
            paragraphs.append(text)
        elif len(text) >= _SHORTEST_PARAGRAPH:
            told = without_call(text)
            is_one = _may_define(slug, told, section, is_first=not paragraphs)
            paragraphs += [told] if is_one else []
            if paragraphs and (told != text or (is_personal(text) and not is_one)):
                break
    return "\n\n".join(_without_notes(slug, paragraphs)) or _in_a_sentence(slug, head)


def _in_a_sentence(slug: str, head: Sequence[Block]) -> str | None:
    """The short sentence about the approach that stands first: "EMDR helps the brain to digest what happened."."""
    first = next((block for block in head if not _is_button(block)), None)
    if first is None or first.is_heading:
        return None
    text = words_of(first)
    is_said = speaks_to_reader(text) or opens_with_call(text) or is_note(text) or is_about_page(text)
    is_meant = names(slug, " ".join(text.split()[:2])) and not names_section(text, "author_headings")
    return text if _goes_on(text) and is_meant and not (is_said or is_personal(text)) else None


def _without_notes(slug: str, paragraphs: Sequence[str]) -> Sequence[str]:
    """The paragraphs without those about the page that stand above the first one that names the approach."""
    first = next((index for index, text in enumerate(paragraphs) if names(slug, text)), 0)
    notes = [text for text in paragraphs[:first] if is_of_page(text)]
    return [text for text in paragraphs if text not in notes]


def definition_below(slug: str, blocks: Sequence[Block], places: Sequence[int]) -> str | None:
    """The definition of a page that does not open with it: below the heading or the line that asks what it is.

    Below any other line that announces a definition it must name the approach. `places` are the indexes of the blocks
    on the page.
    """
    for index, block in enumerate(blocks):
        if not is_definition_heading(block) or block.is_button or (is_link(block) and not block.is_heading):
            continue
        is_named = _is_title(slug, block)
        if block.is_heading and is_named:
            return definition_in(slug, blocks[index:])
        end = bisect_left(places, block.end)
        if (block.is_heading or is_named) and _opens_with_definition(slug, blocks[index + 1 : end]):
            return definition_in(slug, blocks[index:end])
    return None


def _opens_with_definition(slug: str, blocks: Sequence[Block]) -> bool:
    """Whether a paragraph that names the approach stands first, or below a heading that does."""
    if len(blocks) > 1 and blocks[0].is_heading and _is_title(slug, blocks[0]):
        blocks = blocks[1:]
    return bool(blocks) and len(blocks[0].text) >= _SHORTEST_PARAGRAPH and names(slug, blocks[0].text)


def _is_button(block: Block) -> bool:
    return block.is_button or is_link(block) or is_listed(block.text, "lines")


def _is_head(block: Block, after: Block | None) -> bool:
    """Whether a line is a heading, or opens a section above a paragraph."""
    is_above = block.is_heading or (after is not None and len(after.text) >= _SHORTEST_PARAGRAPH and not block.links)
    is_shown = (block.is_heading and len(block.text) <= _LONGEST_HEADING) or (is_above and is_other_section(block))
    return is_shown and not _is_button(block)


def _may_define(slug: str, text: str, section: _Section, *, is_first: bool) -> bool:
    """Whether a paragraph of a section can be one of the definition, where nobody speaks and no page is spoken of.

    It stands without the call at its end.
    """
    if len(text) < _SHORTEST_PARAGRAPH or not (is_first or is_sentence(text)):
        return False
    if is_question(text) or opens_with_author(text) or is_about_page(text) or is_note(text) or _is_list(text):
        return False
    if (speaks_to_reader(text) or opens_with_call(text)) and not (is_first and names(slug, text)):
        return False
    if is_personal(text):
        return is_first and section != "other" and names(slug, text)
    return section == "definition" or (section == "unknown" and (not is_first or names(slug, text)))


def _section_below(heading: Block, section: _Section) -> _Section:
    """What stands below a heading in a section: one of another kind reaches to the next that announces a definition."""
    if is_definition_heading(heading):
        return "definition"
    return "other" if section == "other" or is_other_section(heading) else "unknown"


def is_definition_heading(block: Block) -> bool:
    """Whether the definition stands below a heading."""
    return names_section(block.text, "definition_headings")


def is_other_section(block: Block) -> bool:
    """Whether a line opens a section that is no part of the definition."""
    if is_definition_heading(block):
        return False
    return (block.is_heading or block.text[-1] != ".") and names_section(block.text, "other_sections")


def _is_title(slug: str, block: Block) -> bool:
    """Whether a line may be a title and shares a telling word with the page's slug, or names the same approach."""
    text = _title(block)
    return text is not None and (not _words(text).isdisjoint(_telling(slug)) or is_same(slug, text))


def _names_all(slug: str, block: Block) -> bool:
    """Whether a line may be a title and names the approach of the page's slug whole."""
    text = _title(block)
    return text is not None and (_words(text) >= _telling(slug) or is_same(slug, text))


def _title(block: Block) -> str | None:
    """A short line that is no sentence and compares nothing; a heading, or what announces a definition, may ask."""
    text = block.text.rstrip(" ?") if block.is_heading or is_definition_heading(block) else block.text
    is_title = bool(text) and len(text) <= _LONGEST_TITLE and text[-1] not in ".!?" and not _VERSUS.search(text)
    return text if is_title else None


def is_same(slug: str, text: str) -> bool:
    """Whether a line is another name of the page's approach."""
    known = load_taxonomy().resolve(slug)
    return known is not None and load_taxonomy().resolve(text) == known


def names(slug: str, text: str) -> bool:
    """Whether a paragraph speaks of the page's approach: by a telling word, in whatever form, or by another name."""
    stems = {word[:_STEM] for word in _telling(slug)}
    if any(word in stems or (len(word) > _STEM and word[:_STEM] in stems) for word in _words(text)):
        return True
    known = load_taxonomy().resolve(slug)
    return known is not None and any(mention.approach_id == known for mention in mentions(text))


def is_about_rival(slug: str, rival: str, text: str) -> bool:
    """Whether a heading names what the page's approach is compared with, in whatever form, and not the approach."""
    stems = tuple(word[:_STEM_OF_RIVAL] for word in _telling(rival))
    return any(word.startswith(stems) for word in _words(text)) and not names(slug, text)


def _goes_on(text: str) -> bool:
    """Whether a short line behind a paragraph is one too: a sentence about the approach and not about the page."""
    is_short = _SHORTEST_SENTENCE <= len(text) < _SHORTEST_PARAGRAPH and text[-1] == "." and text[0].isupper()
    return is_short and not (is_of_page(text) or is_question(text)) and without_call(text) == text


def _leads(slug: str, text: str, after: Block | None) -> bool:
    """Whether a short line that names the approach stands right above a paragraph of the definition."""
    if after is None or after.is_heading or len(after.text) < _SHORTEST_PARAGRAPH or not names(slug, text):
        return False
    return _may_define(slug, without_call(after.text), "definition", is_first=False)


def _is_list(text: str) -> bool:
    """Whether a paragraph is no sentence but a label with its value, or a list."""
    return not is_sentence(text) and (is_labelled(text) or is_list(text))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


@cache
def _telling(slug: str) -> frozenset[str]:
    """The words of a slug that are no other's; all of them where none is."""
    words = frozenset(slug.split("-"))
    return words - frozenset(rules()["words_of_all"]) or words
