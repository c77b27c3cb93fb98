"""The arguments and options of the command line, as its help shows them."""

import sys
from typing import Annotated

import typer

Paths = Annotated[list[str] | None, typer.Argument(metavar="路径…", help="文件或文件夹，可给多个。")]
Files = Annotated[list[str] | None, typer.Argument(metavar="文件…", help="要读取的文件，可给多个。")]
RuleId = Annotated[str | None, typer.Argument(metavar="ID", help="规则或办法的编号。")]
CoveredId = Annotated[str | None, typer.Argument(metavar="ID", help="办法的编号；不写时列出全部办法。")]
TriedId = Annotated[str | None, typer.Argument(metavar="ID", help="规则或办法的编号；不写时全部。")]
Report = Annotated[
    str | None, typer.Argument(metavar="报告.json", help="check 或 facts 得到的报告（.json，check 的也可是 .jsonl）。")
]
Resubmitted = Annotated[list[str] | None, typer.Argument(metavar="路径…", help="这次报送的文件或文件夹，可给多个。")]
OldReport = Annotated[str | None, typer.Argument(metavar="前次报告", help="前次 check 得到的报告（.json 或 .jsonl）。")]
RecheckOutputs = Annotated[
    list[str] | None,
    typer.Option("-o", "--output", metavar="文件.json", help="另存复查结果（.json），可多个。"),
]
ToAnnotate = Annotated[list[str] | None, typer.Argument(metavar="文件…", help="要批注的 .docx 或 .pdf，可给多个。")]
Copy = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="文件", help="批注本写到这里；默认在原件旁边，名为“原名（批注）”。"),
]
OutDir = Annotated[str | None, typer.Option("--out-dir", metavar="目录", help="批注本都写到这个目录，没有就建立。")]
FromReport = Annotated[
    str | None,
    typer.Option(
        "--report",
        metavar="报告.json",
        help="用 check 已有的 JSON 报告中关于这些文件的结论；不给出时把每个文件单独检查一遍。",
    ),
]
Suggest = Annotated[
    bool, typer.Option("--suggest", help="把建议的条款作为修订插入（Word），由您接受或拒绝；PDF 写在批注里。")
]
Include = Annotated[
    str,
    typer.Option(
        "--include",
        metavar="fail,review,…",
        help="批注哪些结论：fail、review、open、pass、notApplicable；默认 fail,review。",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="批注本的位置已有内容不同的文件时，覆盖它；原件从不改动。")]
Root = Annotated[
    str | None,
    typer.Option("--root", metavar="目录", help="报告里的路径从这个目录算起；默认是当前目录。"),
]
Quick = Annotated[
    bool,
    typer.Option("--quick", help="只核对原文和报告自身，不重新检查一遍；改动过的数值和说明可能看不出。"),
]
Mutate = Annotated[
    bool,
    typer.Option(
        "--mutate",
        help="把试例改成结论已知的变体（界线、单位、否定、换词、改成表格、换材料），看规则得出多少错误的结论。",
    ),
]
By = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="auto|folder|file",
        help="怎样划分报送材料：auto（默认）逐级识别，folder 每个路径一份，file 每个文件一份。",
    ),
]
RuleIds = Annotated[
    str | None,
    typer.Option("--rules", metavar="ID,…", help="只用这些办法或规则，用逗号分隔；shenyue rules list 可查。"),
]
Rulebooks = Annotated[
    list[str] | None,
    typer.Option(
        "--rulebooks",
        metavar="目录",
        help="另用这个目录里自己的规则库，可给多个；也可用环境变量 SHENYUE_RULEBOOKS 指定。",
    ),
]
On = Annotated[str | None, typer.Option("--on", metavar="日期", help="按这一天有效的规定检查，如 2026-11-21。")]
ProfileFile = Annotated[
    str | None,
    typer.Option("--profile", metavar="文件", help="项目信息（YAML或JSON），代替文件夹里的 submission.yaml。"),
]
Kind = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="类别",
        help="指明这些文件都是什么材料（如 contract、feasibility_report），不再自动识别。",
    ),
]
FailOn = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="error|warning|review|open|never",
        help="有哪一级及以上的结论时以退出码1结束；默认 warning，即有错误或警告级的不符合。",
    ),
]
Waivers = Annotated[
    str | None,
    typer.Option(
        "--waivers",
        metavar="文件",
        help="认可清单（YAML）：写明认可哪些结论、谁、为什么、到哪天；照样列出并注明，到期前不计入退出码。",
    ),
]
Baseline = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="报告",
        help="与前次的报告（.json、.jsonl）对照，标出新出现、有变化、没有变化和已整改的；全部仍计入退出码。",
    ),
]
FailOnNew = Annotated[
    bool,
    typer.Option("--fail-on-new", help="与 --baseline 一起使用：与前次完全相同的结论不计入退出码。"),
]
Jobs = Annotated[str | None, typer.Option("--jobs", metavar="N", help="同时读取的进程数，默认按处理器数。")]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="tcp://主机:端口",
        help="由这个 Dask 集群读取材料；只连接这个地址。需要附加组件 shenyue[cluster]。",
    ),
]
Ship = Annotated[
    bool,
    typer.Option("--ship", help="材料随任务发给集群（每个文件64MB以内），不要求各台机器能以同样路径读到。"),
]
NoStore = Annotated[bool, typer.Option("--no-store", help="不使用缓存：不取以前读过的，也不留下这次读到的。")]
Form = Annotated[
    str, typer.Option("--format", metavar="console|json", help="输出格式：console（默认，供人阅读）或 json。")
]
CheckForm = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="console|json|jsonl|csv|sarif|html|xlsx",
        help="输出格式：console（默认，供人阅读）、json、jsonl（一条结论一行，随检查随输出）、csv、sarif、html、xlsx。",
    ),
]
Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "-o",
        "--output",
        metavar="文件",
        help="另存报告，按扩展名定格式（.html、.xlsx、.docx、.json、.jsonl、.csv、.sarif），可多个。"
        ".docx 是审查意见书，每份报送一个文件：多份时写入同名的文件夹。",
    ),
]
Template = Annotated[
    str | None,
    typer.Option(
        "--template",
        metavar="文件.docx",
        help="审查意见书用这份模板；shenyue template 可得到一份供修改。也可用环境变量 SHENYUE_TEMPLATE 指定。",
    ),
]
Detail = Annotated[
    str | None,
    typer.Option(
        "--detail", metavar="目录", help="和 -o 报告.html 一起：把结论所在的整页图片写到这个目录，由网页报告链接。"
    ),
]
TemplateOutput = Annotated[
    str | None, typer.Option("-o", "--output", metavar="文件.docx", help="模板存到哪里；已有的文件不覆盖。")
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="列出不适用的规则及原因、全部原文。")]
Explain = Annotated[bool, typer.Option("--explain", help="同时说明每项事实由哪条识别规则得出，以及排除了哪些。")]


def _version(value: bool) -> None:  # noqa: FBT001  called by the library
    if value:
        from review.entries import tool  # noqa: PLC0415  help must not wait for it

        sys.stdout.write(f"shenyue {tool().version}\n")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本号后退出。")]
