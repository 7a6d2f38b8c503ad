"""One crawl as a process: session, writer, extraction queue, workers, pipelines, extensions."""
