"""A page as a list of text blocks: what a reader sees between one line break and the next, and what stands together."""

from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from selectolax.lexbor import LexborNode

from pipelines.extract.aria import is_by_role, region_name, role_given
from pipelines.extract.lines import plain_line
from pipelines.extract.markup import box_shown, headed_cells, is_of_form, is_signature, roles
from pipelines.extract.source import Source, parsed
from pipelines.extract.visits import picture_of

DASHES = ("—", "–", "--")
_LONGEST_KEPT = 80
_LONGEST_PARTED, _MOST_RUNS = 200, 12  # letters and pieces of a line that may name somebody in its elements
_MOST = 20_000  # lines; a page of a directory has some hundreds
_TEXT = 2  # the tag of text nodes
_DEEPEST = 150  # elements in each other that are told apart; pages of directories have some thirty

IsAuthor = Callable[[str], bool]


class Block(Struct, gc=False):
    """One run of text, its white space collapsed.

    `is_heading` for headings, terms, table heads and bold lines, `is_title` for headings of the first level,
    `is_button` for buttons but those in headings, `is_quoted` for what stands in a quotation's element. `lead` is the
    text of the inline element that the block opens with, `parts` those of its inline elements where no word stands
    outside them, `runs` the pieces of text of a short block with inline elements, as they stand there, `links` its
    anchors. `end` is the index behind the last block of the smallest element that holds this block and one behind it:
    there ends at the latest what it announces; `opens` says whether it is the first one there. `is_brief`: it is short
    and counts as somebody's words all the same.
    """

    text: str
    is_heading: bool = False
    is_title: bool = False
    is_button: bool = False
    lead: str = ""
    parts: tuple[str, ...] = ()
    links: tuple[LexborNode, ...] = ()
    end: int = _MOST
    opens: bool = False
    is_quoted: bool = False
    runs: tuple[str, ...] = ()
    is_brief: bool = False


class Outline(Struct, frozen=True):
    """The blocks of a page; `cards` are the ranges of blocks (start, end) that an element holds, inner ones first."""

    blocks: list[Block]
    cards: list[tuple[int, int]]


def outline_of(source: Source, is_author: IsAuthor | None = None) -> Outline:
    """The blocks of a page's body, site furniture left out.

    An inline element with a line for which `is_author` holds gets a block of its own. Where nobody's words are looked
    for, a section without a heading has its name as one.
    """
    walk = _Walk(is_author, is_by_role=is_by_role(source.html))
    if source.tree.body is not None:
        walk.read(source.tree.body)
    return walk.outline()


def fragment_blocks(html: str) -> list[Block]:
    """The blocks of a piece of HTML inside a value."""
    return outline_of(parsed(html.encode(errors="ignore"))).blocks


def text_blocks(text: str) -> list[Block]:
    """The lines of a page saved as text."""
    return [Block(line) for shown in text.splitlines()[:_MOST] if (line := plain_line(shown))]


def without_link(block: Block) -> str:
    """The text of a block without the link behind it, which leads to more of it, or to a map."""
    shown = plain_line(block.links[-1].text()) if block.links else ""
    return block.text.removesuffix(shown).rstrip(" ,(|·-") or block.text


# Menus, labels and buttons: the short lines of a site come on every page.
_kept_line = lru_cache(maxsize=16_384)(plain_line)


_INLINE = frozenset({"inline", "captions", "bold", "links"})
_MEANT_BY_ROLE = frozenset({"block", "inline", "regions"})
_HEADED = frozenset({"headings", "titles"})
_TELLING = frozenset({"headings", "titles", "buttons", "items", "quotations", "preformatted"})
_INHERITED = _TELLING - {"items"}  # also by the elements inside


class _Walk:
    """One walk over a tree: pieces of text become a block wherever an element that is not inline starts or ends.

    It meets every node of a page: what most of them are is asked first.
    """

    def __init__(self, is_author: IsAuthor | None, *, is_by_role: bool) -> None:
        self._is_author = is_author
        self._is_by_role = is_by_role
        self._role_of = roles().get
        self._blocks: list[Block] = []
        self._cards: dict[tuple[int, int], None] = {}
        self._unended: list[int] = []  # blocks behind which nothing stands yet in the elements around them
        # Of the block that is being read:
        self._pieces: list[str] = []
        self._inline: list[tuple[int, int]] = []  # its outermost inline elements: from piece, to piece
        self._links: list[LexborNode] = []
        self._is_plain = False  # whether a word of it stands outside of bold elements

    def outline(self) -> Outline:
        """What was met so far."""
        return Outline(self._blocks[:_MOST], list(self._cards))

    def read(self, body: LexborNode) -> None:
        """Reads an element whole."""
        self._enter_block(body, "block", "block", 0, 0)

    def _over(self, parent: LexborNode, role: str, level: int, bold: int, inline: int) -> None:
        """Walks over what an element holds; `role` holds for its text, `bold` and `inline` count those it stands in."""
        pieces = self._pieces
        node = parent.first_child
        while node is not None:
            tag = node.tag_id
            if tag == _TEXT:
                text = node.text_content or ""
                if not text.isspace():
                    if not bold:
                        self._is_plain = True
                    pieces.append(text)
                elif pieces:
                    pieces.append(" ")
            else:
                entered = self._role_of(tag, "block")
                if self._is_by_role and entered in _MEANT_BY_ROLE:
                    entered = role_given(node) or entered
                if entered in _INLINE:
                    self._enter_inline(node, entered, role, level, bold, inline)
                elif entered != "dropped":
                    self._enter_block(node, entered, role, level, bold)
            node = node.next

    def _enter_inline(self, node: LexborNode, entered: str, role: str, level: int, bold: int, inline: int) -> None:
        pieces = self._pieces
        line = _line_in(node, self._is_author) if self._is_author else None
        if line and pieces:
            self._flush(role)
        if entered == "links":
            self._links.append(node)
        elif entered == "captions" and is_of_form(node):
            return
        first, start = len(pieces), len(self._blocks)
        if level < _DEEPEST:
            self._over(node, role, level + 1, bold + (entered == "bold"), inline + 1)
        else:
            pieces.append(node.text())
        if entered == "links" and self._is_card(node, role, first, start):
            return
        if line == "whole":
            self._flush(role)
        elif pieces and not inline:
            self._inline.append((min(first, len(pieces)), len(pieces)))

    def _read_picture(self, link: LexborNode) -> None:
        """Reads of a link without a word its picture, where it leads to somebody's website."""
        before = self._pieces[-1] if self._pieces else self._blocks[-1].text if self._blocks else ""
        if said := picture_of(link, before):
            self._pieces.append(said)
            self._is_plain = True

    def _is_card(self, link: LexborNode, role: str, first: int, start: int) -> bool:
        """Whether a link held whole blocks, from `start` on, which end with it.

        The picture of one without a word is read. `first` is the number of pieces before it.
        """
        if first or len(self._blocks) == start:
            if len(self._pieces) == first and self._is_author is None:
                self._read_picture(link)
            return False
        if self._pieces:
            self._flush(role)
        if len(self._blocks) - start > 1:
            self._close(start)
        return True

    def _enter_block(self, node: LexborNode, entered: str, role: str, level: int, bold: int) -> None:
        if (entered == "signed" and not self._is_signature(node)) or (entered == "fields" and self._is_box(node)):
            return
        pieces, blocks = self._pieces, self._blocks
        if pieces:
            self._flush(role)
        if entered == "breaks":
            return
        first = len(blocks)
        is_told = entered in _TELLING and not (entered == "buttons" and role in _HEADED)
        inside = entered if is_told else role if role in _INHERITED else "block"
        if entered == "regions" and self._is_author is None and (name := region_name(node)):
            pieces.append(name)
            self._flush("headings")
        if entered == "preformatted":
            self._read_lines(node)
        elif entered == "tables" and (cells := headed_cells(node)):
            for cell in cells:
                self._enter_block(cell, self._role_of(cell.tag_id, "block"), inside, level + 1, bold)
        elif level < _DEEPEST:
            self._over(node, inside, level + 1, bold, 0)
        else:
            pieces.append(node.text(separator=" "))
        if pieces:
            self._flush(inside)
        self._close(first)

    def _is_signature(self, footer: LexborNode) -> bool:
        """Whether a footer is somebody's: it closes a quotation or a card, or is nothing but an author's line."""
        if is_signature(footer):
            return True
        text = plain_line(footer.text()) if self._is_author else ""
        return self._is_author is not None and len(text) <= _LONGEST_PARTED and self._is_author(f"{DASHES[0]} {text}")

    def _is_box(self, field: LexborNode) -> bool:
        """Whether a field shows an answer, which is read then."""
        if box := box_shown(field):
            self._pieces.append(box)
        return bool(box)

    def _read_lines(self, node: LexborNode) -> None:
        for line in node.text().split("\n"):
            self._pieces.append(line)
            self._is_plain = True
            self._flush("block")

    def _flush(self, role: str) -> None:
        """Ends a block, if any of its pieces shows."""
        pieces, inline = self._pieces, self._inline
        whole = pieces[0] if len(pieces) == 1 else "".join(pieces)
        if text := _kept_line(whole) if len(whole) <= _LONGEST_KEPT else plain_line(whole):
            lead: str = ""
            parts: tuple[str, ...] = ()
            runs: tuple[str, ...] = ()
            if inline:
                if len(text) <= _LONGEST_PARTED and 1 < len(pieces) <= _MOST_RUNS:
                    runs = tuple(pieces)
                if inline[0] == (0, len(pieces)):
                    lead, parts = text, (text,)
                else:
                    lead, parts = self._inline_texts()
                    if len(parts) > 1 and _letters(text) == sum(map(_letters, parts)):
                        text = " ".join(parts)  # parted by style, some without a blank between them
            is_heading = role in _HEADED or not (self._is_plain or role == "items")
            links = tuple(self._links) if self._links else ()
            self._unended.append(len(self._blocks))
            is_title, is_button, is_quoted = role == "titles", role == "buttons", role == "quotations"
            block = Block(text, is_heading, is_title, is_button, lead, parts, links, is_quoted=is_quoted, runs=runs)
            self._blocks.append(block)
        pieces.clear()
        inline.clear()
        self._links.clear()
        self._is_plain = False

    def _inline_texts(self) -> tuple[str, tuple[str, ...]]:
        """The lead and the parts of a block that is more than one inline element."""
        pieces, inline = self._pieces, self._inline
        texts = [plain_line("".join(pieces[start:end])) for start, end in inline]
        lead = texts[0] if not inline[0][0] or "".join(pieces[: inline[0][0]]).isspace() else ""
        ends = [0, *(end for _, end in inline)]
        starts = [*(start for start, _ in inline), len(pieces)]
        outside = "".join("".join(pieces[end:start]) for end, start in zip(ends, starts, strict=True))
        return lead, () if any(map(str.isalnum, outside)) else tuple(filter(None, texts))

    def _close(self, first: int) -> None:
        """Ends an element: of several blocks what all but the last announce ends there."""
        end = len(self._blocks)
        if end - first < 2:
            return
        self._cards[first, end] = None
        self._blocks[first].opens = True
        last = self._unended.pop()
        while self._unended and self._unended[-1] >= first:
            self._blocks[self._unended.pop()].end = end
        self._unended.append(last)


def _line_in(node: LexborNode, is_author: IsAuthor) -> Literal["whole", "begun"] | None:
    """Whether an inline element is an author's line, or begins one that goes on behind it."""
    text = node.text()
    if not text.lstrip().startswith(DASHES):
        is_cited = node.tag == "cite" and _ends_element(node) and is_author(plain_line(f"{DASHES[0]} {text}"))
        return "whole" if is_cited else None
    tail = node.next.text() if node.next and node.next.is_text_node else ""
    if tail.lstrip().startswith(","):
        return "begun" if is_author(plain_line(text + tail)) else None
    return "whole" if is_author(plain_line(text)) else None


def _ends_element(node: LexborNode) -> bool:
    """Whether nothing stands behind an element inside the one around it."""
    after = node.next
    return after is None or (after.next is None and after.is_text_node and not after.text().strip())


def _letters(text: str) -> int:
    return len(text) - text.count(" ")
