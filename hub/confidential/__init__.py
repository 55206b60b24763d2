"""What confidential rooms keep sealed: their keys, who may read, and who has read."""
