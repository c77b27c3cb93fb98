"""The command line ``shenyue``: what can be asked of the tool. Each command does its work in ``review.commands``.

Only what the help needs is imported here; everything else waits until a command runs.
"""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import NoReturn, cast

import typer
import typer.main

from review import cli_template, cli_verify, options
from review.errors import CannotRun, ExitCode
from review.help import ChineseCommand, ChineseGroup, in_chinese

SETTINGS = {"help_option_names": ["--help", "-h"]}
app = typer.Typer(
    cls=ChineseGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
    help="审阅：政务信息化项目材料的离线合规检查。\n全部在本机完成，不联网；同样的材料得到同样的结果。",
)
rules = typer.Typer(
    cls=ChineseGroup,
    rich_markup_mode=None,
    context_settings=SETTINGS,
    help="查看和检验规则：列出、详情、试例、校验、覆盖。",
)
app.add_typer(rules, name="rules")
store = typer.Typer(
    cls=ChineseGroup,
    rich_markup_mode=None,
    context_settings=SETTINGS,
    help="缓存：看占用多少，清空。",
)
app.add_typer(store, name="store")


@app.callback()
def top(*, version: options.Version = False) -> None:
    """Take the options that stand before a command; ``--version`` answers by itself."""


@app.command(
    cls=ChineseCommand,
    help="按规定检查材料，逐条给出结论、原文、出处和建议。\n"
    "退出码：0 没有达到 --fail-on 的结论且全部读完；1 有；2 无法运行；3 没有，但有材料或页面没能读取。",
)
def check(
    *,
    paths: options.Paths = None,
    by: options.By = "auto",
    rule_ids: options.RuleIds = None,
    rulebooks: options.Rulebooks = None,
    on: options.On = None,
    profile: options.ProfileFile = None,
    kind: options.Kind = None,
    fail_on: options.FailOn = "warning",
    waivers: options.Waivers = None,
    baseline: options.Baseline = None,
    fail_on_new: options.FailOnNew = False,
    jobs: options.Jobs = None,
    cluster: options.Cluster = None,
    ship: options.Ship = False,
    no_store: options.NoStore = False,
    form: options.CheckForm = "console",
    outputs: options.Outputs = None,
    template: options.Template = None,
    detail: options.Detail = None,
    verbose: options.Verbose = False,
) -> None:
    """Check submissions; see ``review.commands.check``."""
    from review.commands import check as command  # noqa: PLC0415  help must not wait for it

    request = command.Request(
        paths=tuple(paths or ()),
        by=by,
        rules=rule_ids,
        rulebooks=tuple(rulebooks or ()),
        on=on,
        profile=profile,
        kind=kind,
        fail_on=fail_on,
        jobs=jobs,
        form=form,
        outputs=tuple(outputs or ()),
        verbose=verbose,
        store=not no_store,
        cluster=cluster,
        ship=ship,
        waivers=waivers,
        baseline=baseline,
        fail_on_new=fail_on_new,
        template=template,
        detail=detail,
    )
    raise typer.Exit(command.run(request))


@app.command(
    cls=ChineseCommand,
    help="列出从文件中读到的事实及其原文位置，不作判断。\n退出码：0 全部读完；3 有文件或页面没能读取；2 无法运行。",
)
def facts(
    *,
    files: options.Files = None,
    form: options.Form = "console",
    kind: options.Kind = None,
    explain: options.Explain = False,
    jobs: options.Jobs = None,
) -> None:
    """Show the facts of files; see ``review.commands.facts``."""
    from review.commands import facts as command  # noqa: PLC0415  help must not wait for it

    raise typer.Exit(command.run(tuple(files or ()), form=form, kind=kind, explain=explain, jobs=jobs))


@app.command(
    cls=ChineseCommand,
    help="列出读到了什么：章节、表格，以及没有读到的部分和原因。\n"
    "退出码：0 全部读完；3 有文件或页面没能读取；2 无法运行。",
)
def outline(*, paths: options.Paths = None, form: options.Form = "console", jobs: options.Jobs = None) -> None:
    """Show what was read of files; see ``review.commands.outline``."""
    from review.commands import outline as command  # noqa: PLC0415  help must not wait for it

    raise typer.Exit(command.run(tuple(paths or ()), form=form, jobs=jobs))


cli_verify.add_to(app)


@app.command(
    cls=ChineseCommand,
    help="复查重新报送的材料：对照前次的报告，逐条说明已整改、未整改、有变化、新问题，以及悄悄变化的事实。\n"
    "退出码与 check 相同；前次计入而这次不能确认的，仍然计入。",
)
def recheck(
    *,
    old: options.OldReport = None,
    paths: options.Resubmitted = None,
    by: options.By = "auto",
    rule_ids: options.RuleIds = None,
    rulebooks: options.Rulebooks = None,
    on: options.On = None,
    profile: options.ProfileFile = None,
    kind: options.Kind = None,
    fail_on: options.FailOn = "warning",
    waivers: options.Waivers = None,
    jobs: options.Jobs = None,
    no_store: options.NoStore = False,
    form: options.Form = "console",
    outputs: options.RecheckOutputs = None,
    verbose: options.Verbose = False,
) -> None:
    """Hold a resubmission against an earlier report; see ``review.commands.recheck``."""
    from review.commands import check as judging  # noqa: PLC0415  help must not wait for it
    from review.commands import recheck as command  # noqa: PLC0415  help must not wait for it

    asked = judging.Request(
        paths=tuple(paths or ()),
        by=by,
        rules=rule_ids,
        rulebooks=tuple(rulebooks or ()),
        on=on,
        profile=profile,
        kind=kind,
        fail_on=fail_on,
        jobs=jobs,
        form="console",
        outputs=(),
        verbose=verbose,
        store=not no_store,
        waivers=waivers,
    )
    raise typer.Exit(command.run(command.Request(old, asked, form, tuple(outputs or ()))))


@app.command(
    cls=ChineseCommand,
    help="把结论写成批注，放在原文所在的位置，另存一份批注本；原件不动，重复运行不会重复批注。\n"
    "退出码：0 全部写入且全部读完；3 有内容没能读取，或有批注没有写入；2 无法运行。",
)
def annotate(
    *,
    files: options.ToAnnotate = None,
    output: options.Copy = None,
    out_dir: options.OutDir = None,
    report: options.FromReport = None,
    suggest: options.Suggest = False,
    include: options.Include = "fail,review",
    force: options.Force = False,
    rule_ids: options.RuleIds = None,
    rulebooks: options.Rulebooks = None,
    on: options.On = None,
    profile: options.ProfileFile = None,
    kind: options.Kind = None,
    jobs: options.Jobs = None,
    no_store: options.NoStore = False,
    form: options.Form = "console",
) -> None:
    """Write what was found into copies of files; see ``review.commands.annotate``."""
    from review.commands import annotate as command  # noqa: PLC0415  help must not wait for it

    request = command.Request(
        files=tuple(files or ()),
        output=output,
        out_dir=out_dir,
        report=report,
        suggest=suggest,
        force=force,
        include=include,
        rules=rule_ids,
        rulebooks=tuple(rulebooks or ()),
        on=on,
        profile=profile,
        kind=kind,
        jobs=jobs,
        form=form,
        store=not no_store,
    )
    raise typer.Exit(command.run(request))


cli_template.add_to(app)


@rules.command("list", cls=ChineseCommand, help="列出全部办法和规则。")
def rules_list(*, rulebooks: options.Rulebooks = None, form: options.Form = "console") -> None:
    """List the rulebooks and their rules; see ``review.commands.rules``."""
    from review.commands import rules as command  # noqa: PLC0415  help must not wait for it

    raise typer.Exit(command.listed(form, rulebooks or ()))


@rules.command(
    "show", cls=ChineseCommand, help="显示一条规则或一部办法：出处、要求、适用范围、材料、判断方式、说法、试例。"
)
def rules_show(
    *, rule_id: options.RuleId = None, rulebooks: options.Rulebooks = None, form: options.Form = "console"
) -> None:
    """Show one rule or rulebook; see ``review.commands.rules``."""
    from review.commands import rules as command  # noqa: PLC0415  help must not wait for it

    raise typer.Exit(command.show(rule_id, form, rulebooks or ()))


@rules.command(
    "test",
    cls=ChineseCommand,
    help="运行规则文件里的试例。\n"
    "退出码：0 全部符合预期；2 有不符合预期的。加 --mutate：0 变体的结论九成以上正确；2 不到九成。",
)
def rules_test(
    *,
    rule_id: options.TriedId = None,
    mutate: options.Mutate = False,
    rulebooks: options.Rulebooks = None,
    form: options.Form = "console",
) -> None:
    """Run the examples of the rules; see ``review.commands.rules``."""
    from review.commands import rules as command  # noqa: PLC0415  help must not wait for it

    tried = command.mutate if mutate else command.test
    raise typer.Exit(tried(rule_id, form, rulebooks or ()))


@rules.command(
    "validate",
    cls=ChineseCommand,
    help="校验规则文件的写法。\n退出码：0 没有问题；2 有问题，逐条给出文件、行、列。",
)
def rules_validate(*, rulebooks: options.Rulebooks = None, form: options.Form = "console") -> None:
    """Check the rule files themselves; see ``review.commands.rules``."""
    from review.commands import rules as command  # noqa: PLC0415  help must not wait for it

    raise typer.Exit(command.validate(form, rulebooks or ()))


@rules.command(
    "coverage",
    cls=ChineseCommand,
    help="逐条列出办法的要求怎样检查：判断、部分判断、材料看不出、原文缺失。\n退出码：0 已列出；2 无法运行。",
)
def rules_coverage(
    *, rule_id: options.CoveredId = None, rulebooks: options.Rulebooks = None, form: options.Form = "console"
) -> None:
    """Tell how each requirement of a regulation is checked; see ``review.commands.rules``."""
    from review.commands import rules as command  # noqa: PLC0415  help must not wait for it

    raise typer.Exit(command.coverage(rule_id, form, rulebooks or ()))


@store.command("info", cls=ChineseCommand, help="显示缓存在哪里、存了什么、占用多少。")
def store_info(*, form: options.Form = "console") -> None:
    """Tell what the store holds; see ``review.commands.store``."""
    from review.commands import store as command  # noqa: PLC0415  help must not wait for it

    raise typer.Exit(command.info(form))


@store.command("clear", cls=ChineseCommand, help="清空缓存；下次检查重新读取全部材料，结论不变。")
def store_clear() -> None:
    """Empty the store; see ``review.commands.store``."""
    from review.commands import store as command  # noqa: PLC0415  help must not wait for it

    raise typer.Exit(command.clear())


def _guarded(called: Callable[[], int]) -> int:
    """Run a command; whatever goes wrong becomes a sentence and an exit code, never a traceback."""
    # the class of all usage errors has moved between releases of the library; its place above BadParameter has not
    usage_error = cast("type[Exception]", typer.BadParameter.__mro__[1])
    try:
        return called()
    except CannotRun as problem:
        _say(*problem.sentences)
    except usage_error as error:
        _say(*in_chinese(error).sentences)
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except Exception as error:
        if os.environ.get("SHENYUE_DEBUG"):
            raise
        _say(
            f"程序内部出错（{type(error).__name__}：{error}），检查没有完成。",
            "设置环境变量 SHENYUE_DEBUG=1 再运行一次，可得到供开发者排查的详情。",
        )
    return ExitCode.NOT_RUN


def _say(*sentences: str) -> None:
    from review.output import say  # noqa: PLC0415  help must not wait for it

    for sentence in sentences:
        say(sentence)


def run(arguments: Sequence[str]) -> int:
    """Run the command line on ``arguments`` (without the program's name); returns the exit code."""
    from review.output import prepare_streams  # noqa: PLC0415  help must not wait for it

    prepare_streams()
    command = typer.main.get_command(app)

    def called() -> int:
        code = command.main(args=list(arguments), prog_name="shenyue", standalone_mode=False)
        return code if isinstance(code, int) else ExitCode.CLEAN

    code = _guarded(called)
    if code == ExitCode.INTERRUPTED:
        # the library itself may have turned Ctrl-C into this code, without a word
        _say("已中断，没有给出报告。")
    return code


def _terminated(_number: int, _frame: FrameType | None) -> NoReturn:
    """End as Ctrl-C does, workers first, where the system asks the program to end."""
    raise SystemExit(128 + signal.SIGTERM)


def main() -> NoReturn:
    """Run the console command ``shenyue``."""
    signal.signal(signal.SIGTERM, _terminated)
    sys.exit(int(run(sys.argv[1:])))
