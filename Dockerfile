# One image for the crawl and the desk (compose.yaml): slim, not root, and able to run with a read-only root file system.
# Everything that changes is in the volume at /data.
FROM python:3.12-slim AS build
WORKDIR /source
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY archive archive
COPY crawler crawler
COPY docs/reference/spacebeat.1 docs/reference/
RUN python -m venv /opt/spacebeat \
 && /opt/spacebeat/bin/pip install --no-cache-dir --constraint constraints.txt '.[notify]'

FROM python:3.12-slim
COPY --from=build /opt/spacebeat /opt/spacebeat
RUN useradd --uid 10001 --no-create-home spacebeat && install -d -o spacebeat -g spacebeat /data
USER spacebeat
WORKDIR /data
VOLUME /data
ENV PATH=/opt/spacebeat/bin:$PATH HOME=/data PYTHONUNBUFFERED=1 SPACEBEAT_ARCHIVE=/data/spacebeat.db
ENTRYPOINT ["spacebeat"]
CMD ["schedule", "run"]
