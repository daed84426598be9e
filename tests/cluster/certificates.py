"""Certificates as clusters have them: an authority of their own, servers and clients that it signed."""

import base64
import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A certificate and its key, as PEM."""

    certificate: str
    key: str

    def save(self, folder: Path, name: str) -> Path:
        """Write both into one file."""
        path = folder / f"{name}.pem"
        path.write_text(self.certificate + self.key)
        return path


class Authority:
    """Signs. With `identified` False nothing names a key, as authorities of old clusters left it out."""

    def __init__(self, name: str = "practice", *, identified: bool = True) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._identified = identified
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._certificate = self._signed(
            self._name, self._key, x509.BasicConstraints(ca=True, path_length=None), critical=True
        )

    @property
    def pem(self) -> str:
        """The authority's own certificate."""
        return self._certificate.public_bytes(serialization.Encoding.PEM).decode()

    def server(self, *hosts: str, expired: bool = False) -> Pair:
        """Return a pair for a server of these names and addresses."""
        names = x509.SubjectAlternativeName([_general(host) for host in hosts])
        return self._pair(hosts[0], names, ends_in=-ONE_DAY if expired else ONE_DAY)

    def client(self, name: str) -> Pair:
        """Return a pair for somebody."""
        return self._pair(name, x509.BasicConstraints(ca=False, path_length=None))

    def _pair(self, name: str, extension: x509.ExtensionType, *, ends_in: timedelta = ONE_DAY) -> Pair:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = self._signed(subject, key, extension, ends_in=ends_in)
        return Pair(
            certificate=certificate.public_bytes(serialization.Encoding.PEM).decode(),
            key=key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ).decode(),
        )

    def _signed(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        extension: x509.ExtensionType,
        *,
        critical: bool = False,
        ends_in: timedelta = ONE_DAY,
    ) -> x509.Certificate:
        # TLS knows the machine's clock and no other.
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 2 * ONE_DAY)
            .not_valid_after(now + ends_in)
            .add_extension(extension, critical=critical)
        )
        if self._identified:
            own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
            issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
            builder = builder.add_extension(own, critical=False).add_extension(issuer, critical=False)
        return builder.sign(self._key, hashes.SHA256())


def _general(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def data(pem: str) -> str:
    """Return what a kubeconfig holds under a key that ends in `-data`."""
    return base64.b64encode(pem.encode()).decode()


def serving_context(pair: Pair, folder: Path, *, clients: Authority | None = None) -> ssl.SSLContext:
    """Return what a server listens with; with `clients` it asks who is there, and takes nobody too."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pair.save(folder, "server"))
    if clients is not None:
        context.load_verify_locations(cadata=clients.pem)
        context.verify_mode = ssl.CERT_OPTIONAL
    return context
