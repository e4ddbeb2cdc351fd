"""Pages of screening: hits, manifests, uploads, the quality of descriptions, and one item."""
