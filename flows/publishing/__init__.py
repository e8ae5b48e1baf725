"""The steps of a publish and a rollback: what is shown, the candidate, its checks, the swap, the history."""
