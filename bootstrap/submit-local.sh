#!/usr/bin/env bash
# Runs the jobs on the Spark of SPARK_HOME through spark-submit. The arguments are those of the jobs program, such as
#   bootstrap/submit-local.sh run retail --input DIR --lake DIR
# See README.md beside this file for the variables that change the run.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
app="$root/artifacts/jobs"
runner="$root/artifacts/dotnet-runner.jar"

if [[ -z "${SPARK_HOME:-}" ]]; then
  echo "submit-local.sh: SPARK_HOME is not set; point it at a Spark 4.x with Delta Lake, such as export SPARK_HOME=/opt/spark" >&2
  exit 2
fi
if [[ ! -x "$SPARK_HOME/bin/spark-submit" ]]; then
  echo "submit-local.sh: $SPARK_HOME/bin/spark-submit does not exist; SPARK_HOME must be the folder of a Spark" >&2
  exit 2
fi

# Whether anything is newer than what was built of it. The first argument is the built file, the others are files and folders.
is_stale() {
  [[ ! -e "$1" ]] || [[ -n "$(find "${@:2}" \( -name bin -o -name obj \) -prune -o -type f -newer "$1" -print -quit)" ]]
}

build() {
  if is_stale "$app/.published" "$root/jobs" "$root/src" "$root/Directory.Build.props" "$root/Directory.Packages.props"; then
    dotnet publish "$root/jobs" --configuration Release --output "$app" --nologo --verbosity quiet
    touch "$app/.published"
  fi
  if is_stale "$runner" "$root/bootstrap/runner" || [[ "$(cat "$runner.spark" 2> /dev/null)" != "$SPARK_HOME" ]]; then
    "$root/bootstrap/build-runner.sh" "$runner"
    echo "$SPARK_HOME" > "$runner.spark"
  fi
}

mkdir -p "$root/artifacts"
# One build at a time; stdout is the program's.
if command -v flock > /dev/null; then
  { flock 9; build; } 9> "$root/artifacts/.lock" >&2
else
  build >&2
fi

read -r -a options <<< "${SPARK_SUBMIT_OPTIONS:-}"
export SPARK_DRIVER_MEMORY="${SPARK_DRIVER_MEMORY:-2g}"
exec "$SPARK_HOME/bin/spark-submit" \
  --class org.apache.spark.deploy.dotnet.DotnetRunner \
  --master "${SPARK_MASTER:-local[*]}" \
  --conf spark.ui.enabled=false \
  --driver-java-options "-Dlog4j2.configurationFile=file:${root// /%20}/bootstrap/log4j2.properties" \
  ${options[@]+"${options[@]}"} \
  "$runner" "$app/Spark.Jobs.dll" "$@"
