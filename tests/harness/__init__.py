"""What tests stand on: two databases, one app for each, a live server and a browser. See fixtures.py."""
