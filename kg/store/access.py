"""Where an endpoint is and how to get in: URLs, credentials, and the environment that holds them.

Credentials stand in the environment, or in the URL that a call gives; they are taken out of it here
and are never part of what is shown. Sources: HTTP Basic, RFC 7617; Bearer, RFC 6750.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

from kg.errors import EndpointError, StoreError

__all__ = ["TIMEOUT", "Access", "Address", "Credentials"]

#: seconds in which a server may be silent
TIMEOUT: Final = 60.0


@dataclass(frozen=True)
class Credentials:
    """A user with a password (Basic), or a token (Bearer), or neither; `repr` shows none of it."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def header(self) -> str | None:
        """The value of the header `Authorization`; None without credentials."""
        if self.token:
            return f"Bearer {self.token}"
        if self.user:
            return f"Basic {b64encode(f'{self.user}:{self.password}'.encode()).decode()}"
        return None

    def secrets(self) -> list[str]:
        """What may stand in no message, in each form in which a server may give it back."""
        header = self.header() or ""
        found = [header.partition(" ")[2], self.token, self.password, quote(self.password)]
        return [secret for secret in found if secret]


class Address(NamedTuple):
    """A URL taken apart: where to send, what may be shown, the credentials that were in it."""

    url: str
    shown: str
    credentials: Credentials

    @classmethod
    def parse(cls, url: str) -> Address:
        """Take `http://user:password@host/path?key=…` apart.

        Raises:
            EndpointError: not a URL with a host.
        """
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
            if ":" in host:  # IPv6
                host = f"[{host}]"
            if parts.port is not None:
                host += f":{parts.port}"
        except ValueError as error:
            raise EndpointError("endpoint", None, f"not a URL: {error}") from error
        if not host or parts.scheme not in {"http", "https"}:
            raise EndpointError("endpoint", None, "not a URL of the kind http(s)://host/path")
        return cls(
            urlunsplit((parts.scheme, host, parts.path, parts.query, "")),
            urlunsplit((parts.scheme, host, parts.path, "", "")),  # keys stand in the query
            Credentials(unquote(parts.username or ""), unquote(parts.password or "")),
        )

    def update_service(self) -> Address:
        """Where updates go when nobody says it: `…/update` beside `…/query`, else the same URL."""
        return self.beside("update") if self.shown.endswith("/query") else self

    def beside(self, service: str) -> Address:
        """Another service of the same server: the end of the path replaced, keys kept.

        Args:
            service: the new end, to which parameters may be added: `store?no_transaction`.
        """
        name, _, parameters = service.partition("?")
        parts = urlsplit(self.url)
        path = parts.path.rpartition("/")[0] + f"/{name}"
        query = "&".join(filter(None, (parts.query, parameters)))
        shown = self.shown.rpartition("/")[0] + f"/{name}"
        return self._replace(url=urlunsplit(parts._replace(path=path, query=query)), shown=shown)

    def secrets(self) -> list[str]:
        """The credentials, and the values of the URL's query, where keys stand."""
        query = parse_qsl(urlsplit(self.url).query)
        values = [value for _, value in query if len(value) > 2]  # a "1" would be found everywhere
        return [*self.credentials.secrets(), *values, *map(quote, values)]


@dataclass(frozen=True)
class Access:
    """How to get into the endpoints that a program is given: what no URL should hold."""

    credentials: Credentials = Credentials()
    update_url: str | None = None
    timeout: float = TIMEOUT

    @classmethod
    def from_environment(
        cls, prefix: str = "KG_", environment: Mapping[str, str] = os.environ
    ) -> Access:
        """What `KG_USER` and `KG_PASSWORD`, or `KG_TOKEN`, `KG_UPDATE_URL`, `KG_TIMEOUT` say.

        Args:
            prefix: of the names, so that two endpoints can have credentials of their own.
            environment: the variables; an empty one counts as not set.

        Raises:
            StoreError: both kinds of credentials, a part of one, or what can be none.
        """
        user, password, token, update_url, timeout = (
            environment.get(prefix + name, "")
            for name in ("USER", "PASSWORD", "TOKEN", "UPDATE_URL", "TIMEOUT")
        )
        if token and user:
            raise StoreError(f"{prefix}TOKEN and {prefix}USER are both set; which is meant?")
        if password and not user:
            raise StoreError(f"{prefix}PASSWORD is set without {prefix}USER")
        if ":" in user:
            raise StoreError(f"{prefix}USER holds a colon, which HTTP Basic does not allow")
        if not token.isascii() or not token.isprintable() or " " in token:
            raise StoreError(f"{prefix}TOKEN holds what no token can: spaces or line ends, say")
        seconds = _seconds(timeout)
        if seconds is None:
            raise StoreError(f"{prefix}TIMEOUT is to be seconds, such as 60, not {timeout!r}")
        return cls(Credentials(user, password, token), update_url or None, seconds)


def _seconds(text: str) -> float | None:
    """A number of seconds above 0 and no longer than a day; None if it is none."""
    if not text:
        return TIMEOUT
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 0 < seconds <= 86_400 else None
