"""The two faces of the tip line: the officers' desk inside the house, and the public's pages on their own site."""
