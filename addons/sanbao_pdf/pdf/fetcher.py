"""What a printed document may load: nothing from the network, nothing from the disk but
the static files of modules, images of this database only as the user may read them."""

import base64
import mimetypes
from urllib.parse import parse_qs, unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from odoo.tools import file_open
from odoo.tools.image import image_process
from odoo.tools.mimetypes import guess_mimetype

PICTURES = (".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
FONTS = (".otf", ".ttf", ".woff", ".woff2")
STATIC_EXTENSIONS = (".css", *PICTURES, *FONTS)


class RefusedURL(ValueError):
    """The document asks for something that it may not load."""


def read_static_file(path):
    """Return the content of ``/<module>/static/…``.

    :raises RefusedURL: for every other path, and for files that are not picture, font
        or style sheet
    """
    parts = path.split("/")
    if (
        len(parts) < 4
        or parts[0]
        or parts[2] != "static"
        or "\\" in path
        or {"", ".", ".."} & set(parts[1:])
    ):
        raise RefusedURL(f"not a static file of a module: {path}")
    try:
        with file_open(path[1:], "rb", filter_ext=STATIC_EXTENSIONS) as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise RefusedURL(f"no such static file: {path}") from error


class StaticFetcher(URLFetcher):
    """Load ``data:`` URLs and static files of modules; needs no database.

    Parsed style sheets outlive the request, so they are parsed with this one.
    """

    def __init__(self, own_hosts=()):
        super().__init__(allowed_protocols=("data",))
        self._own_hosts = set(own_hosts)

    def fetch(self, url, headers=None):
        """Return the response for ``url`` (API of WeasyPrint)."""
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        if parts.scheme not in ("http", "https") or parts.netloc not in self._own_hosts:
            raise RefusedURL(f"documents load nothing from elsewhere: {url[:200]}")
        path = unquote(parts.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        return self._response(url, path, self._read(path, query))

    def _read(self, path, query):
        """Return the bytes of a path of this server."""
        return read_static_file(path)

    def _response(self, url, path, content):
        mimetype = mimetypes.guess_type(path)[0] or guess_mimetype(content)
        return URLFetcherResponse(url, content, {"Content-Type": mimetype})


class ReportFetcher(StaticFetcher):
    """Load also images and barcodes of this database, with the rights of the user."""

    def __init__(self, env, own_hosts):
        super().__init__(own_hosts)
        # A report may be rendered with sudo (portal): what it loads is still read with
        # the rights of the user, as his browser would.
        self._env = env(su=False)

    def _read(self, path, query):
        kind, _, rest = path.lstrip("/").partition("/")
        if kind == "web" and rest.split("/")[0] in ("image", "content"):
            return self._read_image(rest.split("/")[1:], query)
        if kind == "report" and rest.split("/")[0] == "barcode":
            return self._read_barcode(rest.split("/", 2)[1:], query)
        if path in ("/logo", "/logo.png", "/web/binary/company_logo"):
            company = query.get("company") or self._env.company.id
            return self._read_image(["res.company", str(company), "logo"], {})
        return super()._read(path, query)

    def _read_image(self, parts, query):
        """Return an image by the addresses of Odoo's ``/web/image`` route."""
        target, size = image_target(parts, query)
        field_name = target.pop("field")
        # Checks the access; gives a sudo record where the content is public.
        record = self._env["ir.binary"]._find_record(**target, field=field_name)
        field = record._fields.get(field_name)
        if field is None or field.type != "binary":
            raise RefusedURL(f"not a picture: {record} {field_name}")
        record._check_field_access(field, "read")
        content = record.with_context(bin_size=False)[field_name]
        if not content:
            raise RefusedURL(f"no picture: {record} {field_name}")
        if field_name != "raw":
            content = base64.b64decode(content)
        if size != (0, 0) and not content.lstrip().startswith(b"<"):
            content = image_process(content, size=size)
        return content

    def _read_barcode(self, parts, query):
        """Return a barcode by the addresses of Odoo's ``/report/barcode`` route."""
        if len(parts) == 2:
            kind, value = parts
        else:
            kind, value = query.pop("barcode_type"), query.pop("value")
        return self._env["ir.actions.report"].barcode(kind, value, **query)


def image_target(parts, query):
    """Say which record and field an image address means.

    >>> image_target(["12-ab3"], {})
    ({'res_model': 'ir.attachment', 'res_id': 12, 'field': 'raw'}, (0, 0))
    >>> image_target(["res.users", "2", "avatar_128", "60x40"], {})
    ({'res_model': 'res.users', 'res_id': 2, 'field': 'avatar_128'}, (60, 40))
    >>> image_target([], {"model": "res.users", "id": "2", "field": "image_1920"})
    ({'res_model': 'res.users', 'res_id': 2, 'field': 'image_1920'}, (0, 0))

    :return: (arguments of ``ir.binary._find_record`` and field, (width, height))
    """
    size = (int(query.get("width") or 0), int(query.get("height") or 0))
    for part in parts[1:]:
        width, _, height = part.partition("x")
        if width.isdigit() and height.isdigit():
            size = (int(width), int(height))
    if len(parts) >= 3 and _record_id(parts[1]):
        model, res_id, field = parts[0], parts[1], parts[2]
    elif parts and not _record_id(parts[0]):
        return {"xmlid": parts[0], "field": query.get("field", "raw")}, size
    else:
        model = query.get("model", "ir.attachment")
        res_id = parts[0] if parts else query.get("id", "")
        field = query.get("field", "raw")
    if not _record_id(res_id):
        raise RefusedURL("an image address without a record")
    return {"res_model": model, "res_id": _record_id(res_id), "field": field}, size


def _record_id(text):
    """Return the id in ``12`` or ``12-unique``, else 0."""
    number = text.partition("-")[0]
    return int(number) if number.isdigit() else 0
