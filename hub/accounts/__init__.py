"""Those who sign in: accounts, roles, sign-ins."""
