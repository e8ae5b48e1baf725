"""docker-compose.yml, Dockerfile and .env.example: what can be told of them where no Docker engine runs."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.servers.debian import install
from tests.servers.distribution import VERSION
from therapyindex.settings import Settings

ROOT = Path(__file__).parents[1]
COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
OURS = ("api", "prefect", "worker")
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_docker_compose_accepts_it() -> None:
    if not shutil.which("docker-compose") and not (os.environ.get("CI") and install("docker-compose")):
        if os.environ.get("CI"):
            pytest.fail("docker-compose is missing: install it, on Debian with `apt-get install docker-compose`")
        pytest.skip("not run without docker-compose: install it, on Debian with `apt-get install docker-compose`")
    command = ["docker-compose", "--file", str(ROOT / "docker-compose.yml"), "config", "--quiet"]
    checked = subprocess.run(command, check=False, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


def test_elasticsearch_is_the_tested_version() -> None:
    images = {service["image"] for service in SERVICES.values() if "elasticsearch" in service["image"]}
    assert images == {f"docker.elastic.co/elasticsearch/elasticsearch:{VERSION}"}


def test_elasticsearch_is_secured_and_sized() -> None:
    service = SERVICES["elasticsearch"]
    assert service["environment"]["xpack.security.enabled"] == "true"
    assert service["environment"]["xpack.security.http.ssl.enabled"] == "true"
    assert {"-Xms${ELASTICSEARCH_HEAP:-1g}", "-Xmx${ELASTICSEARCH_HEAP:-1g}"} == set(
        service["environment"]["ES_JAVA_OPTS"].split()
    )
    assert service["mem_limit"]
    assert service["ulimits"]["memlock"] == {"soft": -1, "hard": -1}
    assert service["ulimits"]["nofile"]["soft"] >= 65535


def test_no_port_is_open_to_others() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_no_secret_is_written_down() -> None:
    names = {name for service in SERVICES.values() for name in service.get("environment", {})}
    names |= set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    secret = [name for name in names if re.search(r"PASSWORD|SECRET|TOKEN|KEY$", name)]
    assert secret == ["ELASTIC_PASSWORD_FILE"]


def test_only_the_worker_holds_the_key_that_writes() -> None:
    def mounts(volume: str) -> dict[str, str]:
        return {
            name: mount
            for name, service in SERVICES.items()
            for mount in service.get("volumes", [])
            if mount.split(":")[0] == volume
        }

    assert mounts("write") == {"access": "write:/write", "worker": "write:/access:ro"}
    assert mounts("read") == {"access": "read:/read", "api": "read:/access:ro"}
    assert set(mounts("keys")) == {"keys", "elasticsearch", "access"}


def test_the_keys_have_the_documented_roles() -> None:
    assert "./index_config/roles:/roles:ro" in SERVICES["access"]["volumes"]
    assert "/roles/$${name%e}er.json" in SERVICES["access"]["command"][0]
    for name in ("reader", "writer"):
        assert (ROOT / "index_config" / "roles" / f"{name}.json").is_file()


def test_what_runs_on_is_watched_and_waits_for_what_it_needs() -> None:
    assert all("healthcheck" in SERVICES[name] for name in ("elasticsearch", "prefect", "api"))
    for service in SERVICES.values():
        for needed, how in service.get("depends_on", {}).items():
            watched = how["condition"] == "service_healthy"
            assert ("healthcheck" in SERVICES[needed]) == watched
            assert ("restart" in SERVICES[needed]) == watched


@pytest.mark.parametrize("name", ["keys", "access"])
def test_the_scripts_are_whole(name: str) -> None:
    script = SERVICES[name]["command"][0].replace("$$", "$")
    checked = subprocess.run(["bash", "-n"], input=script, check=False, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


def test_our_services_have_no_rights_they_do_not_need() -> None:
    user = re.findall(r"^USER (\d+)$", DOCKERFILE, re.MULTILINE)
    assert len(user) == 1
    assert user != ["0"]
    assert f"chown {user[0]} " in SERVICES["access"]["command"][0]
    for name in OURS:
        assert SERVICES[name]["read_only"]
        assert SERVICES[name]["cap_drop"] == ["ALL"]
        assert "user" not in SERVICES[name]


def test_settings_are_named_as_the_program_reads_them() -> None:
    known = {
        str(field.validation_alias or f"THERAPYINDEX_{name.upper()}") for name, field in Settings.model_fields.items()
    }
    named = {name for each in ("api", "worker") for name in SERVICES[each]["environment"]}
    assert named - known == {"PREFECT_API_URL"}


def test_every_variable_is_in_the_example_with_its_default() -> None:
    used = dict(re.findall(r"\$\{(\w+):-([^}]*)\}", COMPOSE))
    assert dict(re.findall(r"^(\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)) == used


def test_the_image_holds_the_packages_of_the_wheel() -> None:
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    copied = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    assert copied == {"README.md", "pyproject.toml", "requirements.lock", *packages["packages"]}
    assert set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)) == {"python:3.11-slim"}
