"""``shenyue verify`` on the command line."""

import typer

from review import options
from review.help import ChineseCommand


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""

    @app.command(
        cls=ChineseCommand,
        help="核对报告：用另一套程序重新打开每份材料，确认校验值、每处原文及其位置；再重新检查一遍，逐字比较。\n"
        "检查时用过的 --on、--rules、--profile 等选项，核对时请同样给出。\n"
        "退出码：0 全部得到确认；1 有不符；3 没有不符，但有无法核对的；2 无法运行。",
    )
    def verify(
        *,
        report: options.Report = None,
        root: options.Root = None,
        quick: options.Quick = False,
        rule_ids: options.RuleIds = None,
        rulebooks: options.Rulebooks = None,
        on: options.On = None,
        profile: options.ProfileFile = None,
        kind: options.Kind = None,
        waivers: options.Waivers = None,
        baseline: options.Baseline = None,
        form: options.Form = "console",
        jobs: options.Jobs = None,
    ) -> None:
        """Confirm what a report says of its sources; see ``review.commands.verify``."""
        from review.commands import verify as command  # noqa: PLC0415  help must not wait for it

        request = command.Request(
            report=report,
            root=root,
            form=form,
            jobs=jobs,
            quick=quick,
            rules=rule_ids,
            rulebooks=tuple(rulebooks or ()),
            on=on,
            profile=profile,
            kind=kind,
            waivers=waivers,
            baseline=baseline,
        )
        raise typer.Exit(command.run(request))
