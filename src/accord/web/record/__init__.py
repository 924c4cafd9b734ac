"""The record of a group: what was done, by whom and when, and how anyone can check it."""
