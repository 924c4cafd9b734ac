"""Makes the Word files of the demo: the base in two languages and the delegations' tracked proposals."""
