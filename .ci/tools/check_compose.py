"""Is what runs in containers as closed as the documentation says?

usage: check_compose.py COMPOSE_FILE
"""

import sys

import yaml

# What both containers have to be, and what neither may have.
REQUIRED = {
    "read_only": lambda v: v is True,
    "cap_drop": lambda v: v == ["ALL"],
    "security_opt": lambda v: "no-new-privileges:true" in v,
    "healthcheck": lambda v: bool(v.get("test")) and not v.get("disable"),
    "restart": lambda v: v == "unless-stopped",
    "image": lambda v: ":" in v and not v.endswith(":latest"),
    "user": lambda v: v.split(":")[0] not in ("", "0", "root"),
    "pids_limit": lambda v: v > 0,
    "mem_limit": bool,
}
FORBIDDEN = ("privileged", "network_mode", "pid", "ipc", "userns_mode", "devices")
SECRET_WORDS = ("password", "secret", "token", "key")


def main() -> int:
    compose_file = sys.argv[1]
    with open(compose_file, encoding="utf-8") as file:
        compose = yaml.safe_load(file)

    faults = []
    services = compose.get("services", {})
    for name, service in services.items():
        for key, good in REQUIRED.items():
            if key not in service or not good(service[key]):
                faults.append(f"{name}: {key} is {service.get(key)!r}")
        for key in FORBIDDEN:
            if key in service:
                faults.append(f"{name}: {key} must not be set")
        for secret in service.get("secrets", []):
            source = secret["source"] if isinstance(secret, dict) else secret
            if source not in compose.get("secrets", {}):
                faults.append(f"{name}: the secret {source} is not declared")
        for volume in service.get("volumes", []):
            source = volume["source"] if isinstance(volume, dict) else volume.split(":")[0]
            if not source.startswith(".") and source not in compose.get("volumes", {}):
                faults.append(f"{name}: the volume {source} is not declared")
        environment = service.get("environment", {})
        if not isinstance(environment, dict):
            faults.append(f"{name}: environment is to be a mapping")
            environment = {}
        for variable in environment:
            words = variable.lower().split("_")
            if words[-1] != "file" and any(word in SECRET_WORDS for word in words):
                faults.append(f"{name}: {variable} holds a secret in the environment; use {variable}_FILE")
        for port in service.get("ports", []):
            if not str(port if isinstance(port, str) else port.get("host_ip")).startswith("127.0.0.1"):
                faults.append(f"{name}: port {port} is open to the network; the reverse proxy is on this host")
        for dependency, how in (service.get("depends_on") or {}).items():
            if dependency not in services or how.get("condition") != "service_healthy":
                faults.append(f"{name}: depends_on {dependency} has to wait until it is healthy")
    for name, secret in compose.get("secrets", {}).items():
        if "file" not in (secret or {}):
            faults.append(f"secret {name}: has to come from a file")

    for fault in faults:
        print(fault)
    print(f"{compose_file.rsplit('/', 1)[-1]}: {len(services)} services, {len(faults)} faults")
    return 1 if faults else 0


sys.exit(main())
