"""Read the articles of a list of addresses with news-please as a library: `run_news_please.py URLS FOLDER`."""

import json
import os
import sys
from pathlib import Path

from newsplease import NewsPlease

# It fetches the images of a page, which lie on other hosts if a web is cut from real pages: they are refused at once.
os.environ.update(http_proxy="http://127.0.0.1:9", https_proxy="http://127.0.0.1:9", no_proxy="127.0.0.0/8")

urls, folder = Path(sys.argv[1]).read_text().split(), Path(sys.argv[2])
for place, article in enumerate(NewsPlease.from_urls(urls, request_args={"timeout": 30}).values()):
    if article is not None and article.maintext:
        (folder / f"{place}.json").write_text(json.dumps(article.get_serializable_dict(), default=str))
