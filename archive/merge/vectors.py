"""Vectors of articles that a merge leaves as they were encoded; `spacebeat meaning` computes those of the others.

To compute all of them again would take hours of a large archive, to which a small one is merged every day.
"""

from archive.meaning.vectors import encoder_name
from archive.merge.staging import Stage

_READ = """
select {number}, v.article_id, v.text_hash, a.title, a.summary, v.vector, b.bits
from vectors v join vector_bits b on b.article_id = v.article_id join articles a on a.id = v.article_id
"""
_FOUND = """
create table pool.vector_of as
select a.id, o.text_hash, o.vector, o.bits, min(o.archive)
from pool.vectors o join pool.article_ids i on i.archive = o.archive and i.old_id = o.article_id
join articles a on a.id = i.new_id and a.text_hash = o.text_hash and a.title = o.title and a.summary = o.summary
where a.copy_of is null group by a.id
"""


def merge_vectors(stage: Stage) -> None:
    """Write `vectors` and `vector_bits`, of one encoder. Needs `pool.article_ids`, and the copies found.

    Their numbers are greater than those of any archive before: who reads the target meanwhile takes them for new.
    """
    names = {archive.number: encoder_name(archive.db) for archive in stage.inputs}
    name = min(filter(None, names.values()), default="")
    if not name:
        return
    stage.out.execute("create table pool.vectors (archive, article_id, text_hash, title, summary, vector, bits)")
    of_it = [archive for archive in stage.inputs if names[archive.number] == name]
    for archive in of_it:
        stage.copy(archive, _READ.format(number=archive.number), "pool.vectors")
    last = max(archive.db.execute("select coalesce(max(number), 0) from vectors").fetchone()[0] for archive in of_it)
    stage.out.execute("insert into vector_encoder values (?)", [name])
    stage.out.execute(_FOUND)
    numbered = f"select {last} + row_number() over (order by id), id"
    stage.out.execute(f"insert into vectors {numbered}, text_hash, vector from pool.vector_of")
    stage.out.execute(f"insert into vector_bits {numbered}, bits from pool.vector_of")
