"""The after-school place with volunteer tutors."""
