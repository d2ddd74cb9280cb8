package dev.byoc.app.serve;

import dev.byoc.app.config.AppConfig;
import dev.byoc.app.config.Stores;
import dev.byoc.app.config.ThisUser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, unpacked once into a folder beside the store, where its driver would else unpack it at every start. What is loaded runs
 * as this user, so it is kept only where no other user can put another one, and is compared with the
 * jar's at each start. Where it cannot be kept, or not be loaded from there, the driver does as it does by itself.
 */
public final class NativeLibrary {
    /** Of the driver: where it looks first, and where it unpacks. */
    private static final String PATH = "org.sqlite.lib.path";

    private static final String UNPACKED_IN = "org.sqlite.tmpdir";
    private static final Logger log = LoggerFactory.getLogger(NativeLibrary.class);

    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private NativeLibrary() {}

    /**
     * Loads it, and has the driver take that one. Once in a process, before the driver is used: two copies of it in one process would share a
     * store. What the driver's own properties say stays.
     *
     * @param config without faults
     */
    public static void load(AppConfig config) {
        Stores stores = new Stores(config);
        if (stores.isShared() || System.getProperty(PATH) != null || System.getProperty(UNPACKED_IN) != null) {
            return;
        }
        try {
            Path library = kept(stores.file());
            if (library != null) {
                // Here, so that a file system that lets nothing be run from it costs no more than this attempt.
                System.load(library.toString());
                System.setProperty(PATH, String.valueOf(library.getParent()));
            }
        } catch (IOException | UncheckedIOException | UnsatisfiedLinkError e) {
            log.debug("the driver's library is not kept: {}", e.getClass().getName());
        }
    }

    /** Whole, and of this very driver; null: it cannot be kept there. */
    static @Nullable Path kept(Path store) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        URL packed = NativeLibrary.class.getResource(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name);
        Path beside = store.toAbsolutePath().getParent();
        if (beside == null || packed == null || !isSafe(beside)) {
            return null;
        }
        long sum = sum(packed);
        String before = store.getFileName() + ".native-";
        // Each version and system has another sum; the driver does not know its version in a jar of all.
        Path folder = beside.resolve(before + Long.toHexString(sum));
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            deleteOthers(beside, before, name);
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNERS));
        }
        if (!isOurs(folder)) {
            return null;
        }
        Path library = folder.resolve(name);
        byte[] whole = bytes(packed);
        if (!Files.isRegularFile(library, LinkOption.NOFOLLOW_LINKS)
                || !Arrays.equals(Files.readAllBytes(library), whole)) {
            write(whole, library);
        }
        return library;
    }

    /** No one else may make a folder of that name, or put another in its place. */
    private static boolean isSafe(Path beside) throws IOException {
        return beside.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.isWritable(beside)
                && ThisUser.owns(beside)
                && Files.getPosixFilePermissions(beside).stream().noneMatch(OTHERS_WRITE::contains);
    }

    private static boolean isOurs(Path folder) throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.getPosixFilePermissions(folder).equals(OWNERS)
                && ThisUser.owns(folder);
    }

    /** That of the jar's directory, for which nothing is unpacked. */
    private static long sum(URL packed) throws IOException {
        URLConnection connection = packed.openConnection();
        JarEntry entry = connection instanceof JarURLConnection jar ? jar.getJarEntry() : null;
        if (entry == null || entry.getCrc() < 0) {
            throw new IOException("not from a jar");
        }
        return entry.getCrc();
    }

    private static byte[] bytes(URL packed) throws IOException {
        try (InputStream in = packed.openStream()) {
            return in.readAllBytes();
        }
    }

    /** Another process that starts at the same time sees the whole file or none. */
    private static void write(byte[] whole, Path library) throws IOException {
        Path part = Files.createTempFile(library.resolveSibling(""), library.getFileName() + ".", "");
        try {
            Files.write(part, whole);
            Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Of versions before. What else is in such a folder stays, and so does what only has such a name: it may be an operator's. */
    private static void deleteOthers(Path beside, String before, String name) throws IOException {
        Pattern ours = Pattern.compile(Pattern.quote(before) + "[0-9a-f]{1,8}");
        Pattern within = Pattern.compile(Pattern.quote(name) + "(\\.[0-9]+)?");
        for (Path folder : named(beside, ours)) {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    for (Path file : named(folder, within)) {
                        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                            Files.delete(file);
                        }
                    }
                    Files.delete(folder);
                } catch (IOException | UncheckedIOException e) {
                    log.debug(
                            "a former library of the driver stays: {}",
                            e.getClass().getName());
                }
            }
        }
    }

    private static List<Path> named(Path folder, Pattern name) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each ->
                            name.matcher(String.valueOf(each.getFileName())).matches())
                    .toList();
        }
    }
}
