"""Finding approaches in texts of about 500 characters, names and phrases, against one regular expression of them all.

`python -m benchmarks.taxonomy [TEXTS]`. No text comes twice: each is put together from a vocabulary as large and as
uneven as that of English, two names or phrases of the taxonomy and, in fifty, one word never seen before. The two
take turns, batch by batch; the best batch of each counts (the machine's noise only adds).
The regular expression knows no inflection, no negation and no other meaning: it is what one would write first.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate, product
from random import Random
from typing import Any

from index_config.analysis import tokens
from index_config.taxonomy import load_taxonomy, mentions, phrases
from index_config.taxonomy.taxonomy import without_brackets

TARGET_MS = 0.1
_LENGTH = 500  # characters
_BATCH = 300  # texts
_PLAIN = 20  # texts of a batch that the regular expression gets: it needs fifty times as long
_NAMES_PER_TEXT = 2  # more than people write
_SYLLABLES = ["".join(pair) for pair in product("bdklmnr", "aeiou")]
_VOCABULARY = 20_000  # words, the n-th of which is met 1/n as often as the first
_UNSEEN = 0.02  # share of the words


def run(texts: int = 30_000) -> dict[str, float]:
    """Milliseconds per text: names alone, names and phrases, the regular expression's; and the ratio of these two."""
    batches = [[_text(Random(f"{batch}-{n}")) for n in range(_BATCH)] for batch in range(texts // _BATCH)]
    mentions(""), phrases(""), _alternation()  # what is read once is not measured
    names, both, plain = [], [], []
    for batch in batches:
        plain.append(_milliseconds(lambda text: list(_alternation().finditer(text)), batch[:_PLAIN]))
        names.append(_milliseconds(mentions, batch[_PLAIN : _BATCH // 2]))
        both.append(_milliseconds(_both, batch[_BATCH // 2 :]))
    return {"names": min(names), "both": min(both), "plain": min(plain), "ratio": min(both) / min(plain)}


def _both(text: str) -> None:
    words = tokens(text)
    mentions(text, words)
    phrases(text, words)


@cache
def _alternation() -> re.Pattern[str]:
    known = load_taxonomy().approaches.values()
    wordings = {
        wording
        for one in known
        for wording in (without_brackets(one.name), *one.synonyms, *one.abbreviations, *(p.text for p in one.phrases))
    }
    longest_first = sorted(wordings, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    """The words, the commonest first, and their cumulative weights."""
    random = Random(0)
    described = (phrase.text for approach in load_taxonomy().approaches.values() for phrase in approach.phrases)
    common = [word for word, _ in Counter(" ".join(described).split()).most_common()]
    words = list(dict.fromkeys([*common, *(_invented(random) for _ in range(_VOCABULARY))]))[:_VOCABULARY]
    return words, list(accumulate(1 / rank for rank in range(1, len(words) + 1)))


def _text(random: Random) -> str:
    """Sentences with a few names and phrases of the taxonomy among them."""
    words, weights = _vocabulary()
    drawn = random.choices(words, cum_weights=weights, k=_LENGTH // 4)
    text = [_invented(random) if random.random() < _UNSEEN else word for word in drawn]
    text = [word + random.choices((" ", ". ", ", "), (85, 8, 7))[0] for word in text]
    for approach in random.sample(list(load_taxonomy().approaches.values()), _NAMES_PER_TEXT):
        wordings = [approach.name, *approach.synonyms, *approach.abbreviations, *(p.text for p in approach.phrases)]
        text.insert(random.randrange(len(text) // 2), random.choice(wordings) + " ")
    return "".join(text)[:_LENGTH]


def _invented(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=random.randint(2, 4))) + random.choice(("", "s", "ing", "ed", "tion"))


def _milliseconds(work: Callable[[str], Any], texts: Sequence[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        work(text)
    return (time.perf_counter() - start) / len(texts) * 1000


if __name__ == "__main__":
    print(run(*map(int, sys.argv[1:])))
