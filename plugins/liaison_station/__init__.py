"""Deputies and self-employed traders meet the village."""
