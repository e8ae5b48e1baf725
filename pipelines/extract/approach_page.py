"""An approach page: its definition, and each therapist's statement with the line that names its author."""

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import yaml

from pipelines.extract.attribution import UNKNOWN_TITLE, parse_attribution
from pipelines.extract.blocks import DASHES, Block
from pipelines.extract.names import is_nobody
from records import ApproachExtract, Attribution, Page, Problem, StatementExtract
from records.page import APPROACH_HEADER

_SLUG = re.compile(
    r"/(?:specialties|specialty|approaches|modalities|issues)/([a-z0-9][a-z0-9-]{1,80})/?$", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[\"“A-Z])")
_LONGEST_LINE = 160  # an author named without a dash stands on a short line
_LONGEST_TITLE = 80
_FARTHEST_TITLE = 12  # lines from the top
_LONGEST_BUTTON = 40
_SHORTEST_DEFINITION = 60
_SHORTEST_STATEMENT = 42
_LONGEST_CALL = 500
_SHORTEST_CUT = 8  # of a call to action that the site cut short
_MOST_PARTS = 3  # of an author line that is spread over several elements

Line = Block | Attribution


def approach_slug(page: Page) -> str | None:
    """The approach whose page this is: the one the user named, else the last part of the address."""
    if named := page.header(APPROACH_HEADER):
        return named
    found = _SLUG.search(urlsplit(page.url).path)
    return found[1].lower() if found else None


def read_approach(slug: str, blocks: list[Block], heading: str | None) -> tuple[ApproachExtract, list[Problem]]:
    """What the page says; a statement without an author is a problem, never given to a neighbour."""
    lines, in_headings = _lines(_without_furniture(blocks))
    head, body, is_marked = _halves(lines)
    leads = bool(body) and isinstance(body[0], Attribution)
    if in_headings and leads:
        statements, problems = _pairs_author_first(body)
    elif _is_unclear(body) or (in_headings and not is_marked and isinstance(body[-1], Block)):
        statements, problems = [], [Problem(code="unclear-order", detail="statements stand before or behind authors")]
    else:
        statements, problems = _pairs(body)
    title, paragraphs = _title_and_paragraphs(slug, head, heading)
    if not statements:
        problems.append(Problem(code="no-statements", detail="the page shows no therapist with a statement"))
    is_approach = bool(statements) or is_marked or title is not None  # else its words may be about anything
    definition = _definition(paragraphs) if is_approach else None
    return ApproachExtract(slug=slug, name=title, definition=definition, statements=statements), problems


def _without_furniture(blocks: list[Block]) -> list[Block]:
    """The blocks without buttons and links to profiles: known ones, and any short line that comes again and again."""
    counts = Counter(block.text for block in blocks)
    return [
        block
        for block in blocks
        if not _is_button(block.text)
        and (counts[block.text] == 1 or len(block.text) > _LONGEST_BUTTON or parse_attribution(block.text))
    ]


def _is_button(text: str) -> bool:
    key = _key(text)
    goes_on = len(text) <= _LONGEST_BUTTON and text[-1] not in ".!?" and key.startswith(_button_openings())
    return goes_on or key in _rules()["furniture"]


def _lines(blocks: list[Block]) -> tuple[list[Line], bool]:
    """The blocks with the author lines taken apart; what is glued behind one becomes the next block.

    The second value says whether every author is a heading: only such can lead the words, since a statement that is
    missing must never hand its author the next one's.
    """
    lines: list[Line] = []
    headings: list[bool] = []
    index = 0
    while index < len(blocks):
        found, parts = _author(blocks, index)
        lines.append(found or blocks[index])
        if found:
            headings.append(blocks[index].is_heading)
            if found.rest:
                lines.append(Block(found.rest))
        index += parts
    if not headings:
        named = [(_without_dash(block), block) for block in blocks]
        headings = [block.is_heading for found, block in named if found]
        lines = [found or block for found, block in named]
    return lines, bool(headings) and all(headings)


def is_author(text: str) -> bool:
    """Whether a text is a whole author line, be it a test record's."""
    found = parse_attribution(text)
    return found is not None and (found.confidence >= UNKNOWN_TITLE or is_nobody(found.name))


def _author(blocks: list[Block], index: int) -> tuple[Attribution | None, int]:
    """The author line that starts with a block, and the number of blocks it is spread over."""
    text = blocks[index].text
    found = parse_attribution(text)
    if not text.startswith(DASHES) or len(text) > _LONGEST_LINE or (found and (found.state or found.rest)):
        return found, 1
    taken = 1
    for parts, block in enumerate(blocks[index + 1 : index + _MOST_PARTS], start=2):
        part = block.text
        is_titled = found is not None and found.confidence >= UNKNOWN_TITLE
        if len(part) > _LONGEST_LINE or part.startswith(DASHES) or (is_titled and not part.startswith("in ")):
            break
        text += f" {part}" if text.endswith((",", *DASHES)) or part.startswith("in ") else f", {part}"
        whole = parse_attribution(text)
        if whole and whole.confidence > UNKNOWN_TITLE and not whole.rest:
            found, taken = whole, parts
    if found and found.confidence < UNKNOWN_TITLE and not _stands_between_statements(blocks, index):
        found = None
    return found, taken


def _stands_between_statements(blocks: list[Block], index: int) -> bool:
    """Whether a line of the site's form may close a statement, though its title is unknown and it has no place."""
    behind = blocks[index + 1].text if index + 1 < len(blocks) else None
    return (
        blocks[index].text.startswith("— ")
        and index > 0
        and len(blocks[index - 1].text) >= _SHORTEST_STATEMENT
        and (behind is None or (len(behind) >= _SHORTEST_STATEMENT and not is_author(behind)))
    )


def _without_dash(block: Block) -> Attribution | None:
    """A page that draws its dashes by style: only a line with a known title is taken for an author."""
    if len(block.text) > _LONGEST_LINE or "," not in block.text:
        return None
    found = parse_attribution(f"— {block.text}")
    return found if found and found.confidence > UNKNOWN_TITLE and not found.rest else None


def _halves(lines: list[Line]) -> tuple[list[Block], list[Line], bool]:
    """What stands above the specialists, the specialists, and whether a landmark parts them."""
    first = next((index for index, line in enumerate(lines) if isinstance(line, Attribution)), len(lines))
    head = [line for line in lines[:first] if isinstance(line, Block)]
    for index, block in enumerate(head):
        if _key(block.text) in _rules()["landmarks"]:
            return head[:index], [*head[index + 1 :], *lines[first:]], True
    if first == len(lines):
        return head, [], False
    calls = [_without_call(block.text) != block.text for block in head]
    if calls and calls[-1] and not any(calls[:-1]):
        return head, lines[first:], False  # the definition: the first author's own words are missing
    return head[:-1], [*head[-1:], *lines[first:]], False


def _is_unclear(lines: list[Line]) -> bool:
    """Whether every author has a text behind and the first one none before: then nobody's words are guessed."""
    behind = zip(lines, [*lines[1:], None], strict=True)
    return (
        bool(lines)
        and isinstance(lines[0], Attribution)
        and all(isinstance(after, Block) for line, after in behind if isinstance(line, Attribution))
    )


def _pairs(lines: list[Line]) -> tuple[list[StatementExtract], list[Problem]]:
    statements: list[StatementExtract] = []
    problems: list[Problem] = []
    words: list[str] = []
    for line in lines:
        if isinstance(line, Block):
            words.append(line.text)
        elif line.confidence < UNKNOWN_TITLE:
            problems.append(Problem(code="unknown-author", detail="perhaps an author's line", excerpt=line.raw))
            words = []
        elif words:
            statements.append(StatementExtract(text=_once("\n\n".join(words)), attribution=line))
            words = []
        else:
            problems.append(_without_statement(line))
    return statements, problems


def _once(text: str) -> str:
    """A text without its second half where that is the first one again: some sites show every statement twice."""
    half = len(text) // 2
    first = text[:half].strip()
    return first if half >= _SHORTEST_STATEMENT and first == text[half:].strip() else text


def _pairs_author_first(lines: list[Line]) -> tuple[list[StatementExtract], list[Problem]]:
    statements: list[StatementExtract] = []
    problems: list[Problem] = []
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        if isinstance(line, Block):
            continue
        if isinstance(after, Block):
            statements.append(StatementExtract(text=after.text, attribution=line))
        else:
            problems.append(_without_statement(line))
    return statements, problems


def _without_statement(line: Attribution) -> Problem:
    return Problem(code="author-without-statement", detail="an author line has no statement", excerpt=line.raw)


def _title_and_paragraphs(slug: str, head: list[Block], heading: str | None) -> tuple[str | None, list[str]]:
    texts = [block.text for block in head]
    if heading and not _is_title(slug, heading):
        heading = None
    if heading and heading in texts:
        return heading, texts[texts.index(heading) + 1 :]
    title = next((text for text in texts[:_FARTHEST_TITLE] if _is_title(slug, text)), None)
    if title is None:
        return heading, texts
    return heading or title, texts[texts.index(title) + 1 :]


def _is_title(slug: str, text: str) -> bool:
    """A short line that shares a word with the page's slug: not the site's brand, nor a menu."""
    words = set(re.findall(r"\w+", text.lower()))
    return len(text) <= _LONGEST_TITLE and text[-1] not in ".!?" and bool(words & set(slug.split("-")))


def _definition(paragraphs: list[str]) -> str | None:
    told = [_without_call(text) for text in paragraphs if _key(text) not in _rules()["lines"]]
    kept = [text for text in told if len(text) >= _SHORTEST_DEFINITION]
    return "\n\n".join(kept) or None


def _without_call(paragraph: str) -> str:
    """The paragraph without the closing sentences that invite the reader."""
    sentences = _SENTENCE.split(paragraph)
    called = False
    while sentences and (_is_call(sentences[-1]) or (called and sentences[-1].endswith("?"))):
        sentences.pop()
        called = True
    return " ".join(sentences)


def _is_call(sentence: str) -> bool:
    if len(sentence) > _LONGEST_CALL:
        return False
    text = sentence.lower().replace("’", "'")
    openings = _rules()["call_openings"]
    if text.startswith(tuple(openings)) or _call().search(text):
        return True
    is_cut = len(text) >= _SHORTEST_CUT and text.rstrip("….")[-1:].isalnum() and not text.endswith(("!", "?"))
    return is_cut and any(opening.startswith(text.rstrip("….")) for opening in openings)


def _key(text: str) -> str:
    return text.strip(" .:!?").lower()


@cache
def _rules() -> dict[str, Any]:
    return dict(yaml.safe_load(files(__package__).joinpath("boilerplate.yaml").read_text(encoding="utf-8")))


@cache
def _button_openings() -> tuple[str, ...]:
    return tuple(f"{opening} " for opening in _rules()["furniture_openings"])


@cache
def _call() -> re.Pattern[str]:
    """A sentence that opens with a verb that sends the reader to experts, or speaks of the site's own people."""
    verbs, aims, owners, people = ("|".join(_rules()[f"call_{name}"]) for name in ("verbs", "aims", "owners", "people"))
    return re.compile(rf"^(?:{verbs})\b.*\b(?:{aims})\b|\b(?:{owners})\b.*\b(?:{people})\b", re.DOTALL)
