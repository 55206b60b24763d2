"""`hub run ROOM …`: commands that rooms bring along, run in one village."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hub.cli.texts import _

if TYPE_CHECKING:
    from flask import Flask


class RoomCommands(click.Group):
    """The rooms that have commands. The app is made when one is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        rooms = _app_of(ctx).extensions["hub"].rooms.loaded
        return sorted(room.id for room in rooms if room.declared.commands)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        room = _app_of(ctx).extensions["hub"].rooms.get(name)
        if room is None or room.state != "loaded" or not room.declared.commands:
            return None
        return click.Group(name, commands=list(room.declared.commands), help=room.manifest.name.zh)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        from hub.cli.app import Stop
        from hub.kernel.here import here

        found = super().resolve_command(ctx, args)
        if here.in_village and found[0] not in here.enabled_rooms:
            sentence = _("%(village)s没有开通功能室 %(room)s。", village=here.village.name, room=found[0])
            raise Stop(sentence)
        return found

    def invoke(self, ctx: click.Context) -> Any:
        from hub.centre.situation import in_village
        from hub.cli.app import the_village

        app = _app_of(ctx)
        with in_village(app, the_village(app, ctx.params.pop("village")).id):
            return super().invoke(ctx)


def _app_of(ctx: click.Context) -> Flask:
    from hub.cli.app import the_app

    if ctx.obj is None:
        ctx.obj = the_app()
    return ctx.obj


@click.command(
    cls=RoomCommands,
    subcommand_metavar=_("功能室 命令 …"),
    help=_("运行功能室自带的命令。"),
    no_args_is_help=True,
)
@click.option("--village", type=int, help=_("哪个村（编号）；只有一个村时可以不写"))
def command() -> None:
    """The room's own command does the work."""
