"""Versions that obey the opt-outs: whoever asked to be left out is taken out of them."""

from collections import Counter

from flows.publishing.desk import Desk, Obeyed
from flows.publishing.feed import record_optout
from flows.publishing.shown import in_version, left_out
from pipelines.optouts import keys_of, verdict
from records.errors import LedgerUnavailable, TherapyIndexError, Unreadable
from records.optouts import OptOuts
from search.writer import VersionInfo, every_version
from store.optouts import load_optouts
from store.runs import open_run

UNREADABLE = "it is live and cannot be read: `therapyindex publish --force` builds it anew"


def obey(desk: Desk, info: VersionInfo, optouts: OptOuts, *, revision: int | None = None) -> int:
    """Takes everybody who is left out of a finished version; gives how many documents went.

    The version then obeys the opt-outs of this `revision`, of an older one where `catch_up` shall come back to it.
    """
    found = _hidden(desk, info, optouts)
    return desk.writer.forget(info.version, found.keys(), optouts.revision if revision is None else revision)


def keep_up(desk: Desk) -> Obeyed:
    """Brings every finished version up to date until nobody has asked meanwhile, as `catch_up` does."""
    documents: Counter[str] = Counter()
    while True:
        optouts = load_optouts(desk.ledger)
        obeyed = catch_up(desk, optouts)
        documents.update(obeyed.documents)
        if load_optouts(desk.ledger).revision == optouts.revision:
            return Obeyed(dict(documents), obeyed.behind, obeyed.versions)


def catch_up(desk: Desk, optouts: OptOuts) -> Obeyed:
    """Brings every version that obeys other opt-outs up to date, the live one first, and that whole or not.

    One that cannot be read or written stays behind, and keeps nobody from leaving the others. Who leaves the live
    version is told by the change feed.
    """
    live, known = desk.writer.live(), every_version(desk.writer)
    obeyed = Obeyed(versions=len(known))
    if live and live not in [info.version for info in known]:
        obeyed.behind[live] = UNREADABLE
    for info in known:
        if info.meta.optouts == optouts.revision:
            continue
        try:
            found = _hidden(desk, info, optouts)
            if info.version == live:  # before it is done: killed in between, it is told once more
                record_optout(desk.ledger, desk.store, desk.engine, info.version, found)
            obeyed.documents[info.version] = desk.writer.forget(info.version, found.keys(), optouts.revision)
        except LedgerUnavailable:
            raise
        except TherapyIndexError as error:
            obeyed.behind[info.version] = str(error)
    return obeyed


def _hidden(desk: Desk, info: VersionInfo, optouts: OptOuts) -> dict[str, list[str]]:
    """By the version's run, which knows whom the operator has let go; by its own records where that is unreadable.

    The ids of those who are left out, each with the ids of their statements.
    """
    try:
        return left_out(open_run(desk.store, info.meta.run), optouts)
    except Unreadable:
        people = in_version(desk.writer, info.version)
        return {one.id: [words.id for words in said] for one, said in people if verdict(optouts, keys_of(one, said))}
