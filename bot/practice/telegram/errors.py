"""What Telegram says when it refuses: codes and texts, word for word where they are known.

Source: tdlib/telegram-bot-api `Client.cpp` (API 10.0) as quoted in the project's notes on the platform. The
bot matches on these texts, so a wrong word here would hide a wrong word there.
"""


class ApiError(Exception):
    """An answer with `ok: false`.

    Args:
        code: The HTTP status, which is the error code as well.
        description: Without the prefix that belongs to the code.
        retry_after: Seconds to wait, for 429.
        migrate_to: The supergroup that a group has become.
    """

    def __init__(
        self, code: int, description: str, *, retry_after: int | None = None, migrate_to: int | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to = migrate_to

    def envelope(self) -> dict[str, object]:
        """Return the JSON body of the answer."""
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        parameters: dict[str, int] = {}
        if self.retry_after is not None:
            parameters["retry_after"] = self.retry_after
        if self.migrate_to is not None:
            parameters["migrate_to_chat_id"] = self.migrate_to
        if parameters:
            body["parameters"] = parameters
        return body


def bad_request(text: str) -> ApiError:
    """Return a 400."""
    return ApiError(400, f"Bad Request: {text}")


def forbidden(text: str) -> ApiError:
    """Return a 403."""
    return ApiError(403, f"Forbidden: {text}")


def too_many(seconds: int) -> ApiError:
    """Return a 429 that asks for a pause."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def migrated(chat_id: int) -> ApiError:
    """Return the answer for a group that has become the supergroup `chat_id`."""
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, text, migrate_to=chat_id)


def unauthorized() -> ApiError:
    """Return the answer to a token that names no bot."""
    return ApiError(401, "Unauthorized")


def malformed_token() -> ApiError:
    """Return the answer to a token that cannot be one."""
    return ApiError(401, "Unauthorized: invalid token specified")


def method_not_found() -> ApiError:
    """Return the answer to a method that does not exist (or that practice mode does not know)."""
    return ApiError(404, "Not Found: method not found")


def too_large() -> ApiError:
    """Return the answer to an upload above 50 MB."""
    return ApiError(413, "Request Entity Too Large")


def server_error(text: str = "sent by a fault") -> ApiError:
    """Return a 500; the word "restart" in it is what aiogram knows as a restarting server."""
    return ApiError(500, f"Internal Server Error: {text}")


def terminated_poll() -> ApiError:
    """Return the 409 with which the older of two polls ends."""
    text = "terminated by other getUpdates request; make sure that only one bot instance is running"
    return ApiError(409, f"Conflict: {text}")


def webhook_is_set() -> ApiError:
    """Return the 409 for polling while a webhook is set."""
    text = (
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    return ApiError(409, f"Conflict: {text}")


def not_modified() -> ApiError:
    """Return the answer to an edit that changes nothing."""
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same as a"
        " current content and reply markup of the message"
    )


def query_too_old() -> ApiError:
    """Return the answer to a callback query that is unknown, answered already or older than its life."""
    return bad_request("query is too old and response timeout expired or query ID is invalid")


def message_not_found(use: str) -> ApiError:
    """Return the answer when the message to edit, delete, pin, "be replied" … is not there."""
    return bad_request(f"message to {use} not found")
