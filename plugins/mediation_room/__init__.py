"""Legal aid and mediation as one chain, kept in confidence."""
