"""Gather: spiders that fetch the public pages of a directory into the archive and the ledger."""
