"""What the importer asks instead of guessing, in both languages."""

from typing import Final
from typing import NamedTuple

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "times": ("“{words}”没有说次数：是每期至少一次吗？", "“{words}” says no number: is it once a period at least?"),
    "number": ("“{words}”没有说次数和期限，由谁定、定几次？", "“{words}” says neither how often nor by when: who sets it, and to what?"),
    "event": ("“{words}”：从哪类事件起、几个工作日内？", "“{words}”: after which sort of event, and within how many working days?"),
    "since": ("“{words}”：从哪类事件起算？", "“{words}”: after which sort of event?"),
    "deadline": ("“{words}”：期限写在到期规则中，是哪一期的？", "“{words}”: of which period is this the day?"),
    "length": ("“{words}”不是年、半年、季、月，怎样登记？", "“{words}” is no year, half-year, quarter or month: how is it to be kept?"),
    "once": ("“{words}”是一次性的期限，怎样登记？", "“{words}” is a deadline that comes once: how is it to be kept?"),
    "unit-unknown": ("台账中没有“{words}”，是哪个单位？", "the register has no “{words}”: which unit is it?"),
    "addressee-unknown": ("台账中没有“{words}”：报给谁？", "the register has no “{words}”: who is the report for?"),
    "addressees-differ": ("一条中报送对象不一：{words}", "one clause names several to report to: {words}"),
    "post-unknown": ("台账中没有岗位“{words}”，是哪个岗位？", "the register has no post “{words}”: which one is it?"),
    "bearer-unknown": ("由谁承担没有认出", "who bears it was not recognised"),
    "bearer-presumed": ("没有写由谁承担，推定为“{words}”，对吗？", "it does not say who bears it; presumed to be “{words}”: is that right?"),
    "tier-presumed": ("层级由承担者推定，请确认", "the tier is presumed from who bears it: please confirm"),
    "tier-unset": ("“{words}”不是规定的层级，是哪一级？", "“{words}” is none of the tiers: which one is it?"),
    "one-or-two": ("“{words}”是一人两职还是两人？", "“{words}”: one person with two posts, or two?"),
    "annex-missing": ("所附“{words}”不在文件中", "the “{words}” that it refers to is not in the file"),
    "placeholder": ("“{words}”是占位，应填什么？", "“{words}” is a placeholder: what belongs there?"),
    "body-unlike": ("本文件的决策体是“{own}”，此处写“{words}”", "the body of this text is “{own}”, here it says “{words}”"),
    "repeated": ("与 {words} 说的是同一件事，是否合并？", "it says the same as {words}: are they one duty?"),
    "label-lost": ("同级各项有标号，此项没有", "the items beside it have labels and this one has none"),
    "numbers-missing": ("标号从 {words}，中间是否缺失？", "the labels go from {words}: is something missing between?"),
    "scope-mixed": ("部分内容在范围外（{words}），已略去，余下的是否成立？", "part of it is out of scope ({words}) and was left out: does the rest stand?"),
    "scope-out": ("看来在范围外（{words}），只留代码，对吗？", "it seems out of scope ({words}), only the code is kept: is that right?"),
    "name-dropped": ("略去人名 {words} 处，只留岗位", "{words} name(s) of persons were left out, the posts stay"),
    "quote-dropped": ("略去引号中的账号名或机构名 {words} 处", "{words} name(s) of accounts or offices in quotes were left out"),
    "selector-undefined": ("“{words}”指哪些单位，文件没有说", "the text does not say which units “{words}” are"),
    "self-name": ("文件自称不一：{words}", "the text calls itself by several names: {words}"),
    "title-unknown": ("没有认出标题，以文件名代替", "the title was not recognised; the file's name stands for it"),
    "issuer-unknown": ("没有认出发文机关", "who issued it was not recognised"),
    "day-unknown": ("没有认出施行日期", "the day from which it holds was not recognised"),
}  # fmt: skip


class Question(NamedTuple):
    """One thing that a person must say or confirm."""

    code: str
    """Stable; one of the keys above."""
    words: str = ""
    """The words of the text that it is about."""
    own: str = ""

    def say(self, language: str) -> str:
        """The question in a language: `zh…` gives Chinese, all else English."""
        zh, en = _TEXTS[self.code]
        return (zh if language.startswith("zh") else en).format(words=self.words, own=self.own)


MARKS: Final = frozenset(
    {"name-dropped", "quote-dropped", "repeated", "tier-presumed", "numbers-missing", "label-lost"}
)
"""What is only said: a draft may be accepted without an answer to it."""
