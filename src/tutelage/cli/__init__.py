"""The command line: one thin function for each command; everything it does can be called from Python.

`app` holds the commands of the main path and gathers those of the other modules, one module for each group of jobs.
"""

from tutelage.cli.app import app, main

__all__ = ["app", "main"]
