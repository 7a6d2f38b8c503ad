"""From the body of an endpoint to leads: pure functions that take bytes and return values."""
