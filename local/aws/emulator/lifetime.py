"""The emulator never outlives the process that started it, nor do its functions' workers outlive it.

The parent holds the write end of the emulator's stdin: the pipe closes when the parent ends, however
it ends. A worker has such a pipe from the emulator, see `end-with-emulator.cjs`. SIGTERM and SIGINT are taken by the server, which then returns to `__main__`.
"""

import os
import sys
import threading
from pathlib import Path

from ministack.core import lambda_runtime


def end_with_parent():
    def wait_for_end_of_stdin():
        while sys.stdin.buffer.read(4096):
            pass
        end()

    threading.Thread(target=wait_for_end_of_stdin, daemon=True).start()


def ending_with_emulator(command):
    """The command of a worker; those of other runtimes end by themselves when their stdin does."""
    program, *arguments = command
    if program != "node":
        return command
    return [program, "--require", str(Path(__file__).with_name("end-with-emulator.cjs")), *arguments]


def end():
    """Kills the workers, then ends at once: threads of ministack would hold an ordinary exit back."""
    for worker in lambda_runtime._workers.copy().values():
        for one in worker if isinstance(worker, list) else [worker]:
            if one._proc is not None:
                one._proc.kill()
    os._exit(0)
