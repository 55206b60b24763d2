"""Self-service washing of carpets and cars, day and night."""
