"""The commands, by what a person does: gather, publish, answer, look."""
