"""A list as it is read: rows, order, pages, chips, search, numbers."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.admin.bench import LOANS, TOOLS, counting

pytestmark = pytest.mark.state("workbench")
LIST = "/rooms/workbench/tools/"
CARDS = re.compile(r"T-\d\d\d")


def numbers(page) -> list[str]:
    return list(dict.fromkeys(CARDS.findall(page.text)))


def link(page, rel: str) -> str | None:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page.text)
    return found.group(1).replace("&amp;", "&") if found else None


def test_it_works(secretary):
    page = secretary.get(LIST)
    assert page.status_code == 200
    assert "130 条" in page.text
    assert numbers(page)[0] == "T-001"
    assert len(numbers(page)) == 50


def test_a_page_takes_at_most_six_queries_with_signing_in(app, secretary):
    for address in (LIST, LIST + "?state=in&search=锤&sort=-price", "/rooms/workbench/loans/?sort=tool"):
        secretary.get(address)
        with counting(app) as statements:
            assert secretary.get(address).status_code == 200
        assert len(statements) <= 6, statements


@pytest.mark.parametrize(
    "sort", ["number", "-number", "name", "-name", "price", "-price", "bought_on", "-checked_at"]
)
def test_every_row_is_met_once_forwards_and_backwards(secretary, sort):
    pages = []
    address = f"{LIST}?sort={sort}"
    while address:
        page = secretary.get(address)
        pages.append(numbers(page))
        address = link(page, "next")
    assert sum(map(len, pages)) == TOOLS == len({number for page in pages for number in page})

    back = [pages[-1]]
    while address := link(page, "prev"):
        page = secretary.get(address)
        back.append(numbers(page))
    assert back[::-1] == pages


def test_rows_without_a_value_come_last_in_both_directions(secretary):
    for sort in ("price", "-price"):
        page = secretary.get(f"{LIST}?sort={sort}")
        assert numbers(page)[0] not in ("T-004", "T-008")


def test_the_first_page_is_whole_when_one_comes_back_to_it(secretary):
    first = secretary.get(LIST)
    second = secretary.get(link(first, "next"))
    assert numbers(secretary.get(link(second, "prev"))) == numbers(first)


def test_the_address_of_a_page_names_a_record_and_no_value(secretary):
    address = link(secretary.get("/rooms/workbench/loans/?sort=resident"), "next")
    assert re.fullmatch(r"[^?]+\?sort=resident&after=\d+", address)


def test_a_record_that_is_gone_leads_to_the_first_page(secretary):
    assert numbers(secretary.get(LIST + "?after=999999"))[0] == "T-001"


def test_names_stand_in_the_row(secretary):
    page = secretary.get("/rooms/workbench/loans/")
    assert "王*" in page.text
    assert "艾力*" in page.text


def test_filters_are_chips_that_can_be_tapped_away(secretary):
    page = secretary.get(LIST + "?state=out&dangerous=1")
    assert "状态：借出" in page.text
    assert 'href="/rooms/workbench/tools/?dangerous=1"' in page.text
    assert numbers(page) == ["T-020", "T-050", "T-080", "T-110"]


def test_days_of_a_filter_are_the_villages(secretary):
    page = secretary.get(LIST + "?checked_at_from=2025-01-02&checked_at_to=2025-01-02&sort=checked_at")
    assert numbers(page)[0] == "T-042"  # 2025-01-01 16:00 UTC is midnight in the village
    assert "T-040" not in page.text


def test_choices_of_a_filter_are_read_at_the_request(app, secretary):
    secretary.get("/rooms/workbench/loans/")
    secretary.post(
        "/rooms/workbench/tools/new/",
        data={"number": "T-900", "name": "新来的", "state": "in", "copies": "1"},
    )
    assert "新来的" in secretary.get("/rooms/workbench/loans/").text


def test_search_finds_by_all_words(secretary):
    assert numbers(secretary.get(LIST + "?search=锤子 T-01")) == ["T-010", "T-015"]


def test_signs_of_patterns_are_searched_as_they_are(secretary):
    assert "T-004" in secretary.get(LIST + "?search=100%25_").text
    assert numbers(secretary.get(LIST + "?search=%25")) == numbers(secretary.get(LIST + "?search=100"))


@pytest.mark.parametrize("words", ["王小明", "wangxm", "wxm", "8842"])
def test_residents_are_found_through_their_keys(secretary, words):
    page = secretary.get(f"/rooms/workbench/loans/?search={words}")
    assert "王*" in page.text
    assert "艾力*" not in page.text


def test_tabs_are_the_rooms_lists_with_their_numbers(secretary):
    text = secretary.get(LIST).text
    assert re.search(r'aria-current="page">工具 <span class="figures">130<', text)
    assert re.search(rf'>借出 <span class="figures">{LOANS}<', text)
    assert re.search(r'>补录的 <span class="figures">10<', text)


def test_a_tab_without_permission_is_not_there(keeper):
    assert "补录的" not in keeper.get(LIST).text


def test_an_empty_list_says_what_to_do_first(app, secretary):
    from hub.centre.situation import in_village
    from hub.kernel.database import db
    from tests.admin.bench import HERE, models_of

    models = models_of(app)
    with in_village(app, HERE):
        for row in [*db.session.query(models.Loan), *db.session.query(models.Tool)]:
            db.session.delete(row)
    page = secretary.get(LIST)
    assert "还没有工具，先登记一件。" in page.text


def test_nothing_found_offers_all(secretary):
    assert "没有符合条件的工具。" in secretary.get(LIST + "?search=没有这个").text


def test_a_row_offers_what_applies_to_it(keeper):
    text = keeper.get(LIST).text
    assert "/rooms/workbench/lend?tool=1" in text
    assert '/rooms/workbench/lend?tool=2"' not in text  # out
    assert "报废" not in text  # a keeper may not


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_a_page_speaks_one_language(secretary, language):
    secretary.set_cookie("lang", language)
    assert secretary.get(LIST).status_code == 200


HOSTILE = st.one_of(
    st.text(max_size=40),
    st.integers().map(str),
    st.sampled_from(
        ["-1", "0", "2147483648", "9" * 40, "\0", "' OR 1=1 --", "0000-00-00", "9999-12-31", "1e9", "𝟙", "²"]
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(
            ["after", "before", "sort", "search", "state", "bought_on_from", "bought_on_to", "checked_at_from",
             "checked_at_to", "dangerous", "dear", "tool", "page", "page_size", "flt0_0", "id", "url"]
        ),
        HOSTILE,
        max_size=5,
    )
)  # fmt: skip
def test_no_address_breaks_a_list(secretary, args):
    for address in (LIST, "/rooms/workbench/loans/"):
        assert secretary.get(address, query_string=args).status_code == 200


def test_a_bad_day_is_said_and_left_out(secretary):
    page = secretary.get(LIST + "?bought_on_from=2025-99-01")
    assert page.status_code == 200
    assert "要填一个日期" in page.text
    assert "130 条" in page.text
