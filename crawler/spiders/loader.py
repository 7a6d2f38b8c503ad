"""Scrapy's way to the catalogue: each source is a spider class, made when it is asked for."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from scrapy import Request
from scrapy.settings import BaseSettings

from crawler.catalogue.catalogue import Catalogue
from crawler.catalogue.load import load_catalogue
from crawler.catalogue.source import Source
from crawler.spiders.source_spider import SourceSpider


class CatalogueLoader:
    """SPIDER_LOADER_CLASS. Reads the files of SPACEBEAT_CATALOGUE, and the built-in catalogue unless switched off."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        files = [Path(p) for p in (settings.get("SPACEBEAT_CATALOGUE") or "").split(os.pathsep) if p]
        return cls(load_catalogue(files, builtin=not settings.getbool("SPACEBEAT_ONLY_CATALOGUE")))

    def load(self, spider_name: str) -> type[SourceSpider]:
        """Return the spider of a source. Raises KeyError for an unknown name, as Scrapy expects."""
        return spider_class(self._source(spider_name))

    def list(self) -> Sequence[str]:
        return sorted(source.id for source in self.catalogue.enabled)

    def find_by_request(self, request: Request) -> Sequence[str]:
        return [source.id for source in self.catalogue.by_host(request.url)]

    def _source(self, name: str) -> Source:
        if name not in self.catalogue:
            raise KeyError(name)
        return self.catalogue[name]


def spider_class(source: Source) -> type[SourceSpider]:
    """Return the spider of one source, with the settings that its catalogue entry asks for."""
    custom: dict[str, Any] = {} if source.delay is None else {"DOWNLOAD_DELAY": source.delay}
    return type(source.id, (SourceSpider,), {"name": source.id, "source": source, "custom_settings": custom})
