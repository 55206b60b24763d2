"""Invented names as they are written here, for Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

SURNAMES = ("王", "李", "单", "曾", "解", "欧阳", "吕", "仇")
GIVEN = ("芳", "建国", "晓东", "丽", "国强", "女")
PARTS = ("买买提", "艾力", "阿卜杜热合曼", "古丽", "热孜万古丽", "吐尔逊", "帕提古丽")

han_names = st.builds(
    lambda surname, given: surname + given, st.sampled_from(SURNAMES), st.sampled_from(GIVEN)
)
uyghur_names = st.lists(st.sampled_from(PARTS), min_size=2, max_size=3).map("·".join)
