"""The signal that docs/how-to shows is whole: its examples hold as they stand there."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from northstar.rules.assess import judge
from northstar.rules.examples import moment

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "new-signal.md"


def shown():
    code = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL).group(1)
    names = {}
    exec(compile(code, str(PAGE), "exec"), names)
    return SimpleNamespace(**names)


@pytest.mark.parametrize("example", shown().EXAMPLES, ids=lambda example: example.name)
def test_the_signal_shown_holds_its_examples(example):
    answer = judge(example.subject(), moment(example.now), [shown().SIGNAL])
    assert len(answer.found) == example.finds
    if example.looks_again:
        assert answer.look_again == moment(example.looks_again)
