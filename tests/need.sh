# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Sourced by tests/run and examples/quickstart: installs what is missing.

# need COMMAND-HEADER-OR-MODULE PACKAGE: note the package if the thing is not there.
missing=
need() {
	case $1 in
	*.h) ! echo "#include <$1>" | cc -E - >/dev/null 2>&1 ||
	    return 0 ;;
	*.pc) ! pkg-config --exists "${1%.pc}" 2>/dev/null ||
	    return 0 ;;
	python3:*) ! python3 -c "import ${1#python3:}" 2>/dev/null ||
	    return 0 ;;
	*) ! command -v "$1" >/dev/null 2>&1 || return 0 ;;
	esac
	missing="$missing $2"
}

need_build() {
	need cc gcc
	need stdio.h libc6-dev
	need make make
	need autoreconf autoconf
	need automake automake
	need pkg-config pkg-config
	need jansson.pc libjansson-dev
	need yaml-0.1.pc libyaml-dev
}

# Install the packages noted, with sudo where this is not root.
need_install() {
	[ -n "$missing" ] || return 0
	echo "installing:$missing"
	if ! command -v apt-get >/dev/null 2>&1; then
		echo "no apt-get here: please install these yourself" >&2
		return 1
	fi
	sudo=
	[ "$(id -u)" = 0 ] || sudo=sudo
	DEBIAN_FRONTEND=noninteractive
	export DEBIAN_FRONTEND
	$sudo apt-get update -q >/dev/null || return 1
	# shellcheck disable=SC2086 # a list of package names
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
	    --no-install-recommends $missing >/dev/null || return 1
	missing=
}

# configure_in DIRECTORY OPTION...: out of tree, only when something changed.
configure_in() {
	directory=$1
	shift
	if [ ! -x "$top/configure" ] ||
	    [ -n "$(find "$top/configure.ac" "$top/Makefile.am" \
	        -newer "$top/configure" 2>/dev/null)" ]; then
		(cd "$top" && autoreconf -i) || return 1
	fi
	mkdir -p "$directory" || return 1
	[ -f "$directory/Makefile" ] ||
	    (cd "$directory" && "$top/configure" -q "$@")
}
