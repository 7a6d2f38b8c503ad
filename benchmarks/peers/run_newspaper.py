"""Read the articles of a list of addresses with newspaper4k in eight threads: `run_newspaper.py URLS FOLDER`."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import newspaper

urls, folder = Path(sys.argv[1]).read_text().split(), Path(sys.argv[2])


def read(place: int) -> None:
    article = newspaper.article(urls[place], fetch_images=False)
    found = {"title": article.title, "text": article.text, "authors": article.authors, "day": str(article.publish_date)}
    (folder / f"{place}.json").write_text(json.dumps(found))


with ThreadPoolExecutor(8) as pool:
    for future in [pool.submit(read, place) for place in range(len(urls))]:
        future.exception()
