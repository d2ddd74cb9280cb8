package dev.byoc.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    private static final List<String> NEARLY_ADDRESSES = List.of(
            "300.1.1.1",
            "1.2.3.256",
            "999.999.999.999",
            "010.0.0.1",
            "1.2.3",
            "1.2.3.4.5",
            ":",
            ".:",
            ".:a",
            ":::",
            "1:2",
            "1::2::3",
            "1.2.3.4:",
            "::300.1.1.1",
            "fe80::1%1",
            "[1.2.3.4");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "' 192.0.2.1 ', 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "2001:db8::1, 2001:db8:0:0:0:0:0:1",
        "[2001:DB8::1], 2001:db8:0:0:0:0:0:1",
        "::, 0:0:0:0:0:0:0:0",
        "::ffff:192.0.2.1, 192.0.2.1",
    })
    void anAddressIsReadFromItsLiteralForm(String literal, String address) {
        assertThat(AddressRange.addressOf(literal))
                .isNotNull()
                .satisfies(read -> assertThat(read.getHostAddress()).isEqualTo(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"300.1.1.1", "300.0.0.0/8", "1.2.3.4/33", "1.2.3.4/", "localhost", ""})
    void aRangeThatIsNoneIsAFault(String text) {
        assertThatThrownBy(() -> AddressRange.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not an IP address or range such as 192.0.2.0/24");
    }

    /** In a process whose names are those of a file that knows all of them: what is looked up there is found. */
    @Test
    void noTextIsLookedUpAsAName() throws IOException, InterruptedException {
        Path names = Files.writeString(
                folder.resolve("hosts"),
                NEARLY_ADDRESSES.stream()
                        .map(name -> "192.0.2.9 " + name + "\n")
                        .collect(Collectors.joining()));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.net.hosts.file=" + names,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LookUps.class.getName())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.lines())
                .containsExactlyElementsOf(
                        NEARLY_ADDRESSES.stream().map(name -> name + " null").toList());
    }

    /** What that process does. */
    static final class LookUps {
        public static void main(String[] arguments) {
            NEARLY_ADDRESSES.forEach(name -> System.out.println(name + " " + AddressRange.addressOf(name)));
        }
    }
}
