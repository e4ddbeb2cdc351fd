"""The file types of a manifest: each gives the same thing, item columns as text in chunks, with their rows."""
