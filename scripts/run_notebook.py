"""Runs a notebook in Deno's kernel, in the notebook's folder.

python run_notebook.py NOTEBOOK EXECUTED SECONDS

Writes the executed notebook to EXECUTED, and one JSON object a line to standard output: {"done": cell} after each code
cell, cells counted from 1, and {"failed": cell, "error": ..., "trace": [...]} where one fails; cell 0 is none of them.
SECONDS is the limit of one cell.
"""
import json
import os
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import (
    CellExecutionComplete,
    CellExecutionError,
    CellTimeoutError,
    DeadKernelError,
)
from nbclient.util import ensure_async

# Deno's kernel keeps quiet about what is thrown outside of a cell's own run, such as by a promise that no cell awaits.
WATCH = """
globalThis.thrownLate = [];
for (const kind of ["error", "unhandledrejection"]) {
  globalThis.addEventListener(kind, (event) => {
    event.preventDefault();
    globalThis.thrownLate.push(event.error ?? event.reason);
  });
}
"""
ASK = """
await new Promise((resolve) => setTimeout(resolve, 200));
if (globalThis.thrownLate.length > 0) throw globalThis.thrownLate[0];
"""


class Client(NotebookClient):
    """A client that also takes what Deno's kernel sends after it has called a cell done, as happens now and then."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.cells = {}  # by the request that ran them

    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        self.cells[parent_msg_id] = (cell, cell_index)
        while True:
            message = await ensure_async(self.kc.iopub_channel.get_msg(timeout=None))
            request = message["parent_header"].get("msg_id")
            if request not in self.cells:
                continue
            try:
                self.process_message(message, *self.cells[request])
            except CellExecutionComplete:
                if request == parent_msg_id:
                    return


def tell(**event):
    print(json.dumps(event), flush=True)


def fail(cell, error, trace=()):
    tell(failed=cell, error=error, trace=list(trace))
    sys.exit(1)


def wrapped(notebook):
    """The notebook between two cells of ours, so that its cells count from 1."""
    cells = [nbformat.v4.new_code_cell(WATCH), *notebook.cells, nbformat.v4.new_code_cell(ASK)]
    return nbformat.from_dict({**notebook, "cells": cells})


def execute(notebook, folder, seconds):
    last = len(notebook.cells) + 1
    at = [0]  # the cell that runs; what nbclient throws does not say

    def start(cell, cell_index):
        at[0] = cell_index

    def end(cell, cell_index, execute_reply):
        # Some releases of Deno reported a cell that threw as done.
        error = next((out for out in cell.outputs if out.output_type == "error"), None)
        if error:
            raise CellExecutionError("\n".join(error.traceback), error.ename, error.evalue)
        if 0 < cell_index < last:
            tell(done=cell_index)

    whole = wrapped(notebook)
    client = Client(
        whole,
        kernel_name="deno",
        timeout=seconds,
        record_timing=False,
        resources={"metadata": {"path": folder}},
        on_cell_execute=start,
        on_cell_executed=end,
    )
    try:
        client.execute()
    except CellExecutionError as error:
        if at[0] == last:
            fail(0, f"thrown outside of any cell's own run: {name_of(error)}", trace_of(error))
        fail(at[0], name_of(error), trace_of(error))
    except CellTimeoutError:
        fail(at[0], f"not done after {seconds} s")
    except DeadKernelError:
        fail(at[0], "the kernel died")
    notebook.cells = whole.cells[1:-1]
    notebook.metadata.language_info = whole.metadata.language_info
    for count, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), 1):
        cell.execution_count = count
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count


def name_of(error):
    if (error.ename, error.evalue) == ("Error", "Execution failed"):
        return "Deno's kernel could not read the cell: it is no valid TypeScript"
    return f"{error.ename}: {error.evalue}"


def trace_of(error):
    return [line.strip() for line in error.traceback.split("\n") if line.strip().startswith("at ")]


def main(path, executed, seconds):
    notebook = nbformat.read(path, as_version=4)
    execute(notebook, os.path.dirname(os.path.abspath(path)), int(seconds))
    nbformat.write(notebook, executed)


main(*sys.argv[1:])
