"""Stands at the root because the rooms' tests, in the rooms' own folders, use the same fixtures."""

pytest_plugins = ["tests.harness.fixtures", "tests.harness.browser"]
