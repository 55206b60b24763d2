"""Game sets: lent to a session, never to a child, and looked through part by part."""

from __future__ import annotations

import pytest

from hub.kernel.refusals import Refused
from plugins.youth_room import games, sessions
from plugins.youth_room.models import Lending
from plugins.youth_room.tests.place import count, game, opened

pytestmark = [pytest.mark.state("youth_place"), pytest.mark.usefixtures("here_now")]


def lent(number: str = "Q-01") -> Lending:
    running = sessions.open_now()
    return games.lend((running[0] if running else opened()).id, game(number).id)


def test_it_goes_out_and_comes_back():
    row = lent()
    assert (row.handed, row.game.state) == ("红子16、黑子16、棋盘", "out")
    games.give_back(row.id, ["红子16", "黑子16", "棋盘"])
    assert (row.state, row.missing, row.game.state) == ("returned", "", "in")
    with pytest.raises(Refused, match="已经还过了"):
        games.give_back(row.id)


def test_it_is_with_one_session_at_a_time():
    lent()
    with pytest.raises(Refused, match="正在棋乐无穷用"):
        lent()


def test_only_with_a_session_that_is_open():
    session = opened()
    sessions.close(session.id)
    with pytest.raises(Refused, match="已经结束"):
        games.lend(session.id, game().id)


def test_what_is_missing_is_noted_and_not_asked_for_again():
    games.give_back(lent().id, ["黑子16", "棋盘"])
    assert game().missing == "红子16"
    again = lent()
    assert again.handed == "黑子16、棋盘"
    games.give_back(again.id, ["黑子16"])
    assert game().missing == "红子16、棋盘"
    games.complete(game().id)
    assert game().missing == ""
    with pytest.raises(Refused, match="是齐的"):
        games.complete(game().id)


def test_a_broken_one_is_not_lent_until_it_is_mended():
    row = lent()
    with pytest.raises(Refused, match="哪里坏了"):
        games.give_back(row.id, condition="repair")
    games.give_back(row.id, condition="repair", fault="棋盘裂了")
    with pytest.raises(Refused, match="修好以后才能借"):
        lent()
    games.mended(game().id)
    assert game().fault == ""
    games.report(game().id, "少一条腿")
    with pytest.raises(Refused, match="不用再报"):
        games.report(game().id, "又坏了")


def test_a_lost_one_may_turn_up():
    row = lent()
    with pytest.raises(Refused, match="归还时选"):
        games.report(game().id, "坏了")
    games.lose(row.id)
    with pytest.raises(Refused, match="登记为丢失"):
        lent()
    games.found(game().id)
    lent()


def test_a_retired_one_is_gone_for_good():
    row = lent()
    with pytest.raises(Refused, match="还在用"):
        games.retire(game().id)
    games.give_back(row.id)
    games.retire(game().id)
    with pytest.raises(Refused, match="报废"):
        lent()
    assert games.find_sets("Q-01", 5) == []


def test_the_wrong_set_is_taken_back():
    games.undo_lend(lent().id)
    assert (count(Lending), game().state) == (0, "in")


def test_they_are_found_by_number_and_by_name():
    assert [row.number for row in games.find_sets("q-02", 5)] == ["Q-02"]
    assert [row.number for row in games.find_sets("棋", 5)] == ["Q-01", "Q-02"]
    assert games.find_sets("  ", 5) == []
