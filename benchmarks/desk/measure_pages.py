"""How long each page of the desk takes, requested over HTTP from a separate server.

    python -m benchmarks.desk.measure_pages ARCHIVE.db [ROUNDS]

Prints median, 95th percentile and worst in milliseconds, compared with a page that does nothing (robots.txt) in the
same run. The first answer of each page is listed separately: it fills SQLite's cache.
"""

import re
import subprocess
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

from sqlite_utils import Database

from archive.datasette.queries import questions
from archive.db.connection import connect_to_read

TARGET = 300  # milliseconds at the median


def pages(archive: Path) -> list[str]:
    db = connect_to_read(archive)
    name = quote(archive.stem)
    (busiest,) = db.execute("select source_id from source_weeks group by 1 order by sum(articles) desc").fetchone()
    (edited,) = db.execute("select article_id from revisions where number > 1 limit 1").fetchone() or (1,)
    (copied,) = db.execute("select copy_of from articles where copy_of is not null limit 1").fetchone() or (1,)
    word = db.execute("select title from articles order by id desc limit 1").fetchone()[0].split()[0]
    common_to_rare = words(db)
    db.close()
    return [
        *("/robots.txt", "/", "/?weeks=52", "/-/sources", "/-/questions", f"/{name}"),
        *("/-/compare", "/-/compare?q1=satellite&q2=launch", "/-/compare?q1=artemis&topic2=topic1&country2=FR&by=week"),
        *("/-/dossiers", "/-/dossiers?q=bill", "/-/dossier?instrument=ost", "/-/dossier?instrument=hr-1"),
        *("/-/countries", "/-/actors", "/-/actors?topic=topic1&originals=1", "/-/actors?q=satellite&country=FR"),
        *(f"/-/article/{edited}", f"/-/article/{copied}", "/-/search", "/-/search?page=400"),
        *("/-/search?q=satellite", f"/-/search?q={quote(word)}", "/-/search?q=satellite&order=best"),
        *("/-/search?topic=topic1", "/-/search?q=launch&topic=topic1&country=FR", "/-/search?q=%22"),
        *("/-/search?q=%22strategic+space+dialogue%22&country=IN", f"/-/search?source={busiest}&since=2026-01-01"),
        *("/-/search?since=2026-11-01&until=2026-11-07&topic=topic3", "/-/search?actor=actor5&language=fr"),
        *(f"/{name}/articles", f"/{name}/articles?source_id={busiest}", f"/{name}/articles?_search=satellite"),
        *(f"/{name}/articles?language=fr", f"/{name}/articles?_sort_desc=first_seen_at", f"/{name}/runs"),
        *(f"/{name}/articles?published_at__gte=2026-11-01&source_id={busiest}", f"/{name}/revisions"),
        *(
            f"/{name}/articles?_search={word}{rest}"
            for word in common_to_rare
            for rest in ("", "&language=fr", "&_sort=id")
        ),
        *(f"/{name}/articles?_search=satellite+launch&source_id={busiest}", f"/{name}/articles?title__contains=zzz"),
        *(f"/{name}/articles?_search=satell*", f"/{name}/unique_articles?_search=%22lunar+station%22&language=de"),
        *(f"/{name}/unique_articles", f"/{name}/urls", f"/{name}/article_topics", f"/{name}/coverage"),
        f"/{name}/source_health",
        *(f"/{name}/{question}" for question in questions()),
    ]


def words(db: Database) -> list[str]:
    """Return some words of the archive, those in most articles first."""
    (text,) = db.execute("select text from articles where id = 1000").fetchone()
    counted = {
        word: db.execute("select count(*) from articles_fts where articles_fts match ?", [f'"{word}"']).fetchone()[0]
        for word in set(re.findall(r"\w+", text)[:40])
    }
    ordered = sorted(counted, key=lambda word: -counted[word])
    return [ordered[len(ordered) * part // 8] for part in range(8)] + [ordered[-1]]


def main(archive: Path, rounds: int) -> None:
    command = [sys.executable, "-m", "crawler", "serve", "--archive", str(archive), "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout
    base = re.search(r"http://\S+", server.stdout.readline())[0].rstrip("/")  # type: ignore[index]
    slow = 0
    try:
        print(f"{'median':>8} {'p95':>8} {'worst':>8} {'first':>8}   ms")
        for page in pages(archive):
            first, *times = [_milliseconds(base + page) for _ in range(rounds + 1)]
            slow += median(times) > TARGET
            worst = f"{quantiles(times, n=20)[-1]:8.1f} {max(times):8.1f} {first:8.1f}"
            print(f"{median(times):8.1f} {worst}   {page}", flush=True)
    finally:
        server.terminate()
        server.communicate()
    print(f"{slow} pages over {TARGET} ms at the median")


def _milliseconds(address: str) -> float:
    start = time.perf_counter()
    try:
        with urlopen(address) as answer:
            answer.read()
    except HTTPError as error:
        with error:
            print(f"{error.code} after", end=" ")
    return 1000 * (time.perf_counter() - start)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 15)
