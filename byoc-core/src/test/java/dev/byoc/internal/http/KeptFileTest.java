package dev.byoc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.message.MediaException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptFileTest {
    private static final int LARGE = 3 * KeptFile.MOST_IN_MEMORY + 7;

    @TempDir
    private Path directory;

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private KeptFile kept(byte[] bytes) throws IOException {
        return new KeptFile(Fetcher.of(new ByteArrayInputStream(bytes), LARGE), directory.toString());
    }

    @Test
    void wholeFileOutlivesTheFetchedOne() throws IOException {
        byte[] bytes = bytes(LARGE);
        Fetched fetched = Fetcher.of(new ByteArrayInputStream(bytes), LARGE);
        try (KeptFile file = new KeptFile(fetched, directory.toString())) {
            file.open().readAllBytes();
            fetched.close();

            assertThat(file.open().readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void fileThatIsClosedWhileItIsReadLeavesNothingBehind() throws IOException {
        KeptFile file = kept(bytes(LARGE));
        file.close();

        assertThat(file.open().readAllBytes()).isEqualTo(bytes(LARGE));
        assertThat(file.isWhole()).isFalse();
        assertThat(names()).isZero();
        assertThat(descriptors()).isZero();
    }

    private long names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                1,
                16 * 1024,
                16 * 1024 + 1,
                KeptFile.MOST_IN_MEMORY - 1,
                KeptFile.MOST_IN_MEMORY,
                KeptFile.MOST_IN_MEMORY + 1,
                LARGE
            })
    void allOfAFileIsReadAsOftenAsItIsOpened(int size) throws IOException {
        byte[] bytes = bytes(size);
        try (KeptFile file = kept(bytes)) {
            assertThat(file.open().readAllBytes()).isEqualTo(bytes);
            assertThat(file.open().readAllBytes()).isEqualTo(bytes);
            assertThat(file.open().readAllBytes()).isEqualTo(bytes);
            assertThat(file.taken()).isEqualTo(size);
            assertThat(file.isWhole()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, KeptFile.MOST_IN_MEMORY, KeptFile.MOST_IN_MEMORY + 3, LARGE - 1})
    void readingThatStoppedEarlyIsTakenUpByTheNextOne(int some) throws IOException {
        byte[] bytes = bytes(LARGE);
        try (KeptFile file = kept(bytes)) {
            try (InputStream first = file.open()) {
                first.readNBytes(some);
            }
            assertThat(file.isWhole()).isFalse();

            assertThat(file.open().readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void smallFileTouchesNoDisk() throws IOException {
        Files.delete(directory);
        try (KeptFile file = kept(bytes(KeptFile.MOST_IN_MEMORY))) {
            file.open().readAllBytes();

            assertThat(file.canBeReadAgain()).isTrue();
        }
        Files.createDirectory(directory);
    }

    @Test
    void largeFileIsOnDiskForItsOwnerAloneWhileItIsOpenAndGoneAfterIt() throws IOException {
        KeptFile file = kept(bytes(LARGE));
        file.open().readAllBytes();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path path : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo("rw-------");
            }
        }
        file.close();

        assertThat(names()).isZero();
        assertThat(descriptors()).isZero();
    }

    /** Of files that are open in that directory, and may have no name there. */
    private long descriptors() throws IOException {
        Path open = Path.of("/proc/self/fd");
        if (!Files.isDirectory(open)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(open)) {
            return files.filter(file -> target(file).startsWith(directory.toString()))
                    .count();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void fileThatBreaksOffOrIsTooLargeLeavesNothingBehind() throws IOException {
        KeptFile file = kept(bytes(LARGE + 1));

        assertThatThrownBy(() -> file.open().readAllBytes()).isInstanceOf(MediaException.class);
        assertThat(file.isWhole()).isFalse();
        file.close();

        assertThat(names()).isZero();
        assertThat(descriptors()).isZero();
    }

    @Test
    @SuppressWarnings("InputStreamSlowMultibyteRead")
    void fileThatBrokeOffBreaksOffAtItsNextReadingToo() throws IOException {
        InputStream breaks = new SequenceInputStream(new ByteArrayInputStream(bytes(1000)), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }
        });
        try (KeptFile file = new KeptFile(Fetcher.of(breaks, LARGE), directory.toString())) {
            assertThatThrownBy(() -> file.open().readAllBytes()).isInstanceOf(MediaException.class);
            assertThatThrownBy(() -> file.open().readAllBytes()).isInstanceOf(MediaException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/there/is/none", "", "\0", "/dev/null"})
    void diskThatTakesNothingEndsTheSecondReadingAndNotTheFirst(String nowhere) throws IOException {
        byte[] bytes = bytes(LARGE);
        String there = nowhere.isEmpty() ? directory + "/none" : nowhere;
        try (KeptFile file = new KeptFile(Fetcher.of(new ByteArrayInputStream(bytes), LARGE), there)) {
            assertThat(file.canBeReadAgain()).isTrue();

            assertThat(file.open().readAllBytes()).isEqualTo(bytes);

            assertThat(file.canBeReadAgain()).isFalse();
            assertThatThrownBy(() -> file.open().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void interruptWhileItIsWrittenLosesTheCopyAndLeavesNothingBehind() throws IOException {
        byte[] bytes = bytes(LARGE);
        InputStream interrupting = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                if (pos > 2 * KeptFile.MOST_IN_MEMORY) {
                    Thread.currentThread().interrupt();
                }
                return super.read(into, offset, length);
            }
        };
        KeptFile file = new KeptFile(Fetcher.of(interrupting, LARGE), directory.toString());

        assertThatThrownBy(() -> file.open().readAllBytes()).isInstanceOf(MediaException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(file.canBeReadAgain()).isFalse();
        assertThat(names()).isZero();
        assertThat(descriptors()).isZero();
    }

    @Test
    void closedFileIsReadNoMore() throws IOException {
        KeptFile file = kept(bytes(LARGE));
        file.open().readAllBytes();
        file.close();
        file.close();

        assertThatThrownBy(() -> file.open().readAllBytes()).isInstanceOf(IOException.class);
    }
}
