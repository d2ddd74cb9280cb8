package dev.byoc.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.util.LibraryLoaderUtil;

/** Where it is kept; example.OneJar under .ci/spring-boot starts the program with it. */
class NativeLibraryTest {
    @TempDir
    Path folder;

    private Path store;

    @BeforeEach
    void give() {
        store = folder.resolve("byoc.db");
    }

    private static byte[] packed() throws IOException {
        String name = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
        try (InputStream in = LibraryLoaderUtil.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private List<Path> beside() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    @Test
    void isUnpackedIntoAFolderForItsUserAlone() throws IOException {
        Path library = NativeLibrary.kept(store);

        assertThat(library).hasBinaryContent(packed());
        assertThat(Files.getPosixFilePermissions(library.getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(library.getParent().getFileName().toString()).matches("byoc\\.db\\.native-[0-9a-f]+");
        try (Stream<Path> within = Files.list(library.getParent())) {
            assertThat(within).containsExactly(library);
        }
    }

    @Test
    void isUnpackedOnce() throws IOException {
        Object first = Files.readAttributes(NativeLibrary.kept(store), "fileKey,lastModifiedTime");

        assertThat(Files.readAttributes(NativeLibrary.kept(store), "fileKey,lastModifiedTime"))
                .isEqualTo(first);
    }

    @Test
    void oneThatIsBrokenIsReplaced() throws IOException {
        Files.write(NativeLibrary.kept(store), new byte[] {0x7f, 'E', 'L', 'F'});

        assertThat(NativeLibrary.kept(store)).hasBinaryContent(packed());
    }

    @Test
    void thatOfAnotherVersionIsDeleted() throws IOException {
        Path before = Files.createDirectory(folder.resolve("byoc.db.native-1f"));
        Files.writeString(before.resolve(LibraryLoaderUtil.getNativeLibName()), "an old one");
        Files.writeString(before.resolve(LibraryLoaderUtil.getNativeLibName() + ".123"), "a part of one");

        Path library = NativeLibrary.kept(store);

        assertThat(beside()).containsExactly(library.getParent());
    }

    @Test
    void isNotKeptWhereOthersMayPutAnother() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));

        assertThat(NativeLibrary.kept(store)).isNull();
        assertThat(beside()).isEmpty();
    }

    @Test
    void isNotTakenFromAFolderThatOthersMayChange() throws IOException {
        Path within = NativeLibrary.kept(store).getParent();
        Files.setPosixFilePermissions(within, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(NativeLibrary.kept(store)).isNull();
    }

    @Test
    void isNotTakenFromWhatALinkLeadsTo() throws IOException {
        Path within = NativeLibrary.kept(store).getParent();
        Path elsewhere = Files.move(within, folder.resolve("elsewhere"));
        Files.createSymbolicLink(within, elsewhere);

        assertThat(NativeLibrary.kept(store)).isNull();
    }

    @Test
    void whereNoFolderIsNothingIsMade() throws IOException {
        assertThat(NativeLibrary.kept(folder.resolve("none/byoc.db"))).isNull();
        assertThat(beside()).isEmpty();
    }

    private static long crc(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return sum.getValue();
    }

    /** A user who can write there can keep the sum of the jar's directory. */
    @Test
    void oneThatWasChangedAndHasTheSameSumIsReplaced() throws IOException {
        byte[] changed = packed();
        // A multiple of the sum's polynomial, which it does not see.
        long unseen = (0xEDB88320L << 1) | 1;
        for (int i = 0; i < 5; i++) {
            changed[1_000 + i] ^= (byte) (unseen >>> (8 * i));
        }
        assertThat(crc(changed)).isEqualTo(crc(packed()));
        Files.write(NativeLibrary.kept(store), changed);

        assertThat(NativeLibrary.kept(store)).hasBinaryContent(packed());
    }

    private static void giveAway(Path path) throws IOException {
        assumeTrue(Files.getOwner(path).getName().equals("root"), "nothing can be given away");
        Files.setOwner(
                path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    }

    @Test
    void isNotKeptInAFolderOfAnotherUser() throws IOException {
        giveAway(folder);

        assertThat(NativeLibrary.kept(store)).isNull();
        assertThat(beside()).isEmpty();
    }

    @Test
    void isNotTakenWhereBothFoldersAreAnotherUsers() throws IOException {
        giveAway(NativeLibrary.kept(store).getParent());
        giveAway(folder);

        assertThat(NativeLibrary.kept(store)).isNull();
    }

    @Test
    void whatOnlyHasSuchANameStays() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path behindALink = Files.writeString(elsewhere.resolve(LibraryLoaderUtil.getNativeLibName()), "another's");
        Files.createSymbolicLink(folder.resolve("byoc.db.native-1f"), elsewhere);
        Path backup = Files.createDirectory(folder.resolve("byoc.db.native-backup"));
        Path saved = Files.writeString(backup.resolve("byoc.db"), "saved");
        Path file = Files.writeString(folder.resolve("byoc.db.native-2a"), "a file");
        Path mixed = Files.createDirectory(folder.resolve("byoc.db.native-3b"));
        Path note = Files.writeString(mixed.resolve("note.txt"), "keep");

        assertThat(NativeLibrary.kept(store)).hasBinaryContent(packed());
        assertThat(List.of(behindALink, saved, file, note)).allMatch(Files::exists);
        assertThat(folder.resolve("byoc.db.native-1f")).isSymbolicLink();
    }
}
