"""What may be done with documents: receive a file, publish it under its classification, add to a document."""

from accord.library.actions.holding import discard_expired, discard_file
from accord.library.actions.publishing import (
    Classification,
    add_language_version,
    add_version,
    name_base_folder,
    publish_document,
)
from accord.library.actions.receiving import receive_file, settle_file

__all__ = [
    "Classification",
    "add_language_version",
    "add_version",
    "discard_expired",
    "discard_file",
    "name_base_folder",
    "publish_document",
    "receive_file",
    "settle_file",
]
