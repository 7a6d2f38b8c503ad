"""Pictures of every page of the web interface, in light and dark, on a desktop and on a phone.

Run `make screenshots`: it makes the demo archive, serves it, and writes all pictures to build/screenshots/ and those
that the documents show to docs/images/. `python docs/screenshots.py ARCHIVE` takes another archive. Needs Chromium.
"""

import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

CHROMIUM = "/usr/bin/chromium"
PAGES = {
    "front": "/",
    "search": "/-/search?q=space",
    "article": "/-/article/{copy}",
    "edited": "/-/article/{edited}#changes",
    "capture": "/-/capture/1",
    "sources": "/-/sources",
    "compare": "/-/compare?q1=space&q2=satellites&q3=dialogue&country3=FR",
    "actors": "/-/actors?q=space",
    "countries": "/-/countries?q=space",
    "dossiers": "/-/dossiers",
    "dossier": "/-/dossier?instrument=strategic+space+dialogue",
    "questions": "/-/questions",
    "question": "/{name}/coverage_of_a_dialogue?phrase=space&country_1=IN&country_2=FR",
    "table": "/{name}/articles",
    "database": "/{name}",
    "sql": "/{name}?sql=select+source_id%2C+count(*)+from+articles+group+by+1",
}
SHOWN = ("search", "article", "edited")  # in README.md and docs/tutorial.md
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
TALLEST = 2400  # pixels of a page


def main(archive: Path | None) -> None:
    """Take all pictures of an archive, or of a new demo archive."""
    with tempfile.TemporaryDirectory() as folder:
        path = archive or Path(folder) / "demo.db"
        if archive is None:
            subprocess.run([sys.executable, "-m", "crawler", "demo", "--archive", str(path)], check=True, cwd=ROOT)
        photograph(path, ROOT / "build" / "screenshots", None if archive else ROOT / "docs" / "images")


def photograph(archive: Path, folder: Path, shown: Path | None) -> None:
    """Write a picture of each page, theme and size to `folder`, and those in SHOWN to `shown`."""
    from playwright.sync_api import sync_playwright

    from archive.datasette.server import desk_over, listen, server_of
    from archive.db.connection import connect_to_read

    db = connect_to_read(archive)
    edited = db.execute("select coalesce(max(article_id), 1) from revisions where number > 1").fetchone()[0]
    copy = db.execute("select coalesce(max(id), 1) from articles where copy_of is not null").fetchone()[0]
    db.close()
    listener, ready = listen("127.0.0.1", 0), threading.Event()
    server = server_of(desk_over(archive).app(), ready.set)
    threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True).start()
    ready.wait()
    base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for size, (width, height) in SIZES.items():
            for theme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
                for name, address in PAGES.items():
                    path = address.format(name=archive.stem, edited=edited, copy=copy)
                    page.goto(base + path, wait_until="networkidle")
                    _save(page, folder / f"{name}-{size}-{theme}.png", width)
                    if shown and name in SHOWN and (size, theme) == ("desktop", "light"):
                        page.screenshot(path=shown / f"{name}.png")
                page.close()
        browser.close()


def _save(page: Any, file: Path, width: int) -> None:
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    page.screenshot(path=file, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
