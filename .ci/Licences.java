import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Each jar that mvn verify has built has this repository's licence, and byoc-app.jar tells of each library in it under which licence it is, with
 * the texts and notices that the library comes with. Run from the root; ends with what it saw.
 */
class Licences {
    private static final String OWN = "META-INF/LICENSE";

    public static void main(String[] args) throws IOException {
        byte[] licence = Files.readAllBytes(Path.of("LICENSE"));
        List<Path> jars = jars();
        for (Path jar : jars) {
            try (ZipFile file = new ZipFile(jar.toFile())) {
                if (!Arrays.equals(bytes(file, OWN), licence)) {
                    throw new IOException(jar + " lacks " + OWN + ", or has another one than this repository");
                }
            }
        }
        int libraries = libraries();
        System.out.println(jars.size() + " jars have their licence; byoc-app.jar names that of " + libraries + " libraries");
    }

    private static List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path module : list(Path.of(""), "byoc-")) {
            Path target = module.resolve("target");
            if (Files.isDirectory(target)) {
                list(target, "byoc-").stream().filter(file -> file.toString().endsWith(".jar")).forEach(jars::add);
            }
        }
        if (jars.isEmpty()) {
            throw new IOException("no jar is built");
        }
        return jars;
    }

    private static List<Path> list(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).sorted().toList();
        }
    }

    private static int libraries() throws IOException {
        List<Path> libraries = Arrays.stream(Files.readString(Path.of("byoc-app/target/run-time-jars")).strip().split(System.getProperty("path.separator")))
                .map(Path::of)
                .filter(jar -> !jar.getFileName().toString().startsWith("byoc-"))
                .toList();
        try (ZipFile app = new ZipFile("byoc-app/target/byoc-app.jar")) {
            String notice = new String(bytes(app, "META-INF/NOTICE"), java.nio.charset.StandardCharsets.UTF_8);
            Set<String> named = notice.lines()
                    .filter(line -> line.matches("[A-Za-z0-9-]+ +[A-Z].*"))
                    .map(line -> line.split(" ")[0])
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> held = libraries.stream().map(Licences::name).collect(Collectors.toCollection(TreeSet::new));
            if (!named.equals(held)) {
                throw new IOException("META-INF/NOTICE of byoc-app.jar names " + named + ", it holds " + held);
            }
            for (Path library : libraries) {
                keeps(app, library);
            }
        }
        return libraries.size();
    }

    /** As Maven's repository has it: artifact/version/artifact-version.jar. */
    private static String name(Path jar) {
        return jar.getParent().getParent().getFileName().toString();
    }

    private static void keeps(ZipFile app, Path library) throws IOException {
        try (ZipFile file = new ZipFile(library.toFile())) {
            List<? extends ZipEntry> texts = file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .filter(entry -> entry.getName().matches("META-INF/(.*/)?(LICENSE|NOTICE|COPYING)[^/]*"))
                    .toList();
            for (ZipEntry text : texts) {
                if (!Arrays.equals(bytes(app, "META-INF/third-party/" + name(library) + "/" + text.getName()), bytes(file, text.getName()))) {
                    throw new IOException("byoc-app.jar lacks " + text.getName() + " of " + library.getFileName());
                }
            }
        }
    }

    private static byte[] bytes(ZipFile file, String name) throws IOException {
        ZipEntry entry = file.getEntry(name);
        if (entry == null) {
            return new byte[0];
        }
        try (InputStream in = file.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }
}
