"""How a file is handed out: to be saved under its name, never opened in the page, never run."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

# Should a browser show the file all the same, it is shown as if from nowhere: no script, no form, nothing fetched.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def handed_out(request: HttpRequest, data: bytes, media_type: str, name: str, sha256: str = "") -> HttpResponse:
    """Return the file as an attachment; its name as RFC 6266 and 8187 have it, its entity tag the SHA-256 if given."""
    response = HttpResponse(b"" if request.method == "HEAD" else data, content_type=media_type)
    response["Content-Length"] = str(len(data))
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Content-Security-Policy"] = SANDBOX
    if sha256:
        response["ETag"] = f'"{sha256}"'
    return response
