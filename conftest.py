"""What pytest-odoo leaves out when pytest imports our addons before Odoo loads them."""

import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every machine, however busy it is: whoever changes the code sees what
# the next one sees. For new examples: pytest --hypothesis-profile=default.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")

sys.path.insert(0, str(Path(__file__).parent / "script" / "lib"))
pytest_plugins = ["pytest_lanes"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session):
    """Load our addons as Odoo does: only so their ``post_load`` is called.

    Odoo calls it when it imports an addon, and passes over addons that are imported
    already, which collecting their tests would do.
    """
    import modules

    from odoo.modules import initialize_sys_path, load_openerp_module

    initialize_sys_path()
    for name in modules.manifests():
        load_openerp_module(name)


@pytest.fixture(scope="session", autouse=True)
def no_invitations(load_registry):
    """Whom tests create are not invited: no test reads the mail, and rendering it takes
    a third of the time that a user takes."""
    from odoo.addons.auth_signup.models.res_users import ResUsers

    with patch.object(ResUsers, "_action_reset_password", lambda *args, **kwargs: None):
        yield


@pytest.fixture(scope="session", autouse=True)
def patient_browser(load_registry):
    """On two busy cores Chromium may take more than the ten seconds for an answer that
    Odoo grants it. Only the waiting gets longer; nothing is slowed down."""
    from odoo.tests.common import ChromeBrowser

    start = ChromeBrowser.__init__

    def patiently(browser, *args, **kwargs):
        start(browser, *args, **kwargs)
        browser.throttling_factor = 3

    with patch.object(ChromeBrowser, "__init__", patiently):
        yield
