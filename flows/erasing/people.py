"""Whom an erasure is about, as the runs, the identities and the readings know them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from pipelines.erasure import Gone, gone_of_mention, gone_of_record, is_out, key_of_identity, speaks, together
from pipelines.mention import Mention, Reading
from pipelines.optouts import keys_of, verdict
from records import Identity, Statement
from records.errors import TherapyIndexError
from records.optouts import Key, OptOuts
from store.runs import Run

_ID = re.compile(r"\b[ts]\w{4,}\b")  # what may be an id, in a text


class People(Struct):
    """Everybody who is erased: ids with all that is shown of each, and the ids of their statements.

    `shown` has a person's things by id; of those who have no id yet, by "". `everything` is all of that.
    """

    optouts: OptOuts
    identities: Mapping[str, Identity]
    ids: set[str] = field(default_factory=set)
    statements: set[str] = field(default_factory=set)
    shown: dict[str, Gone] = field(default_factory=dict)
    everything: Gone = field(default_factory=Gone)
    _others: set[str] = field(default_factory=set)  # ids that are known to be nobody's who is out

    def has(self, mention: Mention) -> bool:
        """Whether a mention is one of theirs."""
        return is_out(mention, self.optouts, self.identities, self.ids)

    def ids_of(self, mention: Mention) -> set[str]:
        """The ids that its keys were given."""
        return {self.identities[key].id for key in mention.keys if key in self.identities}

    def gone(self, mentions: Iterable[Mention]) -> Gone:
        """All that is shown of those whom these mentions are of, here and elsewhere."""
        found = [gone_of_mention(mention) for mention in mentions if self.has(mention)]
        ids = {one for mention in mentions for one in self.ids_of(mention)}
        return together([*found, *(self.shown[one] for one in sorted(ids & self.ids) if one in self.shown)])

    def named_in(self, text: str) -> bool:
        """Whether a few words of ours hold anything of one of them."""
        ids = {one for one in _ID.findall(text) if one in self.statements or self._is_out(one)}
        return bool(ids) or speaks(text, self.everything)

    def is_theirs(self, row: Mapping[str, object]) -> bool:
        """Whether a row of a table is of one of them, by its ids."""
        return row.get("id") in self.statements or self._is_out(row.get("therapist_id")) or self._is_out(row.get("id"))

    def _is_out(self, id_: object) -> bool:
        """Whether an id is one of theirs; the opt-outs may know more of them than runs and identities still do."""
        if id_ in self.ids:
            return True
        if not isinstance(id_, str) or id_ in self._others:
            return False
        if self.optouts.hold(Key("id", id_)):
            self.ids.add(id_)
            return True
        self._others.add(id_)
        return False


def people(
    optouts: OptOuts, identities: Mapping[str, Identity], runs: Iterable[Run], readings: Iterable[Reading]
) -> tuple[People, list[str]]:
    """Everybody whom the opt-outs leave out, and which runs could not be read."""
    found = People(optouts, identities)
    found.ids.update(_known(optouts, identities))
    unread: list[str] = []
    parts: defaultdict[str, list[Gone]] = defaultdict(list)
    for run in runs:
        try:
            for id_, gone, said in _in_run(run, found):
                parts[id_].append(gone)
                found.statements.update(said)
        except TherapyIndexError:
            unread.append(run.id)
    mentions = [mention for reading in readings for mention in reading.mentions]
    _learn(found, mentions)
    for mention in filter(found.has, mentions):
        parts[min(found.ids_of(mention) & found.ids, default="")].append(_without_pairs(gone_of_mention(mention)))
    found.shown.update({id_: together(some) for id_, some in parts.items()})
    found.everything = together(found.shown.values())
    return found, unread


def _learn(found: People, mentions: list[Mention]) -> None:
    """The ids of mentions that are out by a key of their own, until no more are found."""
    before = -1
    while before != len(found.ids):
        before = len(found.ids)
        for mention in mentions:
            ids = found.ids_of(mention)
            if len(ids) == 1 and not ids <= found.ids and found.has(mention):  # of several, some are whose words it has
                found.ids |= ids


def _known(optouts: OptOuts, identities: Mapping[str, Identity]) -> Iterator[str]:
    for mention, identity in identities.items():
        key = key_of_identity(mention)
        if optouts.hold(Key("id", identity.id)) or (key and optouts.hold(key)):
            yield identity.id


def _in_run(run: Run, found: People) -> Iterator[tuple[str, Gone, list[str]]]:
    """Those of a run who are out, with what their records show and the ids of their statements."""
    said: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in run.statements():
        said[statement.therapist_id].append(statement)
    for statement in run.statement_history():
        said[statement.therapist_id].append(statement)
    for therapist in run.therapists():
        ids = {therapist.id, *therapist.former_ids}
        texts = said.pop(therapist.id, [])
        if ids & found.ids or verdict(found.optouts, keys_of(therapist, texts)) == "out":
            found.ids |= ids
            yield therapist.id, gone_of_record(therapist, texts), [one.id for one in texts]
    for id_, texts in said.items():  # the therapists went with a run that was killed
        if id_ in found.ids:
            yield id_, Gone(texts=frozenset(one.text for one in texts)), [one.id for one in texts]


def _without_pairs(gone: Gone) -> Gone:
    return replace(gone, pairs=frozenset())
