"""What all tests share."""

from hypothesis import settings

pytest_plugins = ["tests.buckets", "tests.databases", "tests.parts"]

# No test hangs on how fast a machine is: speed is the benchmarks'.
settings.register_profile("genfind", deadline=None)
settings.load_profile("genfind")
