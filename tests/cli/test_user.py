"""`hub user`: accounts, by the operator."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.harness.people import Client, a_village

NEW = ("user", "add", "LiLi", "--name", "李丽", "--rooms", "tool_station")


@pytest.fixture
def village(app) -> int:
    return a_village(app, "石桥村", rooms=["tool_station"])


def password_in(output: str) -> str:
    found = re.search(r"首次密码：(\S+)", output)
    assert found, output
    return found[1]


def signs_in(app, username: str, password: str) -> bool:
    browser = Client(app, app.response_class, use_cookies=True)
    return browser.post("/sign-in", data={"username": username, "password": password}).status_code == 303


def accounts(hub) -> dict[str, dict[str, Any]]:
    return {user["username"]: user for user in json.loads(hub("user", "list", "--json").output)}


def test_it_works(hub, app, village):
    result = hub(*NEW)
    assert result.exit_code == 0, result.output
    assert signs_in(app, "lili", password_in(result.output))
    [membership] = accounts(hub)["lili"]["villages"]
    assert membership == {
        "village_id": village, "village": "石桥村", "role": "keeper", "rooms": ["tool_station"], "active": True,
    }  # fmt: skip


def test_somebody_who_is_there_joins_another_village_with_the_same_password(hub, app, village):
    hub(*NEW)
    other = a_village(app, "柳沟村")
    result = hub("user", "add", "lili", "--village", str(other), "--role", "reader")
    assert "首次密码" not in result.output
    assert [one["role"] for one in accounts(hub)["lili"]["villages"]] == ["keeper", "reader"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--name", "李丽", "--rooms", "cellar"), "没有功能室 cellar"),
        (("--name", "李丽"), "至少要管一个功能室"),
        (("--role", "reader"), "--name"),
        (("--name", "李丽", "--village", "99"), "是哪个村"),
        (("--name", "李丽", "--town-admin", "--village", "1"), "镇管理员不加入村"),
        (("--name", "😀", "--role", "reader"), "不能用的符号"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(hub, village, arguments, sentence):
    result = hub("user", "add", "lili", *arguments)
    assert result.exit_code != 0
    assert sentence in result.output
    assert accounts(hub) == {}


def test_a_town_administrator_belongs_to_no_village(hub, village):
    assert hub("user", "add", "zhen", "--name", "镇管理员", "--town-admin").exit_code == 0
    assert accounts(hub)["zhen"]["town_admin"]
    result = hub("user", "add", "zhen", "--role", "secretary")
    assert result.exit_code != 0
    assert "不看居民资料" in result.output


def test_a_password_is_reset(hub, app, village):
    first = password_in(hub(*NEW).output)
    second = password_in(hub("user", "reset-password", "lili").output)
    assert not signs_in(app, "lili", first)
    assert signs_in(app, "lili", second)


def test_an_account_is_stopped_and_given_back(hub, app, village):
    password = password_in(hub(*NEW).output)
    assert "已停用" in hub("user", "deactivate", "lili").output
    assert not signs_in(app, "lili", password)
    assert "已停用" in hub("user", "list").output
    hub("user", "deactivate", "lili", "--undo")
    assert signs_in(app, "lili", password)


def test_a_villages_last_secretary_is_not_stopped(hub, village):
    hub("user", "add", "shuji", "--name", "王芳", "--role", "secretary")
    result = hub("user", "deactivate", "shuji")
    assert result.exit_code != 0
    assert "唯一的村书记" in result.output
    assert accounts(hub)["shuji"]["active"]


def test_sign_ins_are_ended_everywhere(hub, app, village):
    password = password_in(hub(*NEW).output)
    browser = Client(app, app.response_class, use_cookies=True)
    browser.post("/sign-in", data={"username": "lili", "password": password})
    assert "1 处" in hub("user", "sign-out-everywhere", "lili").output
    assert browser.get("/me").location.startswith("/sign-in")


@pytest.mark.parametrize("deed", ["reset-password", "deactivate", "sign-out-everywhere"])
def test_somebody_unknown_is_named(hub, village, deed):
    result = hub("user", deed, "nobody")
    assert result.exit_code == 2
    assert "没有账号 nobody" in result.output


def test_an_empty_hub_says_so(hub, village):
    assert "还没有账号" in hub("user", "list").output
