"""One-stop intake of the villagers' business."""
