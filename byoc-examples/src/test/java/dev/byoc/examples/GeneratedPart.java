package dev.byoc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of a page of docs that a test writes, and from then on holds to what it wrote. */
final class GeneratedPart {
    private static final String END = "<!-- end -->\n";

    private GeneratedPart() {}

    /** @param begin the line before the part, which ends at the next line {@code <!-- end -->} */
    static void assertHolds(Path pagePath, String begin, String part, Class<?> writer) throws IOException {
        String page = Files.readString(pagePath);
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf(END, from);
        String right = page.substring(0, from) + part + page.substring(to);
        if (Boolean.getBoolean("byoc.write")) {
            Files.writeString(pagePath, right);
            return;
        }

        assertThat(page)
                .as("write it anew: mvn -B -pl byoc-examples -am test -Dtest=" + writer.getSimpleName()
                        + " -Dbyoc.write=true -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(right);
    }
}
