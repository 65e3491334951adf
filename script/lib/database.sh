# shellcheck shell=bash
# Databases made from one template that holds Odoo's and OCA's modules that ours stand on.
# Needs common.sh and postgres.sh, and odoo_environment called.

db() { "$VENV/bin/python" "$ROOT/script/lib/database.py" "$@"; }
modules() { "$VENV/bin/python" "$ROOT/script/lib/modules.py" "$@"; }
odoo() { "$VENV/bin/python" "$ROOT/script/lib/odoo_bin.py" "$@"; }

# quiet LOG COMMAND…: the output goes to a file; only a failure is shown.
quiet() {
    local log=$1
    shift
    "$@" >"$log" 2>&1 </dev/null || {
        tail -n 40 "$log" >&2
        die "failed: $* (whole log: $log)"
    }
}

# The name says what is inside; folders differ in their file store, so they do not share.
template_name() {
    printf 'sanbao_template_%s\n' "$({
        modules foreign
        printf '%s\n' "$ODOO_DATA_DIR"
        cat "$ROOT/requirements.txt" "$ROOT/config/vendor_modules.txt" \
            "$ROOT/script/lib/make_template.py" "$VENV"/lib/python3*/site-packages/odoo-core.pth
    } | sha256sum | cut -c1-12)"
}

# Under a lock: two commands started together make one template.
template_ensure() {
    local name=$1 making=$1_making old
    exec 9>"$RUN/template.lock"
    flock 9
    if ! db exists "$name"; then
        say "template database: Odoo's and OCA's modules, once …"
        local began=$SECONDS
        db drop "$making"
        quiet "$RUN/template-init.log" odoo db -c "$ODOO_RC" init "$making" --language zh_CN --country CN --password admin
        MODULES=$(modules foreign) quiet "$RUN/template.log" template_fill "$making"
        if ! pg_is_foreign; then
            for old in $(db list sanbao_template_); do
                [ "$old" = "$making" ] || db drop "$old"
            done
        fi
        db rename "$making" "$name"
        say "template database: done in $((SECONDS - began)) s"
    fi
    flock -u 9
}

template_fill() {
    export MODULES
    odoo shell -c "$ODOO_RC" -d "$1" --no-http <"$ROOT/script/lib/make_template.py"
}

# database_update NAME LOG ADDON…: make NAME from the template where it is missing, then install
# and update what is new or changed since the last time. Sets UPDATED when there was work.
database_update() {
    local name=$1 log=$2 digests options template began=$SECONDS
    shift 2
    UPDATED=
    if ! db exists "$name"; then
        template=$(template_name)
        template_ensure "$template"
        db copy "$template" "$name"
    fi
    digests=$(modules digests)
    options=$(db plan "$name" "$digests" "$@")
    [ -n "$options" ] || return 0
    say "$name: ${options//,/ } …"
    # shellcheck disable=SC2086  # options are several words
    quiet "$log" odoo server -c "$ODOO_RC" -d "$name" $options --stop-after-init --no-http
    db remember "$name" "$digests"
    # shellcheck disable=SC2034  # read by script/server
    UPDATED=1
    say "$name: up to date in $((SECONDS - began)) s"
}
