"""Settings come from the environment and one file; a wrong one is refused with a sentence that names it."""

from pathlib import Path

import pytest

from hub.settings import SettingsError, load_settings


class TestSources:
    def test_the_file_in_the_data_folder_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "hub.toml").write_text("port = 9001\n")
        assert load_settings(home=tmp_path).port == 9001

    def test_the_environment_wins_over_the_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "hub.toml").write_text("port = 9001\nthreads = 3\n")
        monkeypatch.setenv("HUB_HOME", str(tmp_path))
        monkeypatch.setenv("HUB_PORT", "9002")
        settings = load_settings()
        assert (settings.port, settings.threads, settings.home) == (9002, 3, tmp_path)

    def test_without_an_address_the_database_is_a_file_in_the_data_folder(self, tmp_path: Path) -> None:
        settings = load_settings(home=tmp_path)
        assert settings.is_sqlite
        assert settings.database.endswith(f"{tmp_path}/hub.sqlite3")

    @pytest.mark.parametrize("address", ["postgresql://u:p@db/hub", "postgres+psycopg://u:p@db/hub"])
    def test_postgresql_is_spoken_through_psycopg(self, tmp_path: Path, address: str) -> None:
        if address.startswith("postgres+"):
            with pytest.raises(SettingsError, match="database_url"):
                load_settings(home=tmp_path, database_url=address)
        else:
            assert load_settings(home=tmp_path, database_url=address).database.startswith(
                "postgresql+psycopg://"
            )


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "value"),
        [("HUB_PORT", "99999"), ("HUB_PORT", "abc"), ("HUB_LANG", "fr"), ("HUB_DATABASE_URL", "mysql://x/y"),
         ("HUB_DATABASE_URL", "nonsense"), ("HUB_THREADS", "0"), ("HUB_LOG_LEVEL", "LOUD"),
         ("HUB_LIMITER_URL", "redis"), ("HUB_LIMITER_URL", "mongodb://host")],
    )  # fmt: skip
    def test_a_wrong_value_is_refused_and_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
    ) -> None:
        monkeypatch.setenv(name, value)
        with pytest.raises(SettingsError, match=name):
            load_settings(home=tmp_path)

    def test_shared_limits_need_a_package_that_is_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("hub.settings.find_spec", lambda name: None)
        with pytest.raises(SettingsError, match=r"limiter_url .*village-hub\[redis\]"):
            load_settings(home=tmp_path, limiter_url="redis://host:6379/0")

    def test_an_unknown_variable_is_refused_with_the_nearest_name(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HUB_DATABSE_URL", "x")
        with pytest.raises(SettingsError, match="did you mean HUB_DATABASE_URL"):
            load_settings(home=tmp_path)

    def test_an_unknown_line_in_the_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "hub.toml").write_text("prot = 9001\n")
        with pytest.raises(SettingsError, match=r"prot \(hub.toml\)"):
            load_settings(home=tmp_path)

    def test_a_broken_file_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "hub.toml").write_text("port = = 1\n")
        with pytest.raises(SettingsError, match=r"hub\.toml"):
            load_settings(home=tmp_path)
