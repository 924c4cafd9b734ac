"""Lets `python -m accord` stand for the `accord` command."""

from accord.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
