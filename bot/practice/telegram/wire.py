"""From an HTTP request to a call: query, form, multipart or JSON, as Telegram takes them."""

import json
from typing import Any

from aiohttp import web

from bot.practice.telegram.arguments import Arguments, Upload
from bot.practice.telegram.errors import ApiError, bad_request, too_large
from bot.practice.telegram.files import UPLOAD_LIMIT

#: What a request may hold: an upload and the form around it.
REQUEST_LIMIT = UPLOAD_LIMIT + 1024 * 1024


async def read_arguments(request: web.Request) -> Arguments:
    """Return the parameters of a call; those of the body win over those of the address.

    Raises:
        ApiError: The body cannot be read or is too large.
    """
    values: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    try:
        if request.content_type == "application/json":
            values |= await _json_body(request)
        elif request.can_read_body:
            for name, value in (await request.post()).items():
                if isinstance(value, web.FileField):
                    uploads[name] = _upload(value)
                else:
                    values[name] = value if isinstance(value, str) else value.decode()
    except web.HTTPRequestEntityTooLarge:
        raise too_large() from None
    return Arguments(values, uploads)


async def _json_body(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        raise bad_request("can't parse JSON object in the request body") from None
    if not isinstance(body, dict):
        raise bad_request("can't parse JSON object in the request body")
    return body


def _upload(field: web.FileField) -> Upload:
    with field.file as file:
        return Upload(name=field.filename, content_type=field.content_type, content=file.read())


def succeed(result: Any) -> web.Response:
    """Return the answer to a call that was applied."""
    return web.json_response({"ok": True, "result": result}, dumps=_dumps)


def refuse(error: ApiError) -> web.Response:
    """Return the answer to a call that was not."""
    headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    return web.json_response(error.envelope(), status=error.code, headers=headers, dumps=_dumps)


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
