"""register.toml: what the institution sets once for the whole register. Unset means not set, never a guess."""

from typing import Annotated

import msgspec

from schema.field import about
from schema.kinds.base import Day
from schema.kinds.base import PersonId
from schema.kinds.base import PostId
from schema.kinds.base import Table


class Superior(Table, frozen=True, kw_only=True):
    """A superior body that reports go to."""

    id: Annotated[str, about("标识", "Id")]
    title: Annotated[str, about("名称", "Title")]


class Git(Table, frozen=True, kw_only=True):
    """Where the register is shared."""

    branch: Annotated[str, about("主线分支", "Main branch")] = "main"
    remote: Annotated[str, about("远端", "Remote")] = "origin"


class Review(Table, frozen=True, kw_only=True):
    """Which kinds change only through an approved proposal, and whose holders may approve."""

    kinds: Annotated[tuple[str, ...], about("受保护的类别", "Protected kinds")] = ()
    approvers: Annotated[tuple[PostId, ...], about("审批岗位", "Approving posts")] = ()


class Signing(Table, frozen=True, kw_only=True):
    """Whether commits must be signed."""

    required: Annotated[bool, about("须签名", "Required")] = False


class Thresholds(Table, frozen=True, kw_only=True):
    """Limits that the texts leave open."""

    near_due: Annotated[
        Annotated[int, msgspec.Meta(ge=0, le=366)] | None,
        about(
            "临期（工作日）",
            "Near due (working days)",
            "到期前几个工作日起为临期；不填则不判临期",
            "working days before the due day from which it is near; unset: never",
        ),
    ] = None


class Demo(Table, frozen=True, kw_only=True):
    """Marks a demonstration register: a fixed day stands for today."""

    today: Annotated[Day, about("演示日", "Demo day")]
    person: Annotated[
        PersonId | None, about("演示身份", "Demo person", "以谁的身份操作", "whose git identity the demonstration uses")
    ] = None


class Settings(Table, frozen=True, kw_only=True):
    """The settings of a register."""

    format: Annotated[int, msgspec.Meta(ge=1), about("格式版本", "Format version")]
    title: Annotated[str, about("台账名称", "Title")]
    title_en: Annotated[str, about("英文名称", "English title")] = ""
    language: Annotated[str, about("语言", "Language", "zh 或 en", "zh or en")] = "zh"
    time_zone: Annotated[str, about("时区", "Time zone", "如 Asia/Shanghai", "such as Asia/Shanghai")] = ""
    dialect: Annotated[str, about("层级用语", "Dialect")] = ""
    git: Annotated[Git, about("共享", "Git")] = Git()
    review: Annotated[Review, about("送审", "Review")] = Review()
    signing: Annotated[Signing, about("签名", "Signing")] = Signing()
    thresholds: Annotated[Thresholds, about("界限", "Thresholds")] = Thresholds()
    demo: Annotated[Demo | None, about("演示", "Demo")] = None
    superior: Annotated[tuple[Superior, ...], about("上级机关", "Superior bodies")] = ()
