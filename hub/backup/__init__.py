"""Copies of the database: made while it is used, checked by restoring each, encrypted where a passphrase is set."""
