"""What all tests share."""

pytest_plugins = ["tests.buckets", "tests.databases", "tests.parts"]
