"""What a person is told about a cluster: what is wrong there, and what to do."""

from collections.abc import Sequence

from review.errors import CannotRun
from review.intake import printable

ADDRESS_FORM = "请写成 tcp://主机:端口 的形式，例如 tcp://127.0.0.1:8786。"
NO_EXTRA = (
    '--cluster 需要安装附加组件：pip install "shenyue[cluster]"。',
    "调度程序和各台工作机上也要安装同样的版本。",
)
AGAIN = "已经读完的保存在缓存里；修复后用同样的命令再运行，会接着做。"


def unreachable(address: str) -> CannotRun:
    """Return the refusal where no scheduler answers."""
    return CannotRun(
        f"--cluster {address}：连接不上调度程序。",
        "请检查地址和端口，并确认调度程序已经启动（dask scheduler --no-dashboard），防火墙允许连接。",
    )


def empty(address: str) -> CannotRun:
    """Return the refusal where the cluster has no worker."""
    return CannotRun(
        f"--cluster {address}：集群里没有工作机。",
        f"请用 dask worker {address} --no-dashboard 启动。{AGAIN}",
    )


def broken_off(address: str) -> CannotRun:
    """Return what is said where the connection to the scheduler was lost."""
    return CannotRun(f"--cluster {address}：与调度程序的连接断了，检查没有完成。", AGAIN)


def deserted(address: str, seconds: float) -> str:
    """Return what is said where all workers have gone and some may come back."""
    return f"集群（{address}）里的工作机都断开了，等待{seconds:.0f}秒；可以用 dask worker {address} 再启动。"


def differing(refused: Sequence[tuple[str, Sequence[str]]]) -> CannotRun:
    """Return the refusal of workers that read with other versions; each with in what it differs."""
    return CannotRun(
        *(f"工作机 {name} 与本机的版本不一致，不能使用：{'；'.join(unlike)}。" for name, unlike in refused),
        "版本不一致，同一文件可能读出不同的结果。请在各台机器上安装同样的版本和附加程序，重新启动工作机。",
    )


def not_installed(names: Sequence[str]) -> CannotRun:
    """Return the refusal of a scheduler or workers without the program."""
    return CannotRun(
        f"集群的 {'、'.join(names)} 上没有安装 shenyue。",
        "请在调度程序和各台工作机所用的 Python 里安装同样版本的 shenyue[cluster]，再重新启动。",
    )


def not_ours(name: str) -> CannotRun:
    """Return the refusal of a worker whose answer cannot be understood."""
    return CannotRun(f"工作机 {name} 上的程序与本机的版本不一致，不能使用；请安装同样的版本，重新启动工作机。")


def failed_there(address: str, error: BaseException) -> CannotRun:
    """Return what is said where the cluster could not run a task at all."""
    return CannotRun(
        f"--cluster {address}：集群不能运行任务（{type(error).__name__}）。",
        "请检查调度程序和各台工作机是否都安装了与本机同样版本的 shenyue[cluster]。",
    )


def unseen(host: str, file: str) -> CannotRun:
    """Return the refusal where a machine does not see the files."""
    return CannotRun(
        f"工作机 {host} 看不到文件 {printable(file)}，或者看到的是另一个文件。",
        "请把材料放在各台机器都能以同样路径读到的位置，或加 --ship 随任务发送。",
    )


def no_room(host: str, why: str) -> CannotRun:
    """Return what is said where a machine cannot keep what was sent."""
    return CannotRun(f"工作机 {host} 的临时文件夹无法写入（{why}）。", f"请清理磁盘后重新启动工作机。{AGAIN}")


def too_large(limit: int) -> str:
    """Return what is said, once, where a file is not sent along."""
    return f"超过{limit // 1_000_000}MB的文件不随任务发送，在本机读取。"
