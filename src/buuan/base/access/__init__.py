"""Who may do what: rights gathered from every room, asked by every action, page and endpoint; nothing is open by default."""
