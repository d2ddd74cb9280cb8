package dev.byoc.examples;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A virtual machine of its own, with this one's class path: what is killed or measured must not share a heap with who does it. */
public final class ChildJvm {
    private ChildJvm() {}

    /**
     * A process that is not started yet.
     *
     * @param options of the virtual machine, {@code -Xmx64m} for instance
     */
    public static ProcessBuilder of(Class<?> main, List<String> options) {
        return of(options, "-cp", classPath(), main.getName());
    }

    /** The same for another program. */
    public static ProcessBuilder of(Path jar, List<String> options) {
        return of(options, "-jar", jar.toString());
    }

    private static ProcessBuilder of(List<String> options, String... program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(program));
        return new ProcessBuilder(command);
    }

    private static String classPath() {
        // Started by Maven, java.class.path is Maven's own.
        if (!(ChildJvm.class.getClassLoader() instanceof URLClassLoader loader)) {
            return System.getProperty("java.class.path");
        }
        List<String> files = new ArrayList<>();
        for (URL url : loader.getURLs()) {
            try {
                files.add(Path.of(url.toURI()).toString());
            } catch (URISyntaxException e) {
                throw new IllegalStateException("not a file on the class path: " + url, e);
            }
        }
        return String.join(File.pathSeparator, files);
    }
}
