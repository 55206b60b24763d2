"""The village: its facts, seasons, holidays; and the town that looks after several villages."""
