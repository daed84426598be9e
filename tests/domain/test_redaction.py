"""What must never stand in a chat, and what must not be harmed."""

import pytest

from domain.redaction import HIDDEN, redact

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib3QifQ.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Authorization: Bearer abcdef0123456789", "abcdef0123456789"),
        ("authorization=basic dXNlcjpnZWhlaW0=", "dXNlcjpnZWhlaW0="),
        (f"login with {JWT} refused", JWT),
        ("cannot reach postgres://app:geheim@db.prod:5432/shop", "geheim"),
        ("DB_PASSWORD=geheim", "geheim"),
        ('{"api_key": "geheim", "user": "app"}', "geheim"),
        ("password: 'ganz geheim'", "ganz geheim"),
        ("client-secret=geheim&next=1", "geheim"),
        ("mysqladmin --host db --password geheim ping", "geheim"),
        ("serve --api-key 'ganz geheim' --port 80", "ganz geheim"),
        ("curl -u admin:geheim http://db", "geheim"),
        ("using AKIAABCDEFGHIJKLMNOP", "AKIAABCDEFGHIJKLMNOP"),
        ("push with ghp_0123456789abcdefghijABCDEFGHIJ012345", "ghp_0123456789abcdefghijABCDEFGHIJ012345"),
        ("bot 123456789:AAabcdefghijklmnopqrstuvwxyz0123456", "AAabcdefghijklmnopqrstuvwxyz0123456"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "MIIE"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE cut off", "MIIE"),
    ],
)
def test_a_secret_is_taken_out(text: str, secret: str) -> None:
    clean = redact(text)

    assert secret not in clean
    assert HIDDEN in clean


@pytest.mark.parametrize(
    "text",
    [
        "KeyError: 'DATABASE_URL'",
        "GET http://shop.prod.svc:8080/orders?page=2 200 12ms",
        "2026-11-22T12:00:00.123Z INFO listening on 0.0.0.0:8080",
        "pull access denied for api, repository does not exist or may require authorization",
        'Secret "db" not found',
        "unknown flag: --token",
        "serve --token --port 80",
        "sort -u file",
        "Back-off restarting failed container app in pod api-7f569ccfd-pqqtj_prod(90afd627-d95d-46dd-8740)",
    ],
)
def test_what_is_no_secret_is_left_as_it_is(text: str) -> None:
    assert redact(text) == text


def test_the_user_of_an_address_and_the_words_around_stay() -> None:
    assert redact("dial postgres://app:geheim@db/x: refused") == f"dial postgres://app:{HIDDEN}@db/x: refused"
