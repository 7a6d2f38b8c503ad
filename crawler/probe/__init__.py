"""Find and check the endpoints of an unknown site."""
