"""Days of a company in its own time zone, as the UTC datetimes that Odoo stores.

Rules count in days of the place where the company works, not in days of UTC or of the
user who happens to press a button.
"""

from datetime import datetime, time, timedelta

import pytz

from odoo import fields

DEFAULT_TIMEZONE = "Asia/Shanghai"


def company_timezone(company):
    """The ``tzinfo`` of a company: that of its own contact, else Shanghai's."""
    # Everybody counts days with it; not everybody may read the company's contact.
    name = company.sudo().partner_id.tz
    return pytz.timezone(name or DEFAULT_TIMEZONE)


def local_day(moment, zone):
    """The local ``date`` on which a UTC datetime falls.

    >>> local_day(datetime(2024, 2, 28, 16, 0), pytz.timezone("Asia/Shanghai"))
    datetime.date(2024, 2, 29)
    """
    return pytz.utc.localize(moment).astimezone(zone).date()


def company_today(company):
    """The date of today where a company works, whoever asks and wherever they sit."""
    return local_day(fields.Datetime.now(), company_timezone(company))


def day_start(day, zone):
    """The first second of a local day, in UTC without zone.

    >>> day_start(datetime(2024, 3, 1).date(), pytz.timezone("Asia/Shanghai"))
    datetime.datetime(2024, 2, 29, 16, 0)
    """
    local = zone.localize(datetime.combine(day, time.min))
    return local.astimezone(pytz.utc).replace(tzinfo=None)


def day_end(day, zone):
    """The last second of a local day, in UTC without zone.

    >>> day_end(datetime(2024, 2, 29).date(), pytz.timezone("Asia/Shanghai"))
    datetime.datetime(2024, 2, 29, 15, 59, 59)
    """
    return day_start(day + timedelta(days=1), zone) - timedelta(seconds=1)
