#!/usr/bin/env bash
# Finds the programs that tests drive beside Python; installs Debian's packages of what is missing.
#
#   tools/system_packages.sh PROGRAM…      (chromium, virtuoso-t)
set -euo pipefail

package_of() {
    case "$1" in
        virtuoso-t) echo virtuoso-opensource-7-bin ;; # the server alone; the full package would start one
        *) echo "$1" ;;
    esac
}

present() {
    case "$1" in
        chromium)
            command -v chromium || command -v chromium-browser ||
                command -v google-chrome || command -v google-chrome-stable
            ;;
        *) command -v "$1" ;;
    esac >/dev/null
}

missing=()
for program in "$@"; do
    present "$program" || missing+=("$(package_of "$program")")
done
((${#missing[@]})) || exit 0

run=()
if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
        echo "missing: ${missing[*]}; install with: sudo apt-get install ${missing[*]}" >&2
        exit 1
    fi
    run=(sudo -n)
fi
if ! command -v apt-get >/dev/null; then
    echo "missing: ${missing[*]} (Debian's names); there is no apt-get here, so install them by hand" >&2
    exit 1
fi
echo "installing with apt-get: ${missing[*]}"
"${run[@]}" apt-get update -qq
"${run[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
    { echo "apt-get could not install ${missing[*]}; install them by hand" >&2; exit 1; }
