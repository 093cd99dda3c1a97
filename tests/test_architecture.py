"""The shape that the design asks for, held as tests: sizes, imports, and nothing of one machine in the tree."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED_CONTRACT = ROOT / ".." / "shared" / "research" / "importlinter.toml"
MODULES = sorted((ROOT / "takhrij").rglob("*.py"))

MOST_LINES_MODULE = 400
MOST_LINES_FUNCTION = 60
MOST_PARAMETERS = 6
MOST_BASES = 2

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _functions(node: ast.AST, method: bool = False) -> Iterator[tuple[Function, bool]]:
    """Every function below a node, with whether it takes self or cls."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            static = any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in child.decorator_list)
            yield child, method and not static
        yield from _functions(child, method=isinstance(child, ast.ClassDef))


def _imports(tree: ast.Module, package: str) -> Iterator[tuple[str, int]]:
    """Absolute names of all that a module imports, those inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*parents, node.module] if node.module else parents)
            if base != "takhrij":
                yield base, node.lineno
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)


def _is_room(name: str) -> bool:
    """Whether a dotted name is a module right below the root, and not something that the root itself offers."""
    root, _, room = name.partition(".")
    below = ROOT / "takhrij" / room
    return root != "takhrij" or below.is_dir() or below.with_suffix(".py").is_file()


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git working tree")
    files = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in files if path.is_file()]


def test_modules_are_short() -> None:
    sizes = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: n for name, n in sizes.items() if n > MOST_LINES_MODULE} == {}


def test_functions_are_short() -> None:
    found = {
        f"{_name(path)}:{function.name}": function.end_lineno - function.lineno + 1
        for path in MODULES
        for function, _ in _functions(_tree(path))
        if function.end_lineno is not None
    }
    assert len(found) > 100
    assert {name: n for name, n in found.items() if n > MOST_LINES_FUNCTION} == {}


def test_functions_take_few_parameters() -> None:
    long = {}
    for path in MODULES:
        for function, method in _functions(_tree(path)):
            a = function.args
            count = len(a.posonlyargs) + len(a.args) + len(a.kwonlyargs) - method
            if count > MOST_PARAMETERS:
                long[f"{_name(path)}:{function.name}"] = count
    assert long == {}


def test_no_class_has_many_bases() -> None:
    many = {
        f"{_name(path)}:{node.name}": len(node.bases)
        for path in MODULES
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef) and len(node.bases) > MOST_BASES
    }
    assert many == {}


def test_no_module_imports_the_package_root() -> None:
    at_fault = []
    for path in MODULES:
        parts = path.relative_to(ROOT).with_suffix("").parts
        for name, line in _imports(_tree(path), ".".join(parts[:-1])):
            if name == "takhrij" or (name.count(".") == 1 and not _is_room(name)):
                at_fault.append(f"{_name(path)}:{line} {name}")
    assert at_fault == []


def test_no_module_is_a_drawer_of_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "misc", "common"}
    assert [_name(path) for path in MODULES if path.stem in drawers or path.parent.name in drawers] == []


def test_nothing_tracked_names_a_place_on_one_machine_or_a_registry() -> None:
    # Built from parts, so that this file does not find itself.
    places = ["/" + "work/", "/" + "root/", "/" + r"home/\w+/", "/" + r"Users/\w+/", "/" + "opt/pypi"]
    hosts = [r"pypi\." + "org", r"files\.python" + "hosted", "--" + "extra-index-url", "--" + "index-url"]
    pattern = re.compile("|".join([*places, *hosts]))
    at_fault = []
    for path in _tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        at_fault += [
            f"{_name(path)}:{number}" for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)
        ]
    assert at_fault == []


def test_the_lock_pins_and_hashes_every_dependency() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    entries = "\n".join(line for line in lines if not line.lstrip().startswith("#")).replace("\\\n", " ").splitlines()
    entries = [entry for entry in entries if entry.strip()]
    pattern = re.compile(r"[a-z0-9._-]+(\[[a-z0-9._,-]+\])?==\S+( ; [^-]+)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [entry[:60] for entry in entries if not pattern.fullmatch(entry)] == []
    pinned = {re.split(r"[=\[]", entry, maxsplit=1)[0] for entry in entries}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    missing = {re.split(r"[\[<>=!~ ]", line, maxsplit=1)[0].lower() for line in wanted} - pinned
    assert missing == set(), "run `make lock`"


def test_imports_go_one_way() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_the_contract_is_the_one_that_the_design_names() -> None:
    if not SHARED_CONTRACT.is_file():
        pytest.skip("the folder shared/ is not beside the repository")

    def contract(path: Path) -> Any:
        return tomllib.loads(path.read_text(encoding="utf-8"))["tool"]["importlinter"]

    ours, theirs = contract(ROOT / "pyproject.toml"), contract(SHARED_CONTRACT)
    # The room that decision 0016 adds beside the stages.
    for layers in ours["contracts"][0]["layers"], ours["contracts"][1]["source_modules"]:
        layers[:] = [layer.removesuffix(" | fetch") for layer in layers if layer != "takhrij.fetch"]
    assert json.dumps(ours, sort_keys=True) == json.dumps(theirs, sort_keys=True)


def test_the_finders_above_find_planted_faults() -> None:
    tree = ast.parse(
        "class A:\n"
        "    def long(self, a, b, *, c): ...\n"
        "    @staticmethod\n"
        "    def still(a): ...\n"
        "def late():\n"
        "    from takhrij import __version__\n"
        "    from ..core import ids\n"
    )
    counted = {f.name: len(f.args.args) + len(f.args.kwonlyargs) - method for f, method in _functions(tree)}
    assert counted == {"long": 3, "still": 1, "late": 0}
    assert [name for name, _ in _imports(tree, "takhrij.find")] == [
        "takhrij.__version__",
        "takhrij.core",
        "takhrij.core.ids",
    ]
    assert _is_room("takhrij.core")
    assert not _is_room("takhrij.__version__")


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("find/planted.py", "import takhrij.frame"),
        ("core/planted.py", "import takhrij.store"),
        ("read/planted.py", "import takhrij.arabic"),
        ("read/planted.py", "import takhrij.fetch"),
        ("planted/__init__.py", "A_ROOM = 'that no layer names'"),
    ],
)
def test_the_contract_catches_planted_imports(tmp_path: Path, module: str, line: str) -> None:
    package = tmp_path / "takhrij"
    stages = ("read", "find", "frame", "link", "weigh", "show", "evaluate", "fetch")
    for room in ("", "cli", "web", "pipeline", *stages, "store", "run", "arabic", "resources", "core"):
        (package / room).mkdir(parents=True, exist_ok=True)
        (package / room / "__init__.py").touch()
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (package / module).parent.mkdir(exist_ok=True)
    (package / module).write_text(line + "\n", encoding="utf-8")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "planted" in done.stdout
