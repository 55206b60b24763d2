"""The command `hub`. Each module of this folder that has a `command` is one; adding it needs no list anywhere."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from typing import Any

import click

import hub
from hub.cli.texts import _

# What commands share; it brings the whole hub along, which `hub --help` has no need of.
SHARED = frozenset({"app", "checking", "checkup", "making", "tables", "texts"})


class Commands(click.Group):
    """Looks for commands when one is asked for, and answers failures that have a reason with a sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({module.name for module in pkgutil.iter_modules(__path__)} - SHARED)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        found: click.Command | None = getattr(importlib.import_module(f"{__name__}.{name}"), "command", None)
        return found

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            from hub.cli.app import in_words

            stop = in_words(error)
            if stop is None:
                raise
            raise stop from error


def _print_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"hub {hub.__version__} (Python {sys.version.split()[0]})")
        ctx.exit()


@click.command(cls=Commands, help=_("村级党群服务中心的日常：功能室、来访、借还与台账。"))
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help=_("版本号")
)
def main() -> None:
    """All commands begin here."""
