"""Flask-Admin made safe, fast and good-looking, once for all rooms."""
