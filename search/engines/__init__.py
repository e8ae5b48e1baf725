"""The engines, each with a read and a write side; nothing else imports their clients."""
