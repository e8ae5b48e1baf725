"""Where the data lies."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class StoreSettings(BaseModel):
    """`data` is the data directory of the contract; `ledger` an SQLAlchemy url, by default `data`/ledger.db."""

    model_config = ConfigDict(frozen=True)

    data: Path = Path("data")
    ledger: str | None = Field(default=None, repr=False)  # it may carry a password

    @property
    def ledger_url(self) -> str:
        """The SQLAlchemy url of the ledger."""
        return self.ledger or f"sqlite:///{self.data / 'ledger.db'}"
