"""What can be done with files: extract, verify, resolve, project, prove."""
