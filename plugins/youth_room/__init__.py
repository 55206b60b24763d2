"""Calligraphy, handicraft and chess for the young."""
