"""How fast the hub is, against stock Flask-Admin and a floor, on the same rows in the same run: `make bench`."""
