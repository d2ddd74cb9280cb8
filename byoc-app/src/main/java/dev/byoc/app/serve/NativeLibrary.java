package dev.byoc.app.serve;

import dev.byoc.app.config.AppConfig;
import dev.byoc.app.config.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, unpacked once into a folder beside the store, where its driver would else unpack it at every start. What is loaded runs
 * as this user, so it is kept only where nobody else can put another one. Where it cannot be kept, or not be loaded from there, the driver does
 * as it does by itself.
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
        } catch (IOException | UnsatisfiedLinkError e) {
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
            deleteOthers(beside, before);
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNERS));
        }
        if (!isOurs(folder, beside)) {
            return null;
        }
        Path library = folder.resolve(name);
        if (!Files.isRegularFile(library, LinkOption.NOFOLLOW_LINKS) || sum(library) != sum) {
            unpack(packed, library);
        }
        return library;
    }

    /** No one else may make a folder of that name, or put another in its place. */
    private static boolean isSafe(Path beside) throws IOException {
        return beside.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.isWritable(beside)
                && Files.getPosixFilePermissions(beside).stream().noneMatch(OTHERS_WRITE::contains);
    }

    private static boolean isOurs(Path folder, Path beside) throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.getPosixFilePermissions(folder).equals(OWNERS)
                && Files.getOwner(folder).equals(Files.getOwner(beside));
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

    private static long sum(Path file) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(Files.readAllBytes(file));
        return sum.getValue();
    }

    /** Another process that starts at the same time sees the whole file or none. */
    private static void unpack(URL packed, Path library) throws IOException {
        Path whole = Files.createTempFile(library.resolveSibling(""), library.getFileName() + ".", "");
        try (InputStream in = packed.openStream()) {
            Files.copy(in, whole, StandardCopyOption.REPLACE_EXISTING);
            Files.move(whole, library, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** Of versions before. */
    private static void deleteOthers(Path beside, String before) throws IOException {
        try (Stream<Path> all = Files.list(beside)) {
            for (Path each : all.filter(
                            file -> String.valueOf(file.getFileName()).startsWith(before))
                    .toList()) {
                try (Stream<Path> within = Files.list(each)) {
                    for (Path file : within.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(each);
            }
        }
    }
}
