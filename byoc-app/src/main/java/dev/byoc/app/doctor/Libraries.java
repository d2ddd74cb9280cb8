package dev.byoc.app.doctor;

import dev.byoc.event.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** What the class path, with the folder of channels, lacks or has twice. Reads files alone: nothing is loaded. */
final class Libraries {
    private static final String SUBJECT = "class path";
    private static final String PROVIDERS = "META-INF/services/dev.byoc.channel.ChannelProvider";

    /** Of this repository's channels, by the names that settings have. */
    private static final Map<String, String> KNOWN = Map.of(
            "viber", "dev.byoc.viber.ViberProvider",
            "kakaotalk", "dev.byoc.kakaotalk.KakaoTalkProvider",
            "kakaotalk-skill", "dev.byoc.kakaotalk.KakaoTalkSkillProvider");

    /** The oldest that OkHttp 5 is played with: docs/guides/hosts.md. */
    private static final int[] LEAST_KOTLIN = {1, 9, 25};

    private final ClassLoader loader;

    Libraries(ClassLoader loader) {
        this.loader = loader;
    }

    /** @param driver the class of the store's driver */
    List<Finding> look(String driver) {
        List<Finding> found = new ArrayList<>();
        try {
            addLostServices(found);
            addOkHttp(found);
            addKotlin(found);
        } catch (IOException | UncheckedIOException e) {
            found.add(Kind.NOT_CHECKED.of(SUBJECT, "a jar cannot be read"));
        }
        if (loader.getResource(pathOf(driver)) == null) {
            found.add(Kind.DRIVER_MISSING.of(SUBJECT, driver));
        }
        return found;
    }

    private void addLostServices(List<Finding> found) throws IOException {
        StringBuilder named = new StringBuilder();
        for (URL each : Collections.list(loader.getResources(PROVIDERS))) {
            try (InputStream in = each.openStream()) {
                named.append(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .append('\n');
            }
        }
        List<String> lines = named.toString().lines().map(String::strip).toList();
        KNOWN.values().stream()
                .sorted()
                .filter(name -> loader.getResource(pathOf(name)) != null && !lines.contains(name))
                .forEach(name -> found.add(Kind.SERVICE_LOST.of(SUBJECT, name)));
    }

    private void addOkHttp(List<Finding> found) throws IOException {
        List<URL> all = Collections.list(loader.getResources("okhttp3/OkHttpClient.class"));
        if (all.stream().map(URL::toString).distinct().count() > 1) {
            found.add(Kind.OKHTTP_TWICE.of(
                    SUBJECT, all.stream().map(Libraries::jarOf).distinct().collect(Collectors.joining(", "))));
        }
    }

    private static String jarOf(URL inside) {
        String[] steps = inside.toString().replaceAll("!/.*", "").split("/", -1);
        return inside.getProtocol().equals("jar") ? steps[steps.length - 1] : inside.getPath();
    }

    /** By the manifest of its jar; inside one jar with all else there is none, and it is the one that the program was tried with. */
    private void addKotlin(List<Finding> found) throws IOException {
        for (URL each : Collections.list(loader.getResources("kotlin/KotlinVersion.class"))) {
            if (each.openConnection() instanceof JarURLConnection connection) {
                connection.setUseCaches(false);
                String version = versionOf(connection);
                if (!version.isEmpty() && isOlder(version)) {
                    found.add(Kind.KOTLIN_TOO_OLD.of(SUBJECT, version));
                }
            }
        }
    }

    private static String versionOf(JarURLConnection connection) throws IOException {
        try (JarFile jar = connection.getJarFile()) {
            Manifest manifest = jar.getManifest();
            Attributes about = manifest == null ? new Attributes() : manifest.getMainAttributes();
            String title = Objects.requireNonNullElse(about.getValue("Implementation-Title"), "");
            String version = Objects.requireNonNullElse(about.getValue("Implementation-Version"), "");
            return title.startsWith("kotlin-stdlib") ? version : "";
        }
    }

    private static boolean isOlder(String version) {
        String[] parts = version.split("[^0-9]+", -1);
        for (int i = 0; i < LEAST_KOTLIN.length; i++) {
            int part = i < parts.length && !parts[i].isEmpty() ? Integer.parseInt(parts[i]) : 0;
            if (part != LEAST_KOTLIN[i]) {
                return part < LEAST_KOTLIN[i];
            }
        }
        return false;
    }

    private static String pathOf(String name) {
        return name.replace('.', '/') + ".class";
    }
}
