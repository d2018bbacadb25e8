#!/usr/bin/env bash
# Builds the spark-submit runner against the Spark of SPARK_HOME.
# Usage: bootstrap/build-runner.sh [JAR]     (default: artifacts/dotnet-runner.jar)
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
jar_file="${1:-$root/artifacts/dotnet-runner.jar}"
sources="$root/bootstrap/runner"

if [[ -z "${SPARK_HOME:-}" ]]; then
  echo "build-runner.sh: SPARK_HOME is not set; point it at a Spark 3.5 or 4.x, such as export SPARK_HOME=/opt/spark" >&2
  exit 2
fi
if ! compgen -G "$SPARK_HOME/jars/spark-connect_*.jar" > /dev/null; then
  echo "build-runner.sh: $SPARK_HOME/jars has no spark-connect_*.jar; SPARK_HOME must be a Spark 3.5 or 4.x with Spark Connect" >&2
  exit 2
fi

# JAVA_HOME first, as Spark does.
java_tool() {
  if [[ -n "${JAVA_HOME:-}" && -x "$JAVA_HOME/bin/$1" ]]; then
    echo "$JAVA_HOME/bin/$1"
  elif command -v "$1"; then
    :
  else
    echo "build-runner.sh: $1 is missing; install a JDK (17 or later), or set JAVA_HOME to one" >&2
    exit 2
  fi
}
javac="$(java_tool javac)"
jar="$(java_tool jar)"

classes="$(mktemp -d)"
trap 'rm -rf "$classes"' EXIT
mkdir -p "$(dirname "$jar_file")"
# XDignore.symbol.file: sun.misc.Signal is in every JDK, and its warning cannot be turned off otherwise.
"$javac" --release 17 -XDignore.symbol.file -nowarn -encoding UTF-8 -cp "$SPARK_HOME/jars/*" -d "$classes" "$sources"/org/apache/spark/deploy/dotnet/*.java
# Put in place in one step, because another run may be using it.
# A fixed date, so that the same sources give the same jar and a deployment need not upload it again.
"$jar" --create --date=1980-01-01T00:00:02Z --file "$classes/runner.jar" -C "$classes" org
mv -f "$classes/runner.jar" "$jar_file"
