"""What is wrong with a text that is not TOML, in Chinese: the sentences of `tomllib` and of `store.toml.layout`.

Both say it in English with the place apart; `store.toml.text` and `store.toml.edit` show it. Sentences of another Python that
are not known here stay in English, so that nothing is lost.
"""

import re

_KNOWN = {
    # tomllib
    "Invalid statement": "此处不是有效的语句",
    "Expected newline or end of document after a statement": "语句之后应换行",
    "Expected '=' after a key in a key/value pair": "键的后面应有“=”",
    "Expected ']' at the end of a table declaration": "表头缺少“]”",
    "Expected ']]' at the end of an array declaration": "表头缺少“]]”",
    "Invalid initial character for a key part": "键的首字符无效",
    "Invalid value": "值无效",
    "Invalid date or datetime": "日期或时间无效",
    "Invalid hex value": "十六进制转义无效",
    "Escaped character is not a Unicode scalar value": "转义的字符不是有效的 Unicode 字符",
    "Unclosed array": "数组没有结束",
    "Unclosed inline table": "内联表没有结束",
    "Unescaped '\\' in a string": "文字里的反斜杠须写成两个",
    "Unterminated string": "文字缺少结束的引号",
    "Cannot overwrite a value": "不能覆盖已有的值",
    # store.toml.layout
    "a header is not closed": "表头没有结束",
    "a key without `=`": "键的后面没有“=”",
    "a key is missing or not valid": "缺少键或键无效",
    "a quoted key is not valid": "带引号的键无效",
    "a value is missing or not valid": "缺少值或值无效",
    "an array is not closed": "数组没有结束",
    "an inline table is not closed": "内联表没有结束",
    "something stands after the end of a value or header": "值或表头之后还有多余的内容",
}
_PATTERNS = (
    (re.compile(r"Expected (.+)", re.DOTALL), r"此处应有 \1"),
    (re.compile(r"(?:Found invalid|Illegal) character (.+)", re.DOTALL), r"不允许的字符 \1"),
    (re.compile(r"Duplicate inline table key (.+)", re.DOTALL), r"内联表里的键 \1 重复"),
    (re.compile(r"Cannot declare (.+) twice", re.DOTALL), r"\1 不能声明两次"),
    (re.compile(r"Cannot (?:mutate immutable|redefine) namespace (.+)", re.DOTALL), r"\1 不能再次定义"),
    (re.compile(r"a key has more than (\d+) parts"), r"键超过 \1 段"),
    (re.compile(r"values are nested more than (\d+) deep"), r"值的嵌套超过 \1 层"),
)


def explain_syntax_zh(words: str) -> str:
    """What a parser said, in Chinese; words that are not known stay as they are."""
    if words in _KNOWN:
        return _KNOWN[words]
    for pattern, chinese in _PATTERNS:
        if found := pattern.fullmatch(words):
            return found.expand(chinese)
    return words
