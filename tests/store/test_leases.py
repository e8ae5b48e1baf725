"""One at a time, and a dead holder never blocks the next."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from records.errors import Busy
from store.leases import lease
from store.ledger import open_ledger
from store.settings import StoreSettings
from store.tables import leases


def test_a_second_taker_is_told_to_wait(tmp_path: Path) -> None:
    ledger = open_ledger(StoreSettings(data=tmp_path))
    with lease(ledger, "publish"), pytest.raises(Busy, match="wait"), lease(ledger, "publish"):
        pass
    with lease(ledger, "publish"):
        pass


def test_different_leases_do_not_meet(tmp_path: Path) -> None:
    ledger = open_ledger(StoreSettings(data=tmp_path))
    with lease(ledger, "publish"), lease(ledger, "normalize"):
        pass


def test_a_killed_holder_is_succeeded_at_once(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from store.leases import lease; from store.ledger import open_ledger\n"
        "from store.settings import StoreSettings\n"
        "with lease(open_ledger(StoreSettings(data=Path(sys.argv[1]))), 'publish'):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert done.returncode == -9
    with lease(open_ledger(StoreSettings(data=tmp_path)), "publish"):
        pass


@pytest.mark.parametrize(("minutes", "is_free"), [(-1, True), (1, False)])
def test_another_machines_lease_counts_until_its_term(tmp_path: Path, minutes: int, is_free: bool) -> None:
    ledger = open_ledger(StoreSettings(data=tmp_path))
    row = {
        "name": "publish",
        "holder": f"elsewhere:{os.getpid()}:1",
        "expires_at": datetime.now(UTC) + timedelta(minutes=minutes),
    }
    with ledger.begin() as connection:
        connection.execute(insert(leases).values(**row))
    if is_free:
        with lease(ledger, "publish"):
            pass
    else:
        with pytest.raises(Busy), lease(ledger, "publish"):
            pass


def test_a_lost_lease_is_noticed_before_the_step_that_needs_it(tmp_path: Path) -> None:
    ledger = open_ledger(StoreSettings(data=tmp_path))
    with lease(ledger, "publish") as held:
        held.confirm()
        with ledger.begin() as connection:  # another machine found its term over
            connection.execute(update(leases).values(holder="elsewhere:1:x"))
        with pytest.raises(Busy, match="taken over"):
            held.confirm()
