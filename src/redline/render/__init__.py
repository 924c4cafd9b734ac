"""Merged texts given a form: tracked Word file, HTML."""
