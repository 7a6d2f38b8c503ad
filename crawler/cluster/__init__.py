"""Work on several machines: tasks on a Dask cluster, each on an archive of its results, merged as they come."""
