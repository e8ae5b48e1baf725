"""The title of an approach page and the definition below it."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from index_config.taxonomy import load_taxonomy, mentions
from pipelines.extract.author_lines import opens_with_author
from pipelines.extract.blocks import Block
from pipelines.extract.furniture import is_listed, names_section, rules, without_call
from pipelines.extract.own_words import is_link, is_personal

_LONGEST_TITLE = 80
_FARTHEST_TITLE = 12  # lines from the top
_SHORTEST_PARAGRAPH = 60
_LONGEST_HEADING = 100
_SHORTEST_SENTENCE = 20
_STEM = 5  # letters that the forms of a word share: affair, affairs

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
    """
    paragraphs: list[str] = []
    section: _Section = "definition"
    for block in head:
        text = block.text
        if block.is_button or is_link(block) or is_listed(text, "lines"):
            if paragraphs:
                break
        elif (block.is_heading and len(text) <= _LONGEST_HEADING) or is_other_section(block):
            if paragraphs:
                break
            section = _section_below(block, section)
        elif paragraphs and _goes_on(text):
            paragraphs.append(text)
        elif len(text) >= _SHORTEST_PARAGRAPH and (
            section == "definition" or (section == "unknown" and (paragraphs or _names(slug, text)))
        ):
            told = without_call(text)
            if len(told) >= _SHORTEST_PARAGRAPH and not (_is_question(told) or opens_with_author(told)):
                paragraphs.append(told)
            if told != text and paragraphs:
                break
    return "\n\n".join(paragraphs) or None


def definition_below(slug: str, blocks: Sequence[Block]) -> str | None:
    """The definition of a page that does not open with it: below the heading that asks what the approach is."""
    for index, block in enumerate(blocks):
        if block.is_heading and is_definition_heading(block) and _is_title(slug, block):
            return definition_in(slug, blocks[index:])
    return None


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
    return text is not None and (not _words(text).isdisjoint(_telling(slug)) or _is_same(slug, text))


def _names_all(slug: str, block: Block) -> bool:
    """Whether a line may be a title and names the approach of the page's slug whole."""
    text = _title(block)
    return text is not None and (_words(text) >= _telling(slug) or _is_same(slug, text))


def _title(block: Block) -> str | None:
    """A short line that is no sentence; a heading may ask."""
    text = block.text.rstrip(" ?") if block.is_heading else block.text
    return text if text and len(text) <= _LONGEST_TITLE and text[-1] not in ".!?" else None


def _is_same(slug: str, text: str) -> bool:
    known = load_taxonomy().resolve(slug)
    return known is not None and load_taxonomy().resolve(text) == known


def _names(slug: str, text: str) -> bool:
    """Whether a paragraph speaks of the page's approach: by a telling word, in whatever form, or by another name."""
    stems = {word[:_STEM] for word in _telling(slug)}
    if any(word in stems or (len(word) > _STEM and word[:_STEM] in stems) for word in _words(text)):
        return True
    known = load_taxonomy().resolve(slug)
    return known is not None and any(mention.approach_id == known for mention in mentions(text))


def _goes_on(text: str) -> bool:
    """Whether a short line behind a paragraph is one too: a sentence about the approach and not about the page."""
    is_sentence = _SHORTEST_SENTENCE <= len(text) < _SHORTEST_PARAGRAPH and text[-1] == "." and text[0].isupper()
    is_of_page = any(map(str.isdigit, text)) or not _words(text).isdisjoint(rules()["words_of_pages"])
    return is_sentence and not (is_of_page or is_personal(text)) and without_call(text) == text


def _is_question(text: str) -> bool:
    """Whether a paragraph is one question."""
    return text.endswith("?") and not any(mark in text for mark in (". ", "! ", "? "))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


@cache
def _telling(slug: str) -> frozenset[str]:
    """The words of a slug that are no other's; all of them where none is."""
    words = frozenset(slug.split("-"))
    return words - frozenset(rules()["words_of_all"]) or words
