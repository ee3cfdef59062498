"""One report notebook, run with checked parameters, and trusted only when it ran to its very end.

Two papermill engines give the same pages: `shell` runs the cells in an IPython shell in this process, which must
be a process of the report's own; `kernel` is papermill's stock engine with a real kernel, slower and never wrong.
"""

import io
import sys
import tempfile
import traceback
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import nbformat
import papermill
from click import ClickException
from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output
from papermill.engines import Engine, NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.execute import raise_for_execution_errors
from papermill.utils import chdir
from traitlets.config import Config

from monitor_lib.mistake import Mistake
from monitor_lib.pictures.charts.charts import HTML, Chart
from monitor_lib.publishing.pages import closed as closing
from monitor_lib.publishing.pages.form import EngineName
from monitor_lib.publishing.run.parameters import refuse_unknown
from monitor_lib.publishing.run.workers import ReportError

END = "monitor: report complete"
NOTEBOOK_ONLY = "notebook"  # the tag of a cell for who opens the notebook, and not for its page
CELL_SECONDS = 120
_CLOSE = f"__import__({closing.__name__!r}, fromlist=['close']).close"
_NO_HISTORY = Config({"HistoryManager": {"enabled": False}})


def executed(notebook: Path, parameters: dict, engine: EngineName, closed: tuple[str, ...] = ()) -> NotebookNode:
    """The notebook with the outputs of a complete run.

    papermill itself calls a notebook that stopped half-way with `sys.exit(0)` a success, and runs a misspelt parameter
    with its default. So parameters are checked first, and a marker cell must have spoken at the end.

    Args:
        notebook: a notebook with one cell tagged `parameters`.
        parameters: values for names that occur in that cell.
        engine: what runs the cells.
        closed: folders in which the cells may open no file, in this process or a kernel's.

    Raises:
        ReportError: for an unknown parameter, an error in a cell, anything on stderr, or a missing end marker.
    """
    refuse_unknown(parameters, parameter_names(notebook), notebook.name)
    source = nbformat.read(notebook, as_version=4)
    source.cells = [cell for cell in source.cells if NOTEBOOK_ONLY not in cell.metadata.get("tags", [])]
    source.cells.append(new_code_cell(f"print({END!r})", id="end"))
    if closed:
        first = next(cell for cell in source.cells if cell.cell_type == "code")
        first.source = f"{_CLOSE}({closed!r})\n{first.source}"
    prepared = papermill.execute_notebook(source, None, parameters, engine, prepare_only=True)
    try:
        with chdir(notebook.parent):
            result = papermill_engines.execute_notebook_with_engine(
                engine, prepared, source.metadata.kernelspec.name, progress_bar=False, execution_timeout=CELL_SECONDS
            )
        raise_for_execution_errors(result, None)
        return _complete(result)
    except papermill.PapermillExecutionError as error:
        injected = 1 if parameters else 0
        fault = _failure(error.cell_index - injected, source.cells, error.ename)
    except (CellTimeoutError, DeadKernelError) as error:
        fault = f"{notebook.name}: {type(error).__name__}"
    except ReportError as error:
        fault = str(error)
    raise ReportError(fault, _unfinished(prepared))


def parameter_names(notebook: Path) -> list[str]:
    """The names that the notebook's `parameters` cell assigns."""
    return list(papermill.inspect_notebook(notebook))


def _complete(result: NotebookNode) -> NotebookNode:
    """The notebook as it was written; raises ReportError when a cell wrote to stderr or the end was not reached."""
    result.cells = [cell for cell in result.cells if "injected-parameters" not in cell.metadata.get("tags", [])]
    for index, cell in enumerate(result.cells):
        if any(out.get("name") == "stderr" for out in cell.get("outputs", [])):
            raise ReportError(_failure(index, result.cells, "a warning or message on stderr"))
    *report, marker = result.cells
    if END not in "".join(out.get("text", "") for out in marker.outputs):
        raise ReportError(_failure(_last_run(report), result.cells, "the notebook stopped here without an error"))
    result.cells = report
    return result


def _unfinished(notebook: NotebookNode) -> str:
    """The notebook as far as it came, with the papermill banner over the cell that failed.

    A report sees public tables only, so what its cells showed may be kept; the text of an error may come from anywhere,
    so of that only its type is, and the lines of code that led to it.
    """
    kept = nbformat.from_dict(notebook | {"cells": notebook.cells[:-1]})  # without the marker
    del kept.metadata.papermill["input_path"]  # where papermill put all of the notebook once more
    for out in (out for cell in kept.cells for out in cell.get("outputs", [])):
        if out.output_type == "error" and out.evalue:
            out.evalue, out.traceback = "", []
    return nbformat.writes(kept)


def _last_run(cells: list) -> int:
    return max((index for index, cell in enumerate(cells) if cell.get("execution_count")), default=0)


def _failure(index: int, cells: list, why: str) -> str:
    """Where a notebook failed, in words of the notebook itself: its cell and the heading above it."""
    above = [cell.source for cell in cells[: index + 1] if cell.cell_type == "markdown"]
    heading = above[-1].splitlines()[0].lstrip("# ") if above else "begin"
    return f"cel {index + 1} (onder '{heading}'): {why}"


class _Shell(InteractiveShell):
    """A shell that shows no error among the outputs of a cell: the engine tells of it, without its text.

    `shown` is the last one, also of an object that could not be displayed: IPython itself goes on after that.
    """

    shown: BaseException | None = None

    def _showtraceback(self, _, error: BaseException, *__) -> None:
        self.shown = error


_unused: list[_Shell] = []  # shells in which nothing ran yet


class _ForPages(DisplayFormatter):
    """Leaves out the form of a chart that needs no page around it: ours have their own."""

    def format(self, obj, include=None, exclude=None):
        return super().format(obj, include, {HTML} if isinstance(obj, Chart) else exclude)


class ShellEngine(Engine):
    """A papermill engine without a kernel: the cells run in this process."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, **kwargs):
        """Runs the cells in order and stops at the first error, as the stock engine does."""
        _run(nb_man, _ForPages())


def run_where_it_lies(nb_man: NotebookExecutionManager) -> None:
    """Runs the cells in the folder of their notebook.

    Raises:
        ClickException: for a mistake of who wrote the cells, in its own sentence.
    """
    notebook = Path(nb_man.nb.metadata.papermill.input_path or "")
    try:
        with chdir(notebook.parent):
            mistake = _run(nb_man)
    except OSError:
        mistake = Mistake(f"{notebook.parent} is geen map waaruit een notebook kan draaien.")
    if isinstance(mistake, Mistake):
        raise ClickException(str(mistake))


def _run(nb_man: NotebookExecutionManager, formatter: DisplayFormatter | None = None) -> BaseException | None:
    """Runs the cells up to the first error, and gives that."""
    shell = _unused.pop() if _unused else _new_shell()
    sys.modules[shell.user_module.__name__] = shell.user_module  # a process that is copied has another by now
    shell.display_formatter = formatter or shell.display_formatter
    for index, cell in enumerate(nb_man.nb.cells):
        if cell.cell_type == "code" and cell.source.strip():
            nb_man.cell_start(cell, index)
            error = _error_of(shell, cell)
            if error is not None:
                nb_man.cell_exception(cell, index)
                return error
            nb_man.cell_complete(cell, index)
    return None


def have_shell_ready() -> None:
    """Makes a shell for the first notebook that this process, or a copy of it, will run."""
    _unused.append(_new_shell())


def _new_shell() -> _Shell:
    InteractiveShell.clear_instance()
    with tempfile.TemporaryDirectory() as home:  # of what a shell keeps there, no cell has need
        return _Shell.instance(config=_NO_HISTORY, ipython_dir=home)


def _error_of(shell: _Shell, cell: NotebookNode) -> BaseException | None:
    """Runs the cell, puts its outputs in it, and gives the error that it ended with."""
    shell.display_pub, shell.shown = CapturingDisplayPublisher(), None
    shown = shell.display_pub.outputs
    shell.display_trap.hook = CapturingDisplayHook(shell, shown)
    with redirect_stdout(_Stream("stdout", shown)), redirect_stderr(_Stream("stderr", shown)):
        result = shell.run_cell(cell.source, store_history=True)
    error = result.error_before_exec or result.error_in_exec or shell.shown
    cell.execution_count = result.execution_count
    cell.outputs = [_output(entry, result.execution_count) for entry in shown]
    if error is not None:
        led = traceback.format_tb(error.__traceback__)
        cell.outputs.append(new_output("error", ename=type(error).__name__, evalue="", traceback=led))
    return error


class _Stream(io.TextIOBase):
    """Text that a cell writes, put among what it displays, in order."""

    def __init__(self, name: str, shown: list[dict]) -> None:
        self._name, self._shown = name, shown

    def write(self, text: str) -> int:
        last = self._shown[-1] if self._shown else {}
        if last.get("stream") == self._name:
            last["text"] += text
        elif text:
            self._shown.append({"stream": self._name, "text": text})
        return len(text)


def _output(entry: dict, count: int) -> NotebookNode:
    """One displayed object as a notebook output; only what `display` published carries a `transient` key.

    What is deeper inside stays as it was displayed: of charts as JSON, nodes would be a tenth of a report's work.
    """
    if "stream" in entry:
        return NotebookNode(output_type="stream", name=entry["stream"], text=entry["text"])
    shown = {"data": NotebookNode(entry["data"]), "metadata": NotebookNode(entry["metadata"] or {})}
    if "transient" in entry:
        return NotebookNode(output_type="display_data", **shown)
    return NotebookNode(output_type="execute_result", **shown, execution_count=count)


papermill_engines.register(EngineName.shell, ShellEngine)
papermill_engines.register(EngineName.kernel, NBClientEngine)
