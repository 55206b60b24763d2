"""What a room claims of itself, and what `hub room check` says about it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hub.cli import main
from hub.conformance.claim import read_claim
from hub.conformance.report import Report, Result, State
from hub.conformance.rules import RULES

MANIFEST = """
id = "ant_room"
name = {zh = "蚂蚁室", en = "Ant room"}
icon = "蚁"
version = "1.0"
hub = ">=0.1,<1"
[facts]
purpose = "看蚂蚁"
used_for = "看蚂蚁"
"""


def report(claimed: str = "gold", **states: State) -> Report:
    results = (Result(id, states.get(id.replace("-", "_"), "done")) for id in RULES)
    return Report("ant_room", claimed, tuple(results))


class TestLevels:
    def test_a_room_that_keeps_every_rule_is_gold(self) -> None:
        assert report().level == "gold"

    def test_an_exemption_counts_as_kept(self) -> None:
        assert report(loads="exempt").level == "gold"

    @pytest.mark.parametrize(
        ("rule", "level"), [("queries", "silver"), ("english", "bronze"), ("migrations", "")]
    )
    def test_what_is_broken_ends_the_level_below(self, rule: str, level: str) -> None:
        assert report(**{rule: "broken"}).level == level

    def test_what_is_not_proved_stands_in_the_way_of_gold_alone(self) -> None:
        found = report(retention="unproven")
        assert (found.level, found.ok) == ("silver", False)
        assert report("silver", retention="unproven").ok


class TestTheFile:
    @pytest.fixture
    def claim(self, tmp_path: Path):
        def write(text: str):
            (tmp_path / "conformance.toml").write_text(text, "utf-8")
            return read_claim(tmp_path)

        return write

    def test_without_it_a_room_claims_bronze(self, tmp_path: Path) -> None:
        claim = read_claim(tmp_path)
        assert (claim.level, claim.exempt, claim.problems) == ("bronze", {}, [])

    def test_it_says_the_level_and_the_reasons(self, claim) -> None:
        found = claim('level = "silver"\n[exempt]\ndemo-data = "没有表"')
        assert (found.level, found.exempt, found.problems) == ("silver", {"demo-data": "没有表"}, [])

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('level = "platinum"', "platinum"),
            ('[exempt]\nno-such-rule = "x"', "no-such-rule"),
            ('[exempt]\ndemo-data = " "', "demo-data"),
            ('[exempt]\nloads = "x"', "loads"),
            ("exempt = 3", "[exempt]"),
            ("colour = 3", "colour"),
            ("= =", "conformance.toml"),
        ],
    )
    def test_what_is_wrong_in_it_is_named(self, claim, text: str, said: str) -> None:
        assert said in " ".join(claim(text).problems)

    def test_an_exemption_from_what_is_kept_is_named(self, claim) -> None:
        found = claim('[exempt]\ndemo-data = "没有表"')
        found.compare({"demo-data": "done"})
        assert "demo-data" in found.problems[0]


class TestTheCommand:
    @pytest.fixture
    def ant_room(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        folder = tmp_path / tmp_path.name.replace("-", "_") / "ant_room"
        folder.mkdir(parents=True)
        (folder / "room.toml").write_text(MANIFEST, "utf-8")
        (folder / "__init__.py").write_text('"""Ants."""', "utf-8")
        monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("HUB_ROOMS_DIRS", json.dumps([str(folder.parent)]))
        return folder

    def test_it_prints_the_rules_and_the_level_and_touches_no_data(
        self, ant_room: Path, tmp_path: Path
    ) -> None:
        done = CliRunner().invoke(main, ["room", "check", "ant_room"])
        assert done.exit_code == 0, done.output
        assert "做到  other-village" in done.output
        assert "ant_room：达到金，自称铜。" in done.output
        assert not (tmp_path / "home").exists()

    def test_below_its_claim_it_ends_with_one_and_says_how_to_mend(self, ant_room: Path) -> None:
        (ant_room / "conformance.toml").write_text('level = "gold"', "utf-8")
        (ant_room / "__init__.py").write_text("", "utf-8")
        done = CliRunner().invoke(main, ["room", "check", str(ant_room)])
        assert done.exit_code == 1
        assert RULES["explained"].mend in done.output

    def test_a_program_gets_json(self, ant_room: Path) -> None:
        (ant_room / "conformance.toml").write_text('[exempt]\nexplained = "看得出"', "utf-8")
        (ant_room / "__init__.py").write_text("", "utf-8")
        done = CliRunner().invoke(main, ["room", "check", "ant_room", "--json"])
        told = json.loads(done.output)
        assert (told["level"], told["ok"]) == ("gold", True)
        assert {"rule": "explained", "level": "gold", "state": "exempt", "problems": ["__init__.py 没有说明。"],
                "reason": "看得出"} in told["results"]  # fmt: skip

    def test_an_unknown_room_is_named(self, ant_room: Path) -> None:
        done = CliRunner().invoke(main, ["room", "check", "bee_room"])
        assert done.exit_code == 2
        assert "bee_room" in done.output
