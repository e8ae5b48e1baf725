"""Finding approaches in running text: names longest first, at word boundaries, in any inflection.

Cost is that of cutting the text into words; everything else is paid only where something is found.
"""

import re
from itertools import zip_longest

from msgspec import Struct, structs

from index_config.analysis import Words, tokens
from index_config.taxonomy import lexicon
from index_config.taxonomy.ambiguity import meant
from index_config.taxonomy.lexicon import Found
from index_config.taxonomy.negation import (
    LOOK_BACK,
    Cue,
    are_listed,
    carries,
    cue_before,
    is_given_up,
    is_refused_behind,
)

_NO_MORE = re.compile(r"\b(?:any ?more|no longer|any longer|quit|gave up|stopped|used to)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?;\n]")


class Mention(Struct, frozen=True, gc=False):
    """A place where a text speaks of an approach: text[start:end], in code points.

    `weight` is 1 for a name, the phrase's own (0 to 1) for descriptive wording.
    """

    approach_id: str
    start: int
    end: int
    text: str
    negated: bool
    weight: float = 1.0


def mentions(text: str, words: Words | None = None, *, query: bool = False) -> list[Mention]:
    """The approaches and issues a text names, in order, without overlaps.

    Ambiguous names ("ACT", "MI") count only with what the taxonomy demands of them. In a `query` people write
    lower case, so there neighbouring words or brevity stand in for capitals. `words` are the text's tokens, where the
    caller has them: cutting the text is most of the cost.
    """
    words = tokens(text) if words is None else words
    found = lexicon.find(text, words, lexicon.names())
    return _as_mentions(text, words, meant(text, words, found, query=query)) if found else []


def phrases(text: str, words: Words | None = None) -> list[Mention]:
    """The lay and descriptive wording of approaches in a text, in order, without overlaps; see `Mention.weight`."""
    words = tokens(text) if words is None else words
    return _as_mentions(text, words, lexicon.find(text, words, lexicon.phrases()))


def _as_mentions(text: str, words: Words, found: list[Found]) -> list[Mention]:
    result: list[Mention] = []
    cue: Cue | None = None
    for item, behind in zip_longest(found, found[1:]):
        carried = cue if cue and carries(cue, text[result[-1].end : item.start]) else None
        before = words.terms[max(0, item.first - LOOK_BACK) : item.first]
        following = words.terms[item.last + 1] if item.last + 1 < len(words) else None
        cue = cue_before(text, item.start, item.end, before, result[-1].end if result else 0) or carried
        refused = is_refused_behind(text, item.end, following)
        refused = refused or is_given_up(text, item.end, behind.start if behind else len(text))
        negated = cue is not None or refused
        id_ = item.wording.approach_id or ""
        result.append(Mention(id_, item.start, item.end, item.text, negated, item.wording.weight))
        if refused:
            _refuse_list(text, result)
    return _with_last_word(text, result)


def _ends(text: str, mention: Mention, later: Mention) -> bool:
    """Whether what is denied there is over here, too: in the same sentence, or because it is done no more."""
    between = _SENTENCE_END.search(text[mention.end : later.start])
    sentence = _SENTENCE_END.split(text[: later.start])[-1] + _SENTENCE_END.split(text[later.start :], maxsplit=1)[0]
    return not between or _NO_MORE.search(sentence) is not None


def _with_last_word(text: str, result: list[Mention]) -> list[Mention]:
    """The mentions, negated where a later one says that it is over: "I taught EMDR, I quit EMDR"."""
    found: list[Mention] = []
    for mention in reversed(result):
        later = next((one for one in reversed(found) if one.approach_id == mention.approach_id), None)
        is_over = later is not None and later.negated and _ends(text, mention, later)
        found.append(structs.replace(mention, negated=True) if is_over and not mention.negated else mention)
    return found[::-1]


def _refuse_list(text: str, result: list[Mention]) -> None:
    """What is refused behind the last of a list is refused of all: "EMDR, IFS and DBT are not offered"."""
    for at in range(len(result) - 1, 0, -1):
        if not are_listed(text[result[at - 1].end : result[at].start]):
            break
        result[at - 1] = structs.replace(result[at - 1], negated=True)
