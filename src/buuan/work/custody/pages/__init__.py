"""Pages of custody: of a case, of one piece of evidence, of one exhibit, of one hand-over."""
