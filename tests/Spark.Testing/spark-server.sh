#!/bin/sh
# A Spark Connect server with Delta Lake for tests: spark-server.sh FOLDER. Its warehouse and working files lie in FOLDER. It listens on a free
# port of loopback, which it says in its log, and wants the token of SPARK_CONNECT_AUTHENTICATE_TOKEN. Needs SPARK_HOME.
# It runs until its standard input ends, so that it never outlives who started it, in whatever way that ended.
set -u
folder=$1
cd "$folder" || exit 1
unset SPARK_REMOTE
exec 3<&0

delta=
if ls "$SPARK_HOME"/jars/delta-spark_*.jar > /dev/null 2>&1; then
  delta="--conf spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension
    --conf spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog
    --conf spark.databricks.delta.snapshotPartitions=2"
fi

# The server says where it listens; of the rest, only what is wrong.
cat > "$folder/log4j2.properties" << 'END'
rootLogger.level = warn
rootLogger.appenderRef.stderr.ref = stderr
logger.server.name = org.apache.spark.sql.connect.service.SparkConnectServer
logger.server.level = info
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex
END

# Streams end early, as they do on a real server after some minutes, so that every larger result is taken up again.
# shellcheck disable=SC2086 # the words of $delta are arguments
"$SPARK_HOME"/bin/spark-submit --master 'local[2]' --driver-memory 2g \
  --driver-java-options "-Dlog4j2.configurationFile=$folder/log4j2.properties" \
  --class org.apache.spark.sql.connect.service.SparkConnectServer \
  --conf spark.connect.grpc.binding.address=127.0.0.1 \
  --conf spark.connect.grpc.binding.port=0 \
  --conf spark.driver.bindAddress=127.0.0.1 \
  --conf spark.driver.host=127.0.0.1 \
  --conf spark.ui.enabled=false \
  --conf spark.connect.execute.reattachable.senderMaxStreamSize=2m \
  --conf spark.sql.shuffle.partitions=2 \
  --conf spark.sql.warehouse.dir="$folder/warehouse" \
  --conf spark.local.dir="$folder/local" \
  $delta spark-internal < /dev/null &
server=$!
trap 'kill "$server" 2> /dev/null' TERM INT
{ cat > /dev/null; kill "$server" 2> /dev/null; } <&3 &
wait "$server"
