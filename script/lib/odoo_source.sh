# shellcheck shell=bash
# Odoo 19 for this checkout: prints the folder that contains the Python package "odoo".
# Order: ODOO_SOURCE, an Odoo found on the machine, Debian's package, a git clone.

ODOO_SERIES=19.0
ODOO_DEB_VERSION=19.0.0+dfsg-1
ODOO_DEB_SHA256=9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf
# Only these two come from Debian's development suite. The newer font packages there
# no longer hold the files that Odoo links to, so the others are the stable release's.
ODOO_DEBS_UNSTABLE=(odoo-19 fonts-montserrat)
ODOO_DEBS_STABLE=(libjs-jquery libjs-jquery-form libjs-underscore fonts-font-awesome
    fonts-roboto-unhinted fonts-inconsolata fonts-ocr-b)
DEBIAN_STABLE=bookworm
DEBIAN_KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

# The folder below $1 that holds odoo/release.py of our series, or nothing.
odoo_site_in() {
    local folder
    for folder in "$1" "$1/usr/lib/python3/dist-packages"; do
        if [ -f "$folder/odoo/release.py" ] &&
            grep -q "version_info = (${ODOO_SERIES/./, }," "$folder/odoo/release.py"; then
            printf '%s\n' "$folder"
            return
        fi
    done
}

odoo_on_machine() {
    local python found
    for python in python3 /usr/bin/python3; do
        found=$("$python" -c 'import importlib.util as u; print(u.find_spec("odoo.release").origin)' 2>/dev/null) || continue
        odoo_site_in "$(dirname "$(dirname "$found")")"
        return
    done
}

# The archive mirror that this machine itself uses; no host is written in this repository.
debian_mirror() {
    # shellcheck disable=SC2016  # $(REPO_URI) is apt's own placeholder
    apt-get indextargets --no-release-info --format '$(REPO_URI)' 'Created-By: Packages' \
        "Release: $DEBIAN_STABLE" 'Component: main' 2>/dev/null | sort -u | head -n 1
}

# Download the packages with a private apt state: nothing of the system is touched and
# every signature is checked against Debian's keyring.
odoo_download_debs() {
    local apt_root=$ODOO_PREFIX/.apt mirror=$1 packages=() name
    mkdir -p "$apt_root"/{state/lists/partial,cache/archives/partial,debs,parts}
    : >"$apt_root/status"
    printf 'Types: deb\nURIs: %s\nSuites: %s sid\nComponents: main\nSigned-By: %s\n' \
        "$mirror" "$DEBIAN_STABLE" "$DEBIAN_KEYRING" >"$apt_root/odoo.sources"
    cat >"$apt_root/apt.conf" <<CONF
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
Dir::State "$apt_root/state"; Dir::State::lists "$apt_root/state/lists"; Dir::State::status "$apt_root/status";
Dir::Cache "$apt_root/cache"; Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";
Dir::Etc::sourcelist "$apt_root/odoo.sources"; Dir::Etc::sourceparts "$apt_root/parts";
Dir::Etc::preferences "/dev/null"; Dir::Etc::preferencesparts "$apt_root/parts";
Acquire::Languages "none"; Acquire::PDiffs "false"; Acquire::Retries "3";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::AllowInsecureRepositories "false"; APT::Get::AllowUnauthenticated "false";
APT::Sandbox::User "$(id -un)";
CONF
    for name in "${ODOO_DEBS_UNSTABLE[@]}"; do packages+=("$name/sid"); done
    for name in "${ODOO_DEBS_STABLE[@]}"; do packages+=("$name/$DEBIAN_STABLE"); done
    apt-get -q -c "$apt_root/apt.conf" -o APT::Update::Error-Mode=any update &&
        (cd "$apt_root/debs" && apt-get -q -c "$apt_root/apt.conf" download "${packages[@]}")
}

odoo_check_deb() {
    local version
    version=$(dpkg-deb -f "$1" Version)
    if [ "$version" = "$ODOO_DEB_VERSION" ]; then
        [ "$(sha256sum "$1" | cut -d' ' -f1)" = "$ODOO_DEB_SHA256" ] ||
            die "odoo-19 $version is not the file that was tested; set ODOO_SOURCE"
        return
    fi
    case $version in
    "$ODOO_SERIES".*) say "odoo-19 is now $version (tested: $ODOO_DEB_VERSION); its signature is good, going on" ;;
    *) die "Debian's odoo-19 is $version, needed: $ODOO_SERIES; set ODOO_SOURCE" ;;
    esac
}

# Unpack Chinese only: the other translations are 790 MB, and the package carries a
# second copy of every Python file. The egg-info would make pip build psycopg2.
odoo_unpack_debs() {
    local deb blur=$ODOO_PREFIX/usr/lib/python3/dist-packages/odoo/addons/mail/static/lib/selfie_segmentation
    for deb in "$ODOO_PREFIX"/.apt/debs/*.deb; do
        case $deb in
        */odoo-19_*)
            odoo_check_deb "$deb"
            dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$ODOO_PREFIX" --no-same-owner \
                --exclude='*/i18n/[!z]*.po' --exclude='*/i18n_extra/[!z]*.po' \
                --exclude='./usr/lib/python3/dist-packages/addons' --exclude='*/odoo-19.0.egg-info'
            ;;
        *) dpkg-deb -x "$deb" "$ODOO_PREFIX" ;;
        esac
    done
    # Debian leaves this file out; every page would log an error about it.
    mkdir -p "$blur"
    echo '/* left out by Debian; only blurs the background in video calls */' >"$blur/selfie_segmentation.js"
    local dangling
    dangling=$(find "$ODOO_PREFIX/usr/lib" -xtype l)
    [ -z "$dangling" ] || die "Odoo's package links to files that are not there: $dangling"
}

odoo_from_debian() {
    local mirror
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null && [ -f "$DEBIAN_KEYRING" ] || return 1
    mirror=$(debian_mirror)
    [ -n "$mirror" ] || return 1
    if ! compgen -G "$ODOO_PREFIX/.apt/debs/odoo-19_*.deb" >/dev/null; then
        say "Odoo: downloading Debian's package (132 MB)"
        odoo_download_debs "$mirror" >"$RUN/odoo-download.log" 2>&1 || return 1
    fi
    say "Odoo: unpacking"
    odoo_unpack_debs
    [ -n "${SANBAO_KEEP_DEBS:-}" ] || rm -rf "$ODOO_PREFIX/.apt"
}

odoo_from_git() {
    command -v git >/dev/null || return 1
    say "Odoo: cloning branch $ODOO_SERIES"
    git clone -q --depth 1 --branch "$ODOO_SERIES" "${SANBAO_ODOO_GIT:-https://github.com/odoo/odoo.git}" "$ODOO_PREFIX/src"
}

# Print the folder to put on Python's path; fetch Odoo where there is none.
odoo_site() {
    local site
    if [ -n "${ODOO_SOURCE:-}" ]; then
        site=$(odoo_site_in "$ODOO_SOURCE")
        [ -n "$site" ] || die "ODOO_SOURCE=$ODOO_SOURCE holds no Odoo $ODOO_SERIES"
    else
        site=$(odoo_on_machine)
        [ -n "$site" ] || site=$(odoo_site_in "$ODOO_PREFIX/src")
        if [ -z "$site" ] && [ ! -f "$ODOO_PREFIX/.complete" ]; then
            odoo_from_debian || odoo_from_git ||
                die "no Odoo $ODOO_SERIES to be had here; put a checkout somewhere and set ODOO_SOURCE to it"
            touch "$ODOO_PREFIX/.complete"
        fi
        [ -n "$site" ] || site=$(odoo_site_in "$ODOO_PREFIX")
        [ -n "$site" ] || site=$(odoo_site_in "$ODOO_PREFIX/src")
        [ -n "$site" ] || die "$ODOO_PREFIX is incomplete; remove it and run script/setup again"
    fi
    printf '%s\n' "$site"
}
