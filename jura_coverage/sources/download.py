"""One download: https only, within one deadline, of bounded size, tried again."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from jura_coverage import french
from jura_coverage.errors import DownloadError

GREATEST_BYTES = 200_000_000
TIMEOUT_S = (10.0, 60.0)  # to connect, and between two pieces
GREATEST_S = 900.0  # for the whole file, all its tries included
TRIES = 4
BACK_OFF_S = 1.0
REDIRECTS = 5
A_TABLE = "une table de communes ou de lieux"
GREATEST_SHOWN = 200  # characters of an address that a server made up
RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_CHUNK = 1 << 16

Progress = Callable[[str, int, int | None], None]


class UnchangedError(Exception):
    """The server says that our copy is current."""


class Downloader:
    """What downloads one file; it knows afterwards where the file came from.

    Parameters
    ----------
    name
        What to call the file when telling the progress.
    etag
        What the server called the copy that we have; empty if we have none.
    upload
        What to send, as requests wants it; None to ask only. Never sent on to another address.
    resume
        Whether what lies at the path is the beginning of this very file, to which the rest is added
        if the server can.
    most_bytes, most_s, expected
        How large the file may be, how long all tries may take, and what it is, in French; for a
        table if None.
    loopback_http, progress, back_off_s
        As in :func:`jura_coverage.sources.fetch.fetch`.
    """

    def __init__(
        self, *, name: str, etag: str = "", upload: dict[str, Any] | None = None,
        loopback_http: bool = False, progress: Progress | None = None,
        back_off_s: float = BACK_OFF_S, resume: bool = False, most_bytes: int | None = None,
        most_s: float | None = None, expected: str = A_TABLE,
    ) -> None:  # fmt: skip
        self.etag, self.new_etag, self.final_url = etag, "", ""
        self.loopback_http, self.progress, self.upload = loopback_http, progress, upload
        self.name, self.back_off_s, self.resume = name, back_off_s, resume
        self.most_bytes, self.most_s = most_bytes or GREATEST_BYTES, most_s or GREATEST_S
        self.expected = expected

    def __call__(self, url: str, path: Path) -> None:
        """Download, several times if need be, and all tries within one deadline.

        Raises
        ------
        DownloadError
            If no file came that can be one; what lay at `path` may be gone.
        UnchangedError
            If the copy that we have is current.
        """
        import requests
        import urllib3

        from jura_coverage.sources.connections import TooLargeError, TooSlowError

        deadline = time.monotonic() + self.most_s
        for attempt in range(TRIES):
            if attempt:
                pause_s = self.back_off_s * 2 ** (attempt - 1)
                time.sleep(max(0.0, min(pause_s, deadline - time.monotonic())))
            try:
                self._once(url, path, deadline)
            except TooSlowError:
                raise DownloadError(
                    f"{url} : trop lent, rien de complet après {_duration(self.most_s)}. "
                    "Vérifiez la connexion, puis relancez."
                ) from None
            except TooLargeError:
                raise self._too_large(url) from None
            except (
                requests.RequestException,
                urllib3.exceptions.HTTPError,
                _PassingError,
            ) as error:
                failure = error
            else:
                return
        raise DownloadError(
            f"{url} : échec après {TRIES} essais ({_reason(failure)}). Vérifiez la connexion et "
            "le proxy (HTTPS_PROXY), puis relancez."
        ) from failure

    def _once(self, url: str, path: Path, deadline: float) -> None:
        from requests import exceptions

        from jura_coverage.sources.connections import Limits, PrivateAddressError, session

        for hop in range(REDIRECTS + 1):
            self._refuse_unsafe(url, redirected=hop > 0)
            limits = Limits(
                deadline=deadline, silence_s=TIMEOUT_S[1], most_bytes=self.most_bytes,
                public_only=hop > 0 and not self._is_local(url),
            )  # fmt: skip
            try:
                with (
                    session(limits) as opened,
                    opened.request(
                        "GET" if self.upload is None else "POST", url,
                        headers=self._headers(self._begun(path)),
                        timeout=(min(TIMEOUT_S[0], limits.wait_s()), TIMEOUT_S[1]), stream=True,
                        allow_redirects=False, **(self.upload or {}),
                    ) as response,
                ):  # fmt: skip
                    if not response.is_redirect:
                        self._take(url, response, path)
                        return
                    url = self._next(url, response)
            except PrivateAddressError:
                raise _private(url) from None
            except exceptions.InvalidURL as error:
                if isinstance(error, exceptions.InvalidProxyURL):
                    raise
                raise _unreadable(url) from None
        raise DownloadError(f"{url} : trop de redirections. Signalez-le à l'éditeur du fichier.")

    def _begun(self, path: Path) -> int:
        """Give how many bytes of the file are there already."""
        return path.stat().st_size if self.resume and path.exists() else 0

    def _headers(self, begun: int) -> dict[str, str]:
        """Ask for plain bytes, so that their length can be checked, and only for news."""
        return {
            "Accept-Encoding": "identity",
            **({"If-None-Match": self.etag} if self.etag else {}),
            **({"Range": f"bytes={begun}-"} if begun else {}),
        }

    def _next(self, url: str, response: Any) -> str:
        """Give the address to which an answer leads."""
        if self.upload is not None:
            raise DownloadError(
                f"{url} : redirection refusée ; les adresses à situer ne sont envoyées qu'au "
                "service national. Réessayez plus tard."
            )
        location: str = response.headers["Location"]
        try:
            return urljoin(url, location)
        except ValueError:
            raise _unreadable(location) from None

    def _take(self, url: str, response: Any, path: Path) -> None:
        if response.status_code == 304 and self.etag:
            raise UnchangedError
        if response.status_code in RETRIED:
            raise _PassingError(f"réponse {response.status_code}")
        begun = self._begun(path)
        if begun and (response.status_code == 416 or _is_other_part(response, begun)):
            path.unlink()  # nothing is left to come, so what is there is not this file
            raise _PassingError(f"réponse {response.status_code}")
        if response.status_code == 200:
            begun = 0
        elif not (begun and response.status_code == 206):
            raise DownloadError(
                f"{url} : réponse {response.status_code} ; attendu le fichier. Vérifiez l'édition "
                "et le département demandés."
            )
        # Of compressed bytes the length is another.
        plain = "Content-Encoding" not in response.headers
        total = self._length(url, response, begun) if plain else None
        with path.open("ab" if begun else "wb") as file:
            size = begun
            for piece in self._pieces(url, response, total, begun):
                size += len(piece)
                file.write(piece)
        if total is not None and size != total:
            raise _PassingError(f"{size} octets reçus sur {total}")
        etag = response.headers.get("ETag", "")
        self.new_etag = etag if etag.isascii() and etag.isprintable() else ""
        self.final_url = url

    def _pieces(self, url: str, response: Any, total: int | None, begun: int) -> Iterator[bytes]:
        size = begun
        for piece in response.iter_content(_CHUNK):
            if not size and piece.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
                raise DownloadError(
                    f"{url} : trouvé une page web ; attendu {self.expected}. C'est souvent la page "
                    "d'un proxy ou d'un site en maintenance : réessayez plus tard."
                )
            size += len(piece)
            if size > self.most_bytes:
                raise self._too_large(url)
            if self.progress:
                self.progress(self.name, size, total)
            yield piece

    def _length(self, url: str, response: Any, begun: int) -> int | None:
        """Give the length of the file that an answer announces; None if it announces none."""
        announced = response.headers.get("Content-Length")
        if announced is None:
            return None
        if not (announced.isascii() and announced.isdecimal()):
            raise DownloadError(
                f"{url} : longueur annoncée illisible ; attendu un nombre d'octets. Signalez-le à "
                "l'éditeur du fichier."
            )
        digits = announced.lstrip("0") or "0"
        if len(digits) > len(str(self.most_bytes)) or begun + int(digits) > self.most_bytes:
            raise self._too_large(url)  # Python makes no number of thousands of digits
        return begun + int(digits)

    def _too_large(self, url: str) -> DownloadError:
        return DownloadError(
            f"{url} : plus de {self.most_bytes // 1_000_000} Mo ; attendu {self.expected}. "
            "Signalez-le à l'éditeur du fichier."
        )

    def _is_local(self, url: str) -> bool:
        """Tell whether an address is of this machine, and may be."""
        parts = urlsplit(url)
        return self.loopback_http and parts.scheme == "http" and parts.hostname in LOOPBACK

    def _refuse_unsafe(self, url: str, *, redirected: bool) -> None:
        from jura_coverage.sources.connections import is_private

        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").encode("idna").decode()
            if parts.port == 0:
                raise _unreadable(url)
        except ValueError:  # brackets, a port or a name that cannot be
            raise _unreadable(url) from None
        if self._is_local(url):
            return
        if parts.scheme != "https":
            raise DownloadError(
                f"{_shown(url)} : adresse non chiffrée refusée ; attendu https. Signalez-le à "
                "l'éditeur du fichier."
            )
        if not host:
            raise _unreadable(url)
        if redirected and is_private(host):
            raise _private(url)


class _PassingError(Exception):
    """A failure that may pass."""


def _is_other_part(response: Any, begun: int) -> bool:
    """Tell whether an answer is a part of a file, but not what follows so many bytes."""
    said = str(response.headers.get("Content-Range", ""))
    return response.status_code == 206 and not said.startswith(f"bytes {begun}-")


def _private(url: str) -> DownloadError:
    return DownloadError(
        f"{_shown(url)} : redirection vers un réseau privé refusée ; attendu une adresse publique. "
        "Signalez-le à l'éditeur du fichier."
    )


def _unreadable(url: str) -> DownloadError:
    return DownloadError(
        f"{_shown(url)} : adresse illisible ; attendu https://… et un nom de site. Signalez-le à "
        "l'éditeur du fichier."
    )


def _shown(url: str) -> str:
    """Give an address as a sentence can hold it."""
    plain = "".join(each for each in url if each.isprintable())
    return plain if len(plain) <= GREATEST_SHOWN else f"{plain[:GREATEST_SHOWN]}…"


def _duration(seconds: float) -> str:
    return french.count(round(seconds / 60), "minute")


def _reason(error: Exception) -> str:
    """Say in French what a network error means."""
    from requests import exceptions

    if isinstance(error, exceptions.ProxyError | exceptions.InvalidProxyURL):
        return "le proxy ne répond pas ou refuse"
    if isinstance(error, exceptions.SSLError):
        return "certificat refusé"
    if isinstance(error, exceptions.Timeout):
        return "délai dépassé"
    if isinstance(error, _PassingError):
        return str(error)
    if isinstance(error, exceptions.InvalidHeader):
        return "réponse illisible"
    return "connexion impossible ou interrompue"
