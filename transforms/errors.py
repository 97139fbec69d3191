"""The errors of dateline: the one module that every room may import.

Each error keeps its facts as fields and builds its message once. `Retryable` errors may pass by themselves (a network
that comes back); `Final` ones need a change of input, setting or code.
"""

from __future__ import annotations


class DatelineError(Exception):
    """Root of all errors that dateline raises on purpose."""


class Retryable(DatelineError):  # noqa: N818 - a kind of error, not one
    """May pass when tried again."""


class Final(DatelineError):  # noqa: N818 - a kind of error, not one
    """Stays until somebody changes something."""


class ContractError(Final):
    """A table breaks its schema."""

    def __init__(self, table: str, problem: str) -> None:
        self.table, self.problem = table, problem
        super().__init__(f"table {table}: {problem}")


class SeedError(Final):
    """A seed file holds something that its card does not allow."""

    def __init__(self, path: str, row: int | None, problem: str) -> None:
        self.path, self.row, self.problem = path, row, problem
        super().__init__(f"{path}{f', row {row}' if row else ''}: {problem}")


class InputError(Final):
    """Something the user named cannot be used."""

    def __init__(self, subject: str, problem: str, advice: str) -> None:
        self.subject, self.problem, self.advice = subject, problem, advice
        super().__init__(f"{subject}: {problem}. {advice}")


class SettingsError(Final):
    """The configuration holds an unknown key or an unusable value."""

    def __init__(self, key: str, problem: str) -> None:
        self.key, self.problem = key, problem
        super().__init__(f"setting {key}: {problem}")


class BusyError(Retryable):
    """Another run holds the home folder."""

    def __init__(self, home: str, holder: str) -> None:
        self.home, self.holder = home, holder
        super().__init__(f"another run is writing to {home} ({holder}); wait for it to end")
