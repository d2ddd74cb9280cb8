package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CapturedLogsTest {
    @Test
    void keepsWhatIsLoggedWhileItIsOpen() {
        LoggerFactory.getLogger("before").warn("too early");
        PrintStream before = System.err;
        try (CapturedLogs logs = CapturedLogs.start()) {
            LoggerFactory.getLogger("within").warn("relay started, żółć");

            assertThat(logs.text()).contains("relay started, żółć").doesNotContain("too early");
        }
        assertThat(System.err).isSameAs(before);
    }
}
