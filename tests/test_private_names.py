"""docs/upgrading.md lists each private name of other libraries that the code uses, with the modules that have it."""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| (?:Scrapy|Datasette|sqlite-utils) \| (.+?) \| (.+?) \|", re.MULTILINE)
# Private by their form only: documented, or the only type that a library has for its elements.
DOCUMENTED = frozenset({"_Element", "_asdict", "_replace", "_exit", "_fields"})
VIEWS = frozenset("TableView RowView IndexView DatasetteError".split())


@cache
def trees() -> dict[str, ast.Module]:
    """Parse all modules, once and only in the process that has the test."""
    return {
        str(file.relative_to(ROOT)): ast.parse(file.read_text("utf-8"))
        for package in ("archive", "crawler")
        for file in sorted((ROOT / package).rglob("*.py"))
    }


def attributes_of(node: ast.ClassDef) -> set[str]:
    """Return the names of the attributes and methods of a class of ours."""
    found = {part.name for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)}
    for part in ast.walk(node):
        match part:
            case ast.Attribute(attr=name, ctx=ast.Store(), value=ast.Name(id="self" | "cls")):
                found.add(name)
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                found.add(name)
    return found


@cache
def ours() -> set[str]:
    """Return the names of all attributes and methods of our classes."""
    classes = (node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    return {name for node in classes for name in attributes_of(node)}


def private_names(tree: ast.AST) -> set[str]:
    """Return the private names of others that a module uses, and the views of Datasette that it imports."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and re.match("_[^_]", node.attr):
            found.add(node.attr)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.module.startswith(("archive", "crawler")):
            found |= {alias.name for alias in node.names if alias.name[0] == "_" or alias.name in VIEWS}
            if any(part[0] == "_" and part[1] != "_" for part in node.module.split(".")):
                found.add(node.module)
    return found - ours() - DOCUMENTED


def test_the_table_of_private_names_is_that_of_the_code() -> None:
    used: dict[str, set[str]] = defaultdict(set)
    for file, tree in trees().items():
        for name in private_names(tree):
            used[name].add(file)
    listed: dict[str, set[str]] = defaultdict(set)
    for names, files in ROW.findall((ROOT / "docs" / "upgrading.md").read_text("utf-8")):
        for name in re.findall("`(.+?)`", names):
            listed[name] |= set(re.findall("`(.+?)`", files))
    assert dict(used) == dict(listed)
