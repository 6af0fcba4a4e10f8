# shellcheck shell=bash
# Sourced by the verbs beside it: finds Python, makes the virtual environment, installs once.
# Quiet when there is nothing to do; slow steps say what they do and how long they took.

ROOT="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)"
VENV="${RECONCILER_VENV:-$ROOT/.venv}"
PYTHON="$VENV/bin/python"

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$@"
    exit 1
}

# Python that can make a virtual environment: 3.11 or later, with venv and pip inside.
suitable() {
    "$1" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    local name
    for name in ${RECONCILER_PYTHON:+"$RECONCILER_PYTHON"} \
        python3.14 python3.13 python3.12 python3.11 python3 python; do
        if suitable "$name"; then
            command -v "$name"
            return
        fi
    done
    die "This project needs Python 3.11 or later with venv, and none was found on PATH." \
        "Install it (Debian, Ubuntu: apt-get install python3 python3-venv) or point" \
        "RECONCILER_PYTHON at one."
}

# Runs a slow command: one line before, its output only if it fails.
slowly() {
    local what="$1" log start
    shift
    log="$(mktemp)"
    start=$SECONDS
    say "$what ..."
    if ! "$@" >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        rm -f "$log"
        die "Failed: $what. The command was: $*"
    fi
    rm -f "$log"
    say "$what: done in $((SECONDS - start)) s"
}

make_venv() {
    local found
    if [[ -d $VENV && ! -f $VENV/pyvenv.cfg && -n "$(ls -A "$VENV")" ]]; then
        die "$VENV is not a virtual environment and not empty; it is left alone." \
            "Point RECONCILER_VENV at another place."
    fi
    found="$(find_python)"
    slowly "Making a virtual environment with $found in $VENV" "$found" -m venv --clear "$VENV"
}

# What the installation depends on; a different key installs again.
stamp_key() {
    "$PYTHON" - "$ROOT" <<'PY'
import hashlib, pathlib, sys

root = pathlib.Path(sys.argv[1])
parts = [sys.version, str(root), (root / "pyproject.toml").read_text(encoding="utf-8")]
print(hashlib.sha256("\0".join(parts).encode()).hexdigest())
PY
}

pip_install() {
    local -a options=(--quiet --disable-pip-version-check --no-input)
    if [[ -z ${HOME:-} ]]; then
        options+=(--no-cache-dir) # pip would put its cache into the root of the disk
    fi
    "$PYTHON" -m pip install "${options[@]}" "$@"
}

install_run() { pip_install --editable "$ROOT"; }

install_dev() {
    # pip 25.1 is the first that reads dependency groups
    pip_install --upgrade 'pip>=25.1' &&
        pip_install --editable "$ROOT" --group "$ROOT/pyproject.toml:dev"
}

# setup: the package and what it needs; setup dev: the developers' tools too.
setup() {
    local group="${1:-run}" key stamp
    suitable "$PYTHON" || make_venv
    key="$(stamp_key)"
    stamp="$VENV/.installed-$group"
    if [[ -f $stamp && "$(<"$stamp")" == "$key" ]]; then
        return
    fi
    slowly "Installing the package into $VENV (once)" "install_$group"
    printf '%s\n' "$key" >"$stamp"
}
