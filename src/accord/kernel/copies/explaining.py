"""The page that goes with every export, so that it can be read without us."""

from typing import Final

README: Final = """# An export of Accord

Everything one installation holds, in a form that any program can read.

    manifest.json        what is here: each file with its size and SHA-256, how many rows each table has,
                         the state of the tables, the signed checkpoint of the record
    tables/*.jsonl       one file per table (app.model), one line of JSON per row, in the order of the keys, UTF-8
    files/ab/abcd…       every kept file, under the SHA-256 of its bytes, in a folder named by its first two digits
    keys/record          the key that signs the record: keep it secret
    secret_key           signs sessions

In a row a column has the name that the database gives it; a column that ends in `_id` holds the key of a row of another
table. Instants are in UTC with microseconds (2026-11-21T22:04:00.000000+00:00), bytes are base64, decimal numbers and
UUIDs are text, and an empty value is null. The keys of a line are sorted, so that two exports can be compared byte for
byte.

The record is `kernel.entry` (the lines that the tree's leaves are made of: `metadata`), `kernel.body` (the words, with
the salt of their commitment) and `kernel.node` (the hashes of RFC 6962). `accord record verify` checks it.

Left out: `sessions.session` (whoever was signed out stays signed out).

Read it in with `accord import FOLDER`, into an empty installation, on SQLite or PostgreSQL, with the version that
wrote it. It holds personal data and hashes of passwords: keep it as you would keep the server.
"""
