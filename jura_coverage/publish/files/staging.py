"""A folder whose files are replaced together or not at all, and only those that are ours."""

import errno
import json
import os
import shutil
import signal
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from jura_coverage.errors import FAULTS_SHOWN, JuraCoverageError, OutputError, reason
from jura_coverage.publish import text
from jura_coverage.publish.files import lock, manifest

# What is under way, inside the folder and so on its disk. A journal there says that a swap began.
WORK, NEW, OLD, JOURNAL = ".jura-coverage", "nouveau", "avant", "journal.json"

READ = "lu par cette commande, donc gardé même avec --force"


@contextmanager
def staged(
    folder: Path, *, of: str, force: bool = False, inputs: Collection[Path] = ()
) -> Iterator[Path]:
    """Lend a folder whose files replace those of `folder` together, if nothing goes wrong.

    Files of the same set that are not made any more go, if they are as they were written. What a
    killed command left is undone first.

    Parameters
    ----------
    folder
        Where the files shall stand; created if need be.
    of
        The set that the files make up, see :class:`jura_coverage.publish.files.manifest.Entry`.
    force
        Whether to replace files that are not of this set, or have changed since.
    inputs
        Files that are never replaced, since something is made of them.

    Yields
    ------
    Path
        An empty folder on the same disk; files may stand in folders inside it.

    Raises
    ------
    OutputError
        If the folder or a file cannot be written, another command is at work there, or a file
        that is not ours would be replaced; the earlier files are as they were.
    """
    with _at_work(folder, force=force) as new:
        yield new
        _publish(folder, of=of, force=force, inputs=inputs)


@contextmanager
def staged_file(
    path: Path, *, force: bool = False, inputs: Collection[Path] = ()
) -> Iterator[Path]:
    """Lend a path whose file replaces `path`, if nothing goes wrong; no manifest speaks of it.

    What stands there is replaced if it is as :func:`jura_coverage.publish.text.sealed` made it.

    Parameters
    ----------
    path, force, inputs
        As in :func:`staged`.

    Raises
    ------
    OutputError
        As in :func:`staged`.
    """
    with _at_work(path.parent, force=force) as new:
        yield new / path.name
        look_at_file(path, force=force, inputs=inputs)
        _move(new / path.name, path)


def look(
    folder: Path, names: Collection[str], *, of: str, force: bool, inputs: Collection[Path]
) -> None:
    """Refuse at once what :func:`staged` would refuse at the end, as far as names tell it.

    Parameters
    ----------
    folder, of, force, inputs
        As in :func:`staged`.
    names
        Files that are surely written. Where all stand and no manifest does, they may be a copy of
        what is to be written, which only the end shows.
    """
    known = manifest.read(folder)
    copied = not known and all(_stands(folder / name) for name in names)
    if copied or (folder / WORK / JOURNAL).exists():  # the latter is put right first
        return
    try:
        _refuse(folder, dict.fromkeys(names, ""), known, of=of, force=force, inputs=inputs)
    except IsADirectoryError as error:
        raise _unwritable(folder, error) from error


def look_at_file(path: Path, *, force: bool, inputs: Collection[Path]) -> None:
    """Refuse to replace a file that is read, or that no command sealed."""
    if not _stands(path):
        return
    if _is_read(path, inputs):
        raise _refusal(path.parent, {path.name: READ})
    if not (force or (not path.is_symlink() and text.is_sealed(path))):
        why = "n'a pas été écrit par cette commande, ou a changé depuis"
        raise _refusal(path.parent, {path.name: why})


@contextmanager
def _at_work(folder: Path, *, force: bool) -> Iterator[Path]:
    """Lend an empty folder inside, which nobody else has and which goes again."""
    missing: list[Path] = []
    work = folder / WORK
    try:
        missing += [path for path in (folder, *folder.parents) if not path.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        with lock.held(work):
            try:
                _recover(folder, force=force)
                (work / NEW).mkdir()
                yield work / NEW
            finally:
                if not (work / JOURNAL).exists():  # else what is there must not be lost
                    _clean(work)
    except BaseException as error:
        for path in missing:  # others may have put something there
            with suppress(OSError):
                path.rmdir()
        if isinstance(error, OSError) and not isinstance(error, JuraCoverageError):
            raise _unwritable(folder, error) from error
        raise


def _publish(folder: Path, *, of: str, force: bool, inputs: Collection[Path]) -> None:
    """Swap the set: all that goes away goes first, so that old and new never stand together."""
    work, known = folder / WORK, manifest.read(folder)
    hashes = {name: manifest.digest(work / NEW / name) for name in manifest.names(work / NEW)}
    _refuse(folder, hashes, known, of=of, force=force, inputs=inputs)
    stale = [
        name for name, entry in known.items()
        if entry.set == of and name not in hashes and manifest.is_as(folder / name, entry.sha256)
    ]  # fmt: skip
    others = {name: entry for name, entry in known.items() if entry.set != of}
    ours = {name: manifest.Entry(set=of, sha256=each) for name, each in hashes.items()}
    manifest.write({**others, **ours}, work / NEW / manifest.NAME)
    hashes[manifest.NAME] = manifest.digest(work / NEW / manifest.NAME)
    coming = manifest.in_order(hashes)
    going = [name for name in manifest.in_order({*stale, *hashes}) if _stands(folder / name)]
    text.write_json(hashes, work / f"{JOURNAL}.tmp")
    with _uninterrupted():
        _move(work / f"{JOURNAL}.tmp", work / JOURNAL)
        try:
            for name in reversed(going):
                _move(folder / name, work / OLD / name)
            for name in coming:
                _move(work / NEW / name, folder / name)
            (work / JOURNAL).unlink()  # from here on the new set stands
        except OSError:
            _recover(folder, force=force)
            raise
    _prune(folder, stale)


def _recover(folder: Path, *, force: bool) -> None:
    """Undo a swap that began and did not end; where each file lies says how far it came."""
    work = folder / WORK
    if (work / JOURNAL).exists():
        hashes = _journal(work / JOURNAL)
        try:
            for name in reversed(manifest.in_order(hashes)):
                came = not (work / NEW / name).exists()
                if came and manifest.is_as(folder / name, hashes[name]):
                    _move(folder / name, work / NEW / name)
            back = manifest.names(work / OLD)
            taken = [name for name in back if _stands(folder / name)]
            if taken and not force:
                raise _written_since(folder, taken)
            for name in back:
                _move(work / OLD / name, folder / name)
            _prune(folder, hashes)
            (work / JOURNAL).unlink()
        except OSError as error:
            if isinstance(error, OutputError):
                raise
            raise OutputError(
                f"{error.filename or folder} : écriture impossible ({reason(error)}), et les "
                f"résultats précédents n'ont pas pu être remis en place : ils sont dans "
                f"{work / OLD}. Fermez les fichiers de ce dossier, puis relancez la commande : "
                "elle les remettra."
            ) from error
    _clean(work)


def _journal(path: Path) -> dict[str, str]:
    """Read which files were to come, and their hashes."""
    try:
        hashes = json.loads(path.read_text(encoding="utf-8"))
        if all(manifest.is_inside(name) for name in hashes):
            return {name: str(each) for name, each in hashes.items()}
    except (ValueError, AttributeError, TypeError):
        pass
    raise OutputError(
        f"{path} : trouvé un journal illisible d'une commande interrompue. Reprenez vos fichiers "
        f"dans {path.with_name(OLD)} s'il y en a, puis supprimez {path.parent}."
    )


def _refuse(
    folder: Path,
    hashes: Mapping[str, str],
    known: manifest.Manifest,
    *,
    of: str,
    force: bool,
    inputs: Collection[Path],
) -> None:
    """Refuse to replace what is not ours to replace, all of it by name."""
    why = {}
    for name, digest in hashes.items():
        target, entry = folder / name, known.get(name)
        if not _stands(target):
            continue
        if target.is_dir():  # a rename would take it away with all that it holds
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
        if _is_read(target, inputs):
            why[name] = READ
        elif force or (entry is None and manifest.is_as(target, digest)):
            continue  # the same bytes as ours lose nothing
        elif entry is None:
            why[name] = f"n'a pas été écrit par jura-coverage, ou l'a été sans {manifest.NAME}"
        elif entry.set != of:
            why[name] = f"appartient à ce qu'une autre commande a écrit ({entry.set})"
        elif not manifest.is_as(target, entry.sha256):
            why[name] = "a changé depuis que jura-coverage l'a écrit"
    if why:
        raise _refusal(folder, why)


def _is_read(target: Path, inputs: Collection[Path]) -> bool:
    return any(path.exists() and path.samefile(target) for path in inputs)


def _refusal(folder: Path, why: dict[str, str]) -> OutputError:
    return OutputError(
        "\n".join([
            f"{folder} : écriture refusée, car des fichiers n'y sont pas à remplacer :",
            *_listed([f"{name} : {each}" for name, each in why.items()]),
            "Déplacez-les, choisissez un autre endroit (--out, ou --html pour « check »), ou "
            "donnez --force pour les remplacer. Rien n'a été changé.",
        ])
    )  # fmt: skip


def _written_since(folder: Path, names: Sequence[str]) -> OutputError:
    """Refuse to put earlier results back over what somebody wrote after a swap was killed."""
    return OutputError(
        "\n".join([
            f"{folder} : une commande y a été interrompue, et des fichiers y ont été écrits depuis "
            "à la place de résultats précédents :",
            *_listed(names),
            "Déplacez-les, puis relancez la commande : elle remettra d'abord ces résultats, "
            f"qui sont dans {folder / WORK / OLD}.",
        ])
    )  # fmt: skip


def _listed(lines: Sequence[str]) -> list[str]:
    rest = len(lines) - FAULTS_SHOWN
    more = [f"  … et {rest} autre{'s' if rest > 1 else ''}."] if rest > 0 else []
    return [*(f"  - {line}" for line in lines[:FAULTS_SHOWN]), *more]


def _stands(path: Path) -> bool:
    """Tell whether something bears this name, be it a link that leads nowhere."""
    return path.exists() or path.is_symlink()


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)


def _prune(folder: Path, files: Iterable[str]) -> None:
    """Remove the folders inside that these files left empty."""
    for name in files:
        for path in (folder / name).parents:
            if path == folder:
                break
            with suppress(OSError):
                path.rmdir()


def _clean(work: Path) -> None:
    for path in (work / NEW, work / OLD):
        shutil.rmtree(path, ignore_errors=True)
    (work / f"{JOURNAL}.tmp").unlink(missing_ok=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until the files are swapped."""
    # Only the main thread hears of them, and may say what becomes of them.
    heard = threading.current_thread() is threading.main_thread()
    previous = {
        number: signal.signal(number, signal.SIG_IGN)
        for number in (signal.SIGINT, signal.SIGTERM)
        if heard
    }
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _unwritable(folder: Path, error: OSError) -> OutputError:
    path = Path(error.filename or folder)
    if path.is_relative_to(folder / WORK / NEW):
        path = folder / path.relative_to(folder / WORK / NEW)
    elif path.is_relative_to(folder / WORK) and error.errno != errno.EEXIST:
        path = folder
    return OutputError(
        f"{path} : écriture impossible ({reason(error)}) ; attendu un endroit où écrire. "
        "Fermez le fichier s'il est ouvert dans un tableur, vérifiez vos droits et la place libre, "
        "ou choisissez un autre dossier avec --out. Les résultats précédents sont intacts."
    )
