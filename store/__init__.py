"""Keep: the archive of pages (WARC), the ledger (database) and the runs (Parquet)."""
