"""One download, as pooch calls it: https only, bounded in size and time, tried again."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from jura_coverage.errors import DownloadError

GREATEST_BYTES = 200_000_000
TIMEOUT_S = (10.0, 60.0)  # to connect, and between two pieces
GREATEST_S = 900.0  # for the whole file
TRIES = 4
BACK_OFF_S = 1.0
REDIRECTS = 5
RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_CHUNK = 1 << 16

Progress = Callable[[str, int, int | None], None]


class UnchangedError(Exception):
    """The server says that our copy is current."""


class Downloader:
    """What pooch calls to download one file; it knows afterwards where the file came from.

    Parameters
    ----------
    name
        What to call the file when telling the progress.
    etag
        What the server called the copy that we have; empty if we have none.
    upload
        What to send, as requests wants it; None to ask only. Never sent on to another address.
    loopback_http, progress, back_off_s
        As in :func:`jura_coverage.sources.fetch.fetch`.
    """

    def __init__(
        self, *, name: str, etag: str = "", upload: dict[str, Any] | None = None,
        loopback_http: bool = False, progress: Progress | None = None,
        back_off_s: float = BACK_OFF_S,
    ) -> None:  # fmt: skip
        self.etag, self.new_etag, self.final_url = etag, "", ""
        self.loopback_http, self.progress, self.upload = loopback_http, progress, upload
        self.name, self.back_off_s = name, back_off_s

    def __call__(self, url: str, output_file: Any, _pooch: object) -> None:
        """Download, several times if need be."""
        import requests

        for attempt in range(TRIES):
            if attempt:
                time.sleep(self.back_off_s * 2 ** (attempt - 1))
            try:
                self._once(url, Path(output_file))
            except (requests.RequestException, _PassingError) as error:
                failure = error
            else:
                return
        raise DownloadError(
            f"{url} : échec après {TRIES} essais ({_reason(failure)}). Vérifiez la connexion et "
            "le proxy (HTTPS_PROXY), puis relancez."
        ) from failure

    def _once(self, url: str, path: Path) -> None:
        import requests

        with requests.Session() as session:
            for _ in range(REDIRECTS + 1):
                self._refuse_unsafe(url)
                headers = {"Accept-Encoding": "identity"}
                if self.etag:
                    headers["If-None-Match"] = self.etag
                with session.request(
                    "GET" if self.upload is None else "POST", url, headers=headers,
                    timeout=TIMEOUT_S, stream=True, allow_redirects=False, **(self.upload or {}),
                ) as response:  # fmt: skip
                    if response.is_redirect and self.upload is not None:
                        raise DownloadError(
                            f"{url} : redirection refusée ; les adresses à situer ne sont "
                            "envoyées qu'au service national. Réessayez plus tard."
                        )
                    if response.is_redirect:
                        url = urljoin(url, response.headers["Location"])
                        continue
                    self._take(url, response, path)
                    return
        raise DownloadError(f"{url} : trop de redirections. Signalez-le à l'éditeur du fichier.")

    def _take(self, url: str, response: Any, path: Path) -> None:
        if response.status_code == 304:
            raise UnchangedError
        if response.status_code in RETRIED:
            raise _PassingError(f"réponse {response.status_code}")
        if response.status_code != 200:
            raise DownloadError(
                f"{url} : réponse {response.status_code} ; attendu le fichier. Vérifiez l'édition "
                "et le département demandés."
            )
        length = response.headers.get("Content-Length", "")
        plain = "Content-Encoding" not in response.headers  # else the length is another
        total = int(length) if plain and length.isdecimal() else None
        with path.open("wb") as file:
            size = 0
            for piece in self._pieces(url, response, total):
                size += len(piece)
                file.write(piece)
        if total is not None and size != total:
            raise _PassingError(f"{size} octets reçus sur {total}")
        self.final_url, self.new_etag = url, response.headers.get("ETag", "")

    def _pieces(self, url: str, response: Any, total: int | None) -> Iterator[bytes]:
        size, start = 0, time.monotonic()
        self._refuse_large(url, total or 0)
        for piece in response.iter_content(_CHUNK):
            if not size and piece.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
                raise DownloadError(
                    f"{url} : trouvé une page web ; attendu une table. C'est souvent la page d'un "
                    "proxy ou d'un site en maintenance : réessayez plus tard."
                )
            size += len(piece)
            self._refuse_large(url, size)
            if time.monotonic() - start > GREATEST_S:
                raise _PassingError("trop lent")
            if self.progress:
                self.progress(self.name, size, total)
            yield piece

    def _refuse_large(self, url: str, size: int) -> None:
        if size > GREATEST_BYTES:
            raise DownloadError(
                f"{url} : plus de {GREATEST_BYTES // 1_000_000} Mo ; attendu une table de "
                "communes ou de lieux. Signalez-le à l'éditeur du fichier."
            )

    def _refuse_unsafe(self, url: str) -> None:
        parts = urlsplit(url)
        local = self.loopback_http and parts.scheme == "http" and parts.hostname in LOOPBACK
        if parts.scheme != "https" and not local:
            raise DownloadError(
                f"{url} : adresse non chiffrée refusée ; attendu https. Signalez-le à l'éditeur "
                "du fichier."
            )


class _PassingError(Exception):
    """A failure that may pass."""


def _reason(error: Exception) -> str:
    """Say in French what a network error means."""
    import requests

    if isinstance(error, requests.exceptions.ProxyError):
        return "le proxy ne répond pas ou refuse"
    if isinstance(error, requests.exceptions.SSLError):
        return "certificat refusé"
    if isinstance(error, requests.exceptions.Timeout):
        return "délai dépassé"
    if isinstance(error, _PassingError):
        return str(error)
    return "connexion impossible ou interrompue"
