package org.apache.spark.deploy.dotnet;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connect.service.SparkConnectService$;
import scala.Option;

/**
 * Runs a .NET program as a Spark application: {@code spark-submit --class org.apache.spark.deploy.dotnet.DotnetRunner dotnet-runner.jar PROGRAM
 * [ARGUMENT...]}, in client or cluster mode.
 *
 * <p>It starts the driver with a Spark Connect server that only this machine can reach and only with a random token, and the program as a child
 * process with {@code SPARK_REMOTE} set to that server. The program's input and output are those of this process, its exit code is ours, and a
 * signal to end reaches it before Spark stops. What PROGRAM may be: see {@link DotnetProgram}. With the single argument {@code debug} no
 * program is started; the server waits for one that a debugger runs.
 */
public final class DotnetRunner {
    private static final String EXTENSIONS = "spark.sql.extensions";
    private static final String DELTA_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";
    private static final String CATALOG = "spark.sql.catalog.spark_catalog";
    private static final String DELTA_CATALOG = "org.apache.spark.sql.delta.catalog.DeltaCatalog";

    private DotnetRunner() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 0) {
            System.err.println("DotnetRunner: the program is missing. Usage: DotnetRunner PROGRAM [ARGUMENT...], where PROGRAM is a .dll, an executable,"
                + " a published folder or a .zip of one.");
            throw exit(2);
        }
        boolean debug = args.length == 1 && args[0].equalsIgnoreCase("debug");
        if (!debug && !DotnetProgram.mayExist(args[0], new SparkConf())) {
            System.err.println("DotnetRunner: " + DotnetProgram.missing(args[0]));
            throw exit(2);
        }

        String token = randomToken();
        SparkSession session = startSession(args[0], token);
        if (session.version().startsWith("3.")) {
            System.err.println("DotnetRunner: Spark " + session.version() + " serves Spark Connect without a token and on every network interface of"
                + " this machine; use Spark 4 where others can reach it.");
        }
        int exitCode;
        try {
            SparkConnectService$.MODULE$.start(session.sparkContext());
            String remote = "sc://127.0.0.1:" + SparkConnectService$.MODULE$.localPort() + "/;token=" + token;
            exitCode = debug ? waitForEnter(remote) : run(EncodedArguments.decode(args, session.sparkContext().getConf()), session.sparkContext().getConf(), remote);
        } finally {
            // When a signal ends us, Spark's own hooks stop it.
            if (!ChildProcess.isShuttingDown()) {
                SparkConnectService$.MODULE$.stop(Option.empty(), Option.empty());
                session.stop();
            }
        }

        // spark-submit and YARN's application master exit with the code of this exception, and print nothing.
        if (exitCode != 0) {
            throw exit(exitCode);
        }
    }

    private static SparkUserAppException exit(int code) throws ReflectiveOperationException {
        // Spark 4.1 added a second parameter, the cause.
        Constructor<?> constructor = SparkUserAppException.class.getConstructors()[0];
        return (SparkUserAppException) (constructor.getParameterCount() == 1 ? constructor.newInstance(code) : constructor.newInstance(code, null));
    }

    private static SparkSession startSession(String program, String token) {
        SparkConf conf = new SparkConf();
        SparkSession.Builder builder = SparkSession.builder()
            .config("spark.connect.grpc.binding.address", "127.0.0.1")
            .config("spark.connect.grpc.binding.port", "0")
            .config("spark.connect.authenticate.token", token);
        // Without --name, spark-submit names the application for this class.
        if (conf.get("spark.app.name", DotnetRunner.class.getName()).equals(DotnetRunner.class.getName())) {
            builder.appName(program.substring(program.replace('\\', '/').lastIndexOf('/') + 1));
        }
        if (exists(DELTA_EXTENSION)) {
            String extensions = conf.get(EXTENSIONS, "");
            if (!extensions.contains(DELTA_EXTENSION)) {
                builder.config(EXTENSIONS, extensions.isEmpty() ? DELTA_EXTENSION : extensions + "," + DELTA_EXTENSION);
            }
            if (!conf.contains(CATALOG)) {
                builder.config(CATALOG, DELTA_CATALOG);
            }
        }
        return builder.getOrCreate();
    }

    private static int run(String[] args, SparkConf conf, String remote) throws InterruptedException {
        try (DotnetProgram program = DotnetProgram.find(args, conf)) {
            ProcessBuilder process = new ProcessBuilder(program.command()).inheritIO();
            process.environment().put(RunnerSettings.REMOTE_VARIABLE, remote);
            return ChildProcess.run(process);
        } catch (IOException e) {
            System.err.println("DotnetRunner: " + e.getMessage());
            return 2;
        }
    }

    private static int waitForEnter(String remote) throws IOException {
        System.out.println(RunnerSettings.REMOTE_VARIABLE + "=" + remote);
        System.out.println("Start the .NET program with this variable. Enter ends Spark.");
        for (int read = System.in.read(); read >= 0 && read != '\n'; ) {
            read = System.in.read();
        }
        return 0;
    }

    private static boolean exists(String className) {
        try {
            Class.forName(className, false, Thread.currentThread().getContextClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static String randomToken() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
