"""What a machine asks of this server: whether it is alive, and whether it is well."""
