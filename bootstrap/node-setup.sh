#!/usr/bin/env bash
# EMR bootstrap action: puts the .NET runtime on a node, for apps that are published without one. A self-contained package needs none of it.
#
#   node-setup.sh --archive ADDRESS --sha256 HEX [--prefix DIR]
#
#   --archive   a dotnet-runtime-VERSION-linux-ARCH.tar.gz: s3://..., https://..., file:///... or a path. {arch} becomes x64 or arm64.
#   --sha256    its SHA-256; for {arch} two of them, x64=HEX,arm64=HEX.
#   --prefix    where it goes (default /usr/share/dotnet); PREFIX/dotnet is linked as /usr/local/bin/dotnet.
#
# Safe to run again: a node that has this archive already is left alone. Nothing is changed before the checksum is right.
set -euo pipefail

fail() {
  echo "node-setup.sh: $*" >&2
  exit 1
}

archive="" sums="" prefix="/usr/share/dotnet"
while (($# > 0)); do
  (($# > 1)) || fail "the option $1 needs a value"
  case "$1" in
    --archive) archive="$2" ;;
    --sha256) sums="$2" ;;
    --prefix) prefix="$2" ;;
    *) fail "unknown option $1" ;;
  esac
  shift 2
done
[[ -n "$archive" ]] || fail "--archive is missing"
[[ -n "$sums" ]] || fail "--sha256 is missing"

case "$(uname -m)" in
  x86_64) arch="x64" ;;
  aarch64) arch="arm64" ;;
  *) fail "no .NET runtime for $(uname -m); EMR nodes are x86_64 or aarch64" ;;
esac
archive="${archive//\{arch\}/$arch}"

expected="$sums"
if [[ "$sums" == *=* ]]; then
  expected=""
  IFS=',' read -ra pairs <<< "$sums"
  for pair in "${pairs[@]}"; do
    [[ "${pair%%=*}" == "$arch" ]] && expected="${pair#*=}"
  done
fi
expected="${expected,,}"
[[ "$expected" =~ ^[0-9a-f]{64}$ ]] || fail "--sha256 has no SHA-256 of 64 hexadecimal digits for $arch"

as_root() {
  if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

marker="$prefix/.archive-sha256"
if [[ -x "$prefix/dotnet" && -f "$marker" && "$(< "$marker")" == "$expected" ]]; then
  echo "node-setup.sh: $prefix has this runtime already"
  exit 0
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
case "$archive" in
  s3://*) aws s3 cp --only-show-errors "$archive" "$work/runtime.tar.gz" ;;
  https://*) curl --fail --silent --show-error --location --retry 5 --output "$work/runtime.tar.gz" "$archive" ;;
  file://*) cp -- "${archive#file://}" "$work/runtime.tar.gz" ;;
  *://*) fail "$archive: only s3://, https:// and file:// addresses" ;;
  *) cp -- "$archive" "$work/runtime.tar.gz" ;;
esac

actual="$(sha256sum "$work/runtime.tar.gz")"
actual="${actual%% *}"
[[ "$actual" == "$expected" ]] || fail "checksum mismatch: $archive has $actual, expected $expected"

mkdir "$work/runtime"
tar -xzf "$work/runtime.tar.gz" -C "$work/runtime" --no-same-owner
[[ -f "$work/runtime/dotnet" ]] || fail "$archive holds no dotnet at its top: it is no .NET runtime"
chmod +x "$work/runtime/dotnet"
echo "$expected" > "$work/runtime/.archive-sha256"

# The whole folder changes its name at once, so that no node is ever left with half a runtime.
as_root mkdir -p "$(dirname "$prefix")" /usr/local/bin
as_root rm -rf "$prefix.new" "$prefix.old"
as_root cp -a "$work/runtime" "$prefix.new"
if [[ -e "$prefix" ]]; then as_root mv "$prefix" "$prefix.old"; fi
as_root mv "$prefix.new" "$prefix"
as_root rm -rf "$prefix.old"
as_root ln -sfn "$prefix/dotnet" /usr/local/bin/dotnet
echo "node-setup.sh: installed $archive in $prefix"
