"""Pages of the directory: operators and their trees, bodies as of a day, and what may be changed."""
