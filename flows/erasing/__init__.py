"""The steps of an erasure: whom, then place by place."""
