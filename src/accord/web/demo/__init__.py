"""The demo: a believable working group, a page with a way in for each role, the outbox for all to read."""
