#!/usr/bin/env bash
# Whole-process times of the pipeline `sales`: the run without arguments (10,000 rows), the embedded engine on more rows, a hand-written DuckDB script on the same library and, when SPARK_HOME is set, the
# same job on local Spark. Median of RUNS (5; Spark once), and the ratios.
#   tests/Benchmarks/sales.sh [rows]
set -euo pipefail
cd "$(dirname "$0")/../.."
rows=${1:-2000000}
runs=${RUNS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet publish jobs -c Release -r "$(dotnet --info | sed -n 's/^ *RID: *//p')" --self-contained false -p:PublishReadyToRun=true -v q -nologo -o "$work/jobs"
dotnet build tests/Benchmarks -c Release -v q -nologo -o "$work/benchmarks"
"$work/jobs/Spark.Jobs" generate sales --rows "$rows" --output "$work/raw" > /dev/null

median() { # runs a command $1 times and prints the median of its seconds
    local times=() start count=$1
    shift
    for _ in $(seq "$count"); do
        rm -rf "$work/out"
        mkdir "$work/out"
        start=$(date +%s%N)
        "$@" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
        times+=("$((($(date +%s%N) - start) / 1000000))")
    done
    printf '%s\n' "${times[@]}" | sort -n | awk '{ t[NR] = $1 } END { printf "%.2f", t[int((NR + 1) / 2)] / 1000 }'
}

duckdb=$(median "$runs" "$work/benchmarks/Benchmarks" duckdb tests/Benchmarks/sales.sql "input=$work/raw/**/*.csv*" "output=$work/out")
embedded=$(median "$runs" "$work/jobs/Spark.Jobs" run sales --input "$work/raw" --lake "$work/out")
sample=$(median "$runs" env -C "$work" sh -c 'rm -rf lake && jobs/Spark.Jobs')
echo "sample            $sample s without arguments"
echo "rows $rows, processors $(nproc)"
echo "DuckDB script     $duckdb s"
awk -v a="$embedded" -v b="$duckdb" 'BEGIN { printf "embedded engine   %s s, %.2f times the script\n", a, a / b }'
if [ -n "${SPARK_HOME:-}" ]; then
    # What submit-local.sh builds once is built before the clock starts.
    "$work/jobs/Spark.Jobs" generate sales --rows 1000 --output "$work/few" > /dev/null
    "$work/jobs/Spark.Jobs" run sales --input "$work/few" --lake "$work/few-lake" --engine spark > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    spark=$(median 1 "$work/jobs/Spark.Jobs" run sales --input "$work/raw" --lake "$work/out" --engine spark)
    awk -v a="$spark" -v b="$embedded" 'BEGIN { printf "local Spark       %s s, %.1f times the embedded engine\n", a, a / b }'
fi
