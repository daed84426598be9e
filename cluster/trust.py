"""Whom we trust and by what certificate we are known: the TLS of one cluster.

As kubectl, not as Python 3.13: an authority of a cluster's own may lack the key identifier that
VERIFY_X509_STRICT asks for (k3s, old kubeadm), and may be an intermediate one. A private key touches the
disk only for the moment in which it is read, since Python reads keys from files alone.
"""

import base64
import binascii
import ssl
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from cluster.snapshot import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """All as PEM; `authority` "" is what the machine trusts, `server_name` "" the host of the address."""

    authority: str = field(default="", repr=False)
    certificate: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    insecure: bool = False
    server_name: str = ""


def trust_of(cluster: Json, user: Json) -> Trust:
    """Return what the entries of a kubeconfig say about TLS.

    Raises:
        OSError: A file is not there.
        ValueError: What should be base64 is not.
    """
    return Trust(
        authority=_pem(cluster, "certificate-authority"),
        certificate=_pem(user, "client-certificate"),
        key=_pem(user, "client-key"),
        insecure=bool(cluster.get("insecure-skip-tls-verify")),
        server_name=str(cluster.get("tls-server-name") or ""),
    )


def _pem(entry: Json, key: str) -> str:
    pem = ""
    if text := entry.get(f"{key}-data"):
        try:
            # What is no ASCII can only be a remark between the certificates.
            pem = base64.b64decode("".join(str(text).split()), validate=True).decode("ascii", "ignore")
        except binascii.Error as error:
            raise ValueError(f"{key}-data is no base64") from error
    elif path := entry.get(key):
        pem = Path(str(path)).read_text(encoding="ascii", errors="ignore")
    else:
        return ""
    if not pem.strip():
        # Nothing at all would read as "what the machine trusts".
        raise ValueError(f"{key} is empty")
    return pem


def tls(trust: Trust) -> ssl.SSLContext:
    """Return the context for connections to the cluster.

    Raises:
        ValueError: A certificate or its key cannot be used.
    """
    try:
        context = ssl.create_default_context(cadata=trust.authority or None)
    except ssl.SSLError as error:
        raise ValueError("certificate-authority holds no certificate") from error
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    if trust.insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if trust.certificate:
        _known_by(context, trust)
    return context


def _known_by(context: ssl.SSLContext, trust: Trust) -> None:
    with tempfile.TemporaryDirectory(prefix="nightjar-") as folder:
        file = Path(folder) / "client.pem"
        file.write_text(f"{trust.certificate}\n{trust.key}\n", encoding="ascii")
        try:
            # Without a password OpenSSL would ask for one on the terminal.
            context.load_cert_chain(file, password="")
        except ssl.SSLError as error:
            raise ValueError("client-certificate and client-key do not make a pair") from error
