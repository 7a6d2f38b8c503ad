"""Usage rights: robots directives, TDM reservation, AIPREF, legal basis."""
