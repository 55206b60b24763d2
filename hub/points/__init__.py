"""Points: what good deeds earned and what was spent of it. A ledger of the hub's own, which any room may use."""
