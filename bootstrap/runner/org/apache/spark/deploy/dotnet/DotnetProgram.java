package org.apache.spark.deploy.dotnet;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkFiles;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * The command line of the .NET program that the runner's arguments name. The first argument is one of
 * <ul>
 *   <li>a {@code .dll}: it is run by {@code dotnet};
 *   <li>an executable, or the name of one on the PATH such as {@code dotnet};
 *   <li>a published folder;
 *   <li>a {@code .zip} of a published folder, local or at any address that Hadoop reads (s3, hdfs); a second argument that names a file in it is
 *       the program, as with .NET for Apache Spark.
 * </ul>
 * Beneath a zip others may lie, its layers: the setting {@code spark.dotnet.layers} names them, separated by commas, and they are unpacked into the
 * same folder before it. What changes seldom, such as the .NET runtime, need not be uploaded with every build then.
 *
 * <p>Relative paths are those of the working directory, where YARN unpacks {@code --archives}, or else of the folder where Spark does. The other
 * arguments are the program's, untouched.
 */
final class DotnetProgram implements AutoCloseable {
    private static final Pattern URI_SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:/");

    private final List<String> command;
    private final Path temporary;

    private DotnetProgram(List<String> command, Path temporary) {
        this.command = command;
        this.temporary = temporary;
    }

    List<String> command() {
        return command;
    }

    /** Whether the program is there, as far as that can be told before Spark has started and unpacked what it distributes. */
    static boolean mayExist(String name, SparkConf conf) {
        return URI_SCHEME.matcher(name).find() || Files.exists(Path.of(name)) || onPath(name) != null
            || conf.contains("spark.archives") || conf.contains("spark.files");
    }

    static String missing(String name) {
        return "the program " + name + " is not in " + Path.of("").toAbsolutePath() + (name.contains("/") ? "" : ", nor on the PATH") + ".";
    }

    static DotnetProgram find(String[] args, SparkConf conf) throws IOException {
        String name = args[0];
        List<String> layers = Arrays.stream(conf.get(RunnerSettings.LAYERS, "").split(",")).filter(layer -> !layer.isEmpty()).toList();
        if (name.toLowerCase().endsWith(".zip")) {
            Path folder = Files.createTempDirectory("dotnet-program-");
            try {
                for (String layer : layers) {
                    unzip(layer, folder);
                }
                unzip(name, folder);
                Path named = args.length > 1 ? findIn(folder, args[1]) : null;
                return named != null
                    ? new DotnetProgram(command(named, rest(args, 2)), folder)
                    : new DotnetProgram(command(programOf(folder, name), rest(args, 1)), folder);
            } catch (IOException e) {
                delete(folder);
                throw e;
            }
        }

        if (!layers.isEmpty()) {
            throw new IOException(RunnerSettings.LAYERS + " is set, but the program " + name + " is no .zip that could lie on " + layers + ".");
        }

        Path path = locate(name);
        if (path == null) {
            if (onPath(name) == null) {
                throw new FileNotFoundException(missing(name));
            }
            List<String> command = new ArrayList<>(List.of(name));
            command.addAll(rest(args, 1));
            return new DotnetProgram(command, null);
        }
        return new DotnetProgram(command(Files.isDirectory(path) ? programOf(path, name) : path, rest(args, 1)), null);
    }

    @Override
    public void close() {
        if (temporary != null) {
            delete(temporary);
        }
    }

    private static List<String> rest(String[] args, int from) {
        return Arrays.asList(args).subList(from, args.length);
    }

    private static List<String> command(Path program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (program.toString().toLowerCase().endsWith(".dll")) {
            command.add(dotnet());
        } else if (!Files.isExecutable(program) && !program.toFile().setExecutable(true)) {
            // Zip files made on Windows, and some copies to S3, lose the permission.
            throw new IOException("the program " + program + " is not executable.");
        }
        command.add(program.toAbsolutePath().toString());
        command.addAll(arguments);
        return command;
    }

    private static Path locate(String name) {
        if (URI_SCHEME.matcher(name).find()) {
            return null;
        }
        Path path = Path.of(name);
        if (Files.exists(path)) {
            return path;
        }
        Path distributed = path.isAbsolute() ? null : Path.of(SparkFiles.getRootDirectory()).resolve(path);
        return distributed != null && Files.exists(distributed) ? distributed : null;
    }

    /** The one program of a published folder: the .dll that has a runtime configuration, or the executable of that name beside it. */
    private static Path programOf(Path folder, String name) throws IOException {
        String suffix = ".runtimeconfig.json";
        List<Path> configurations;
        try (Stream<Path> files = Files.walk(folder)) {
            configurations = files.filter(file -> file.getFileName().toString().endsWith(suffix)).sorted().toList();
        }
        if (configurations.size() != 1) {
            throw new FileNotFoundException(configurations.isEmpty()
                ? name + " is no published .NET program: it has no *" + suffix + " file."
                : name + " holds " + configurations.size() + " .NET programs; name the .dll or the executable of one.");
        }
        String configuration = configurations.get(0).getFileName().toString();
        String program = configuration.substring(0, configuration.length() - suffix.length());
        Path executable = configurations.get(0).resolveSibling(program);
        // An executable that brings its own runtime needs no dotnet on the machine.
        boolean selfContained = Files.exists(executable.resolveSibling("libcoreclr.so")) || Files.exists(executable.resolveSibling("libcoreclr.dylib"));
        return selfContained && Files.exists(executable) ? executable : executable.resolveSibling(program + ".dll");
    }

    private static Path findIn(Path folder, String name) throws IOException {
        Path path = folder.resolve(name).normalize();
        if (path.startsWith(folder) && Files.isRegularFile(path)) {
            return path;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> Files.isRegularFile(file) && file.getFileName().toString().equals(name)).findFirst().orElse(null);
        }
    }

    private static void unzip(String zip, Path folder) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(open(zip))) {
            boolean any = false;
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                any = true;
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException(zip + " has an entry that points outside it: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(entries, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            if (!any) {
                throw new IOException(zip + " is not a zip file, or an empty one.");
            }
        }
    }

    private static InputStream open(String zip) throws IOException {
        Path local = locate(zip);
        if (local != null) {
            return Files.newInputStream(local);
        }
        if (!URI_SCHEME.matcher(zip).find()) {
            throw new FileNotFoundException(missing(zip));
        }
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(zip);
        return path.getFileSystem(SparkHadoopUtil.get().conf()).open(path);
    }

    private static String dotnet() throws IOException {
        String root = System.getenv("DOTNET_ROOT");
        if (root != null && Files.isExecutable(Path.of(root, "dotnet"))) {
            return Path.of(root, "dotnet").toString();
        }
        Path dotnet = onPath("dotnet");
        if (dotnet == null) {
            throw new FileNotFoundException("dotnet is neither in DOTNET_ROOT nor on the PATH. Install the .NET runtime, or publish the program"
                + " with --self-contained.");
        }
        return dotnet.toString();
    }

    private static Path onPath(String name) {
        if (name.contains("/") || name.contains(File.separator)) {
            return null;
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path candidate = Path.of(folder, name);
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // It lies in the system's temporary folder.
        }
    }
}
