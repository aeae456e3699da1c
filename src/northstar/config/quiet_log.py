"""A log line carries the kind of an error and its place in our code, never a patient's words."""

import logging
import traceback


class WithoutValues(logging.Formatter):
    """Drops arguments and exception texts: either may quote what arrived."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{record.levelname} {record.name} {self._message(record)}"
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            places = " < ".join(f"{f.name}:{f.lineno}" for f in reversed(frames[-6:]))
            line += f" [{record.exc_info[0].__name__} at {places}]"
        return line

    def _message(self, record: logging.LogRecord) -> str:
        return str(record.msg) if not record.args else str(record.msg).replace("%s", "…")
