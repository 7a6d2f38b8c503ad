"""Protection against server-side request forgery: no request to private addresses."""
