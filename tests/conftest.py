"""What every test stands on; see README.md beside this file."""

import os

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.ground.databases", "tests.ground.network", "tests.ground.skips"]

# A slow machine is no fault of the code; and one commit has one result in CI.
settings.register_profile(
    "khuepna",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("khuepna")


@pytest.hookimpl
def pytest_xdist_auto_num_workers() -> int:
    """Two to a core: half of their time tests wait for a process, a disk, or a platform's rate."""
    return 2 * (os.cpu_count() or 1)
