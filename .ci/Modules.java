import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What each module pulls in, as docs/reference/modules.md says it: compares the page with what mvn verify has built, or with "write" writes it.
 * Run from the root. Names and versions have to be equal; sizes, which change with every line of code, may be a tenth off.
 */
class Modules {
    private static final Path PAGE = Path.of("docs/reference/modules.md");
    private static final String MARK = "<!-- From here on written by `java .ci/Modules.java write` -->\n";
    private static final Pattern SIZE = Pattern.compile("([0-9]+) KB");
    private static final long SLACK_KB = 5;

    private record Jar(String name, String version, long bytes) {
        boolean ours() {
            return name.startsWith("byoc-");
        }

        long kb() {
            return Math.round(bytes / 1024.0);
        }
    }

    private record Module(String name, Jar own, List<Jar> needs) {}

    public static void main(String[] args) throws IOException {
        List<Module> modules = modules();
        String page = Files.readString(PAGE);
        int from = page.indexOf(MARK) + MARK.length();
        String table = "\n" + table(modules) + "\n" + libraries(modules);
        if (args.length == 1 && args[0].equals("write")) {
            Files.writeString(PAGE, page.substring(0, from) + table);
            return;
        }
        List<String> shown = page.substring(from).lines().toList();
        List<String> real = table.lines().toList();
        for (int i = 0; i < Math.max(shown.size(), real.size()); i++) {
            String is = i < shown.size() ? shown.get(i) : "";
            String shouldBe = i < real.size() ? real.get(i) : "";
            if (!close(is, shouldBe)) {
                throw new IOException(PAGE + " says\n  " + is + "\nand it is\n  " + shouldBe + "\n(java .ci/Modules.java write)");
            }
        }
        System.out.println(PAGE + " tells what " + modules.size() + " modules pull in");
    }

    private static List<Module> modules() throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.list(Path.of(""))) {
            folders = all.filter(folder -> Files.isDirectory(folder.resolve("src/main/java"))).sorted().toList();
        }
        List<Module> modules = new ArrayList<>();
        for (Path folder : folders) {
            String name = folder.toString();
            if (Files.readString(folder.resolve("pom.xml")).contains("<maven.deploy.skip>true")) {
                continue;
            }
            Path target = folder.resolve("target");
            Path own;
            try (Stream<Path> built = Files.list(target)) {
                own = built.filter(file -> file.getFileName().toString().matches(name + "-[0-9.]+(-SNAPSHOT)?\\.jar"))
                        .findFirst()
                        .orElseThrow(() -> new IOException(name + " is not built"));
            }
            List<Jar> needs = needs(target);
            modules.add(new Module(name, new Jar(name, "", Files.size(own)), needs));
        }
        return modules;
    }

    /** All that the module runs with, less what is optional and what comes along with that alone. */
    private static List<Jar> needs(Path target) throws IOException {
        Set<String> optional = optional(target.resolve("run-time-tree"));
        List<Jar> needs = new ArrayList<>();
        for (String jar : Files.readString(target.resolve("run-time-jars")).strip().split(File.pathSeparator)) {
            Path file = Path.of(jar);
            if (!optional.contains(file.getFileName().toString())) {
                needs.add(jar(file));
            }
        }
        return needs;
    }

    /** The tree alone does not do: what tests bring nearer to the root stands below them, and not in it. */
    private static Set<String> optional(Path tree) throws IOException {
        Set<String> optional = new TreeSet<>();
        int below = Integer.MAX_VALUE;
        for (String line : Files.readAllLines(tree).stream().skip(1).toList()) {
            int depth = line.length() - line.stripLeading().length();
            if (depth <= below) {
                below = line.contains("(optional)") ? depth : Integer.MAX_VALUE;
            }
            if (below < Integer.MAX_VALUE) {
                String[] parts = line.strip().split(":");
                optional.add(parts[1] + "-" + parts[3] + ".jar");
            }
        }
        return optional;
    }

    private static Jar jar(Path file) throws IOException {
        Matcher parts = Pattern.compile("(.+?)-([0-9].*)\\.jar").matcher(file.getFileName().toString());
        if (!parts.matches()) {
            throw new IOException("not the name of a jar: " + file);
        }
        return new Jar(parts.group(1), parts.group(2), Files.size(file));
    }

    private static String table(List<Module> modules) {
        StringBuilder text = new StringBuilder("| module | its jar | run-time jars with it | all together | of byoc | of others |\n|---|---|---|---|---|---|\n");
        for (Module module : modules) {
            long all = module.own().bytes() + module.needs().stream().mapToLong(Jar::bytes).sum();
            text.append("| ").append(module.name());
            text.append(" | ").append(module.own().kb()).append(" KB");
            text.append(" | ").append(module.needs().size() + 1);
            text.append(" | ").append(Math.round(all / 1024.0)).append(" KB");
            text.append(" | ").append(names(module, true));
            text.append(" | ").append(names(module, false)).append(" |\n");
        }
        return text.toString();
    }

    private static String names(Module module, boolean ours) {
        return module.needs().stream()
                .filter(jar -> jar.ours() == ours)
                .map(Jar::name)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String libraries(List<Module> modules) {
        Map<String, Jar> libraries = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        modules.stream()
                .flatMap(module -> module.needs().stream())
                .filter(jar -> !jar.ours())
                .forEach(jar -> libraries.put(jar.name(), jar));
        StringBuilder text = new StringBuilder("| library | version | size |\n|---|---|---|\n");
        libraries.values().forEach(jar -> text.append("| " + jar.name() + " | " + jar.version() + " | " + jar.kb() + " KB |\n"));
        return text.toString();
    }

    private static boolean close(String is, String shouldBe) {
        if (!SIZE.matcher(is).replaceAll("KB").equals(SIZE.matcher(shouldBe).replaceAll("KB"))) {
            return false;
        }
        long[] left = sizes(is);
        long[] right = sizes(shouldBe);
        for (int i = 0; i < left.length; i++) {
            if (Math.abs(left[i] - right[i]) > Math.max(SLACK_KB, right[i] / 10)) {
                return false;
            }
        }
        return true;
    }

    private static long[] sizes(String line) {
        return SIZE.matcher(line).results().mapToLong(size -> Long.parseLong(size.group(1))).toArray();
    }
}
