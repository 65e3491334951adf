# shellcheck shell=bash
# The application server in the background: one process id file and one log for each database.

SERVER_PID=$RUN/server-$SANBAO_DB.pid
SERVER_LOG=$RUN/server-$SANBAO_DB.log

# A process id may have been given to another program since: look at what it runs.
server_running() {
    local pid command
    [ -f "$SERVER_PID" ] || return 1
    pid=$(cat "$SERVER_PID")
    command=$(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" || ps -o args= -p "$pid") || return 1
    [[ $command == *"$ROOT/script/lib/odoo_bin.py"* ]]
}

server_start() {
    local url=$1 pid
    shift
    [ ! -f "$SERVER_LOG" ] || mv "$SERVER_LOG" "$SERVER_LOG.1"
    setsid "$VENV/bin/python" "$ROOT/script/lib/odoo_bin.py" "$@" >>"$SERVER_LOG" 2>&1 </dev/null &
    pid=$!
    echo "$pid" >"$SERVER_PID"
    "$VENV/bin/python" "$ROOT/script/lib/wait_http.py" "$url/web/login" "$pid" 120 ||
        { tail -n 30 "$SERVER_LOG" >&2; die "the server did not start (whole log: $SERVER_LOG)"; }
}

server_stop() {
    local pid i
    if server_running; then
        pid=$(cat "$SERVER_PID")
        kill "$pid"
        for ((i = 0; i < 100; i++)); do
            kill -0 "$pid" 2>/dev/null || break
            [ "$i" != 60 ] || kill -9 "$pid" 2>/dev/null || true
            sleep 0.2
        done
    fi
    rm -f "$SERVER_PID"
}

port_free() { ! (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Who may log in: read from the database, never written down twice.
show_accounts() {
    local login password person roles
    printf '\n  %s\n\n' "$1"
    db accounts "$SANBAO_DB" | while IFS=$'\t' read -r login password person roles; do
        printf '  %-12s %-14s %s  %s\n' "$login" "$password" "$person" "$roles"
    done
    printf '\n  Log: %s   Stop: script/stop\n\n' "$SERVER_LOG"
}
