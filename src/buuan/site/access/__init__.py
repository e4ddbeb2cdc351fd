"""The access matrix: every page and endpoint, asked by every kind of person, about own and about foreign records."""
