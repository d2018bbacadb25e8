package org.apache.spark.deploy.dotnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Runs one child process to its end, and hands on the signals that end this one. */
final class ChildProcess {
    // Hooks run by falling priority: Spark stops at 40, the file systems close at 10.
    private static final int BEFORE_SPARK = 100;
    private static final int LAST = 1;

    // What a program has to end in order: to interrupt its queries, to write its last line.
    private static final long GRACE_SECONDS = 30;

    private static volatile boolean shuttingDown;
    private static volatile boolean interrupted;

    private ChildProcess() {}

    /** Whether a signal is ending this process. */
    static boolean isShuttingDown() {
        return shuttingDown;
    }

    /** Starts the process, waits for it and returns its exit code. */
    static int run(ProcessBuilder builder) throws IOException, InterruptedException {
        rememberInterrupts();
        Process child = builder.start();
        ShutdownHookManager.get().addShutdownHook(() -> end(child), BEFORE_SPARK, GRACE_SECONDS + 10, TimeUnit.SECONDS);
        ShutdownHookManager.get().addShutdownHook(() -> exitLike(child), LAST);
        return child.waitFor();
    }

    private static void end(Process child) {
        if (!child.isAlive()) {
            return;
        }
        shuttingDown = true;
        try {
            if (!interrupted) {
                child.destroy();
            } else if (!hasTerminal()) {
                // At a terminal, Ctrl-C has reached the child already; a second one would mean haste.
                new ProcessBuilder("kill", "-INT", Long.toString(child.pid())).inheritIO().start().waitFor();
            }
            if (!child.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                child.destroyForcibly().waitFor();
            }
        } catch (IOException | InterruptedException e) {
            child.destroyForcibly();
        }
    }

    /** After a signal the JVM would exit with the signal's code; the child's says more. */
    private static void exitLike(Process child) {
        if (shuttingDown && !child.isAlive()) {
            Runtime.getRuntime().halt(child.exitValue());
        }
    }

    private static void rememberInterrupts() {
        SignalHandler[] previous = new SignalHandler[1];
        previous[0] = Signal.handle(new Signal("INT"), signal -> {
            interrupted = true;
            previous[0].handle(signal);
        });
    }

    /** Whether this process is in the foreground of a terminal, whose Ctrl-C goes to the child too. */
    private static boolean hasTerminal() {
        try {
            // pid (name) state parent group session terminal foreground-group ...; the name may hold spaces.
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[2].equals(fields[5]);
        } catch (IOException e) {
            // No /proc, as on macOS.
            return System.console() != null;
        }
    }
}
