"""Fetch the files of other projects that the page embeds, at fixed versions, from npm packages.

Usage: ``python -m scripts.vendor_assets`` (needs npm). It writes
``jura_coverage/publish/html/vendor/`` with ``vendor.toml``, which lists each file's package,
version, licence and sha256.
"""

import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "jura_coverage" / "publish" / "html" / "vendor"
# Package and version, and for each file in it the name that it gets here.
ASSETS = {
    "leaflet@1.9.4": {
        "dist/leaflet.js": "leaflet.js",
        "dist/leaflet.css": "leaflet.css",
        "LICENSE": "leaflet-LICENSE.txt",
    },
    "fflate@0.8.3": {
        "esm/browser.js": "fflate.js",
        "LICENSE": "fflate-LICENSE.txt",
    },
    "@fontsource-variable/source-sans-3@5.3.0": {
        "files/source-sans-3-latin-wght-normal.woff2": "source-sans-3.woff2",
        "LICENSE": "source-sans-3-LICENSE.txt",
    },
}
HEADING = "# Written by scripts/vendor_assets.py. The page embeds these files and no others.\n"


def main() -> None:
    """Write every asset and the list."""
    FOLDER.mkdir(exist_ok=True)
    entries = [HEADING]
    for package, files in ASSETS.items():
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)
            (archive,) = Path(folder).glob("*.tgz")
            with tarfile.open(archive) as contents:
                described = json.loads(_bytes(contents, "package.json"))
                for source, name in files.items():
                    content = _bytes(contents, source)
                    (FOLDER / name).write_bytes(content)
                    entries.append(_entry(name, described, source, content))
    (FOLDER / "vendor.toml").write_text("\n".join(entries), encoding="utf-8")


def _bytes(archive: tarfile.TarFile, path: str) -> bytes:
    member = archive.extractfile(f"package/{path}")
    if member is None:
        raise FileNotFoundError(path)
    return member.read()


def _entry(name: str, described: dict[str, str], source: str, content: bytes) -> str:
    fields = {
        "file": name,
        "package": described["name"],
        "version": described["version"],
        "licence": described["license"],
        "source": source,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return "[[assets]]\n" + "".join(f'{key} = "{value}"\n' for key, value in fields.items())


if __name__ == "__main__":
    main()
