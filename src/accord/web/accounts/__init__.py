"""Pages of the reader's own account: opening it, signing in and out, password, language and clock."""
