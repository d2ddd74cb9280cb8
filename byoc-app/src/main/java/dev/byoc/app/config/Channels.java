package dev.byoc.app.config;

import dev.byoc.ConfigurationException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Channels from jars in a folder. Those of the program itself come first: a second copy of one is not loaded. */
final class Channels {
    private static final String PROVIDERS = "META-INF/services/dev.byoc.channel.ChannelProvider";

    private Channels() {}

    /**
     * Lets the relay find them, on this thread and those that it starts.
     *
     * @throws ConfigurationException naming each jar that cannot be read or holds no channel
     */
    static void load(AppConfig config) {
        Path folder = folder(config);
        if (!Files.isDirectory(folder)) {
            if (!config.text("channels").isEmpty()) {
                throw new ConfigurationException("byoc.channels names " + folder + ", which is no folder");
            }
            return;
        }
        List<String> faults = new ArrayList<>();
        List<URL> urls = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(each -> each.toString().endsWith(".jar")).sorted().forEach(each -> add(each, urls, faults));
        } catch (IOException e) {
            faults.add("the folder " + folder + " cannot be read by this user");
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        if (!urls.isEmpty()) {
            Thread.currentThread()
                    .setContextClassLoader(
                            new URLClassLoader("channels", urls.toArray(URL[]::new), Channels.class.getClassLoader()));
        }
    }

    private static Path folder(AppConfig config) {
        try {
            return config.text("channels").isEmpty() ? besideTheJar() : config.path("channels", "");
        } catch (InvalidPathException e) {
            throw new ConfigurationException("byoc.channels is no path of a folder");
        }
    }

    /** A loader passes over a file that is no jar without a word, so each is opened here first. */
    private static void add(Path jar, List<URL> urls, List<String> faults) {
        try (JarFile opened = new JarFile(jar.toFile())) {
            if (opened.getEntry(PROVIDERS) != null) {
                refuseDoubled(jar, opened, faults);
            }
            urls.add(jar.toUri().toURL());
        } catch (MalformedURLException e) {
            faults.add(jar + " has a name that no class can be loaded from");
        } catch (IOException | SecurityException e) {
            faults.add(jar + " is no jar that can be read: put a whole one there, or take it away");
        }
    }

    private static void refuseDoubled(Path jar, JarFile opened, List<String> faults) throws IOException {
        String providers = new String(
                opened.getInputStream(opened.getEntry(PROVIDERS)).readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        for (String line : providers.lines().toList()) {
            String name = line.replaceAll("#.*", "").strip();
            if (!name.isEmpty()
                    && Channels.class.getClassLoader().getResource(name.replace('.', '/') + ".class") != null) {
                faults.add(jar + " holds " + name + ", which the program has already: take it away");
            }
        }
    }

    private static Path besideTheJar() {
        try {
            URI code = Channels.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            Path parent = Path.of(code).getParent();
            return parent == null ? Path.of("channels") : parent.resolve("channels");
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Path.of("channels");
        }
    }
}
