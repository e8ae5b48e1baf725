"""Run: the stages in order, as plain functions from files to files; the Prefect flow stands on top of them."""
