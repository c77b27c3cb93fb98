"""``shenyue template`` on the command line."""

import typer

from review import options
from review.help import ChineseCommand


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""

    @app.command(
        cls=ChineseCommand,
        help="给出审查意见书的模板（Word），供修改后用于 check --template。\n退出码：0 已写入；2 无法写入。",
    )
    def template(*, output: options.TemplateOutput = None) -> None:
        """Write the built-in template; see ``review.commands.template``."""
        from review.commands import template as command  # noqa: PLC0415  help must not wait for it

        raise typer.Exit(command.run(output))
