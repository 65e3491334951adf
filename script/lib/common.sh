# shellcheck shell=bash
# Shared by every command in script/: where things are, how to speak, how to fail.
# Nothing here has an effect beyond setting variables and defining functions.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export ROOT
VENV=${SANBAO_VENV:-$ROOT/.venv}
ODOO_PREFIX=${SANBAO_ODOO_PREFIX:-$ROOT/.odoo}
PG_ROOT=${SANBAO_PG_ROOT:-$ROOT/.pg}
RUN=${SANBAO_RUN:-$ROOT/.run} # logs, process ids, file store, stamps
SANBAO_DB=${SANBAO_DB:-sanbao}
SANBAO_HTTP_PORT=${SANBAO_HTTP_PORT:-8069}
export VENV ODOO_PREFIX PG_ROOT RUN SANBAO_DB SANBAO_HTTP_PORT

say() { printf '%s  %s\n' "$(date +%T)" "$*" >&2; }
die() {
    say "ERROR: $*"
    exit 1
}

# Lists of folders in Odoo's settings and shebang lines of the virtual environment break there.
[[ $ROOT != *[[:space:],]* ]] || die "the path of this checkout holds a space or a comma: $ROOT; put it elsewhere"

# need COMMAND PACKAGE: stop with the command that installs what is missing.
need() {
    command -v "$1" >/dev/null 2>&1 && return
    if [ "$(id -u)" = 0 ]; then
        die "'$1' is missing. Install it with: apt-get install $2"
    fi
    die "'$1' is missing. Install it with: sudo apt-get install $2"
}

# step NAME KEY COMMAND…: run COMMAND once for each KEY (a stamp below .run remembers it).
step() {
    local name=$1 key=$2 stamp
    shift 2
    stamp=$RUN/stamps/$name
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$key" ] && return 0
    say "$name …"
    local began=$SECONDS
    "$@"
    mkdir -p "$RUN/stamps"
    printf '%s' "$key" >"$stamp"
    say "$name: done in $((SECONDS - began)) s"
}

# digest FILE…: one short key for the content of some files.
digest() { cat "$@" | sha256sum | cut -c1-16; }

# Odoo reads these as if they stood in its configuration file; PGHOST and its like too.
odoo_environment() {
    ODOO_RC=${ODOO_RC:-$ROOT/config/odoo.dev.conf}
    ODOO_ADDONS_PATH=${ODOO_ADDONS_PATH:-$(cat "$RUN/addons_path")}
    ODOO_DATA_DIR=${ODOO_DATA_DIR:-$RUN/data}
    # A library of Odoo's announces its own end on every start.
    PYTHONWARNINGS=${PYTHONWARNINGS:-ignore::DeprecationWarning}
    export ODOO_RC ODOO_ADDONS_PATH ODOO_DATA_DIR PYTHONWARNINGS
}
