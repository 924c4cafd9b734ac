"""Fuzzing of the engine with atheris, which follows what the bytes reach; see `python -m tools.fuzz --help`."""
