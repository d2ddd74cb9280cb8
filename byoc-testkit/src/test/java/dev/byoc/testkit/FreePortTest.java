package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortTest {
    @Test
    void everyPortIsAnotherAndNoneIsOfTheRangeForConnections() {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            ports.add(FreePort.next());
        }

        assertThat(ports).hasSize(50).allSatisfy(port -> assertThat(port).isBetween(10_000, 31_999));
    }

    @Test
    void portThatIsInUseIsPassedOver() throws Exception {
        try (ServerSocket taken = next()) {
            assertThat(FreePort.next()).isNotEqualTo(taken.getLocalPort());
        }
    }

    /** On the port behind the last one given, unless that is where the range of another process begins. */
    private static ServerSocket next() throws IOException {
        while (true) {
            int last = FreePort.next();
            try {
                return new ServerSocket(last + 1, 1, InetAddress.getLoopbackAddress());
            } catch (BindException e) {
                assertThat(FreePort.next()).isNotEqualTo(last + 1);
            }
        }
    }

    /** A server that is stopped and started again keeps its address, whatever the tests beside it take meanwhile. */
    @Test
    void noPortIsAnotherProcessesToo() throws Exception {
        Set<Integer> ours = new HashSet<>();
        Set<Integer> theirs = new HashSet<>();
        URL classes = FreePort.class.getProtectionDomain().getCodeSource().getLocation();
        // Without a parent it has a FreePort of its own, as another process has.
        try (URLClassLoader process = new URLClassLoader(new URL[] {classes}, null)) {
            Method next = process.loadClass(FreePort.class.getName()).getMethod("next");
            for (int i = 0; i < 600; i++) {
                ours.add(FreePort.next());
                theirs.add((Integer) next.invoke(null));
            }
        }

        assertThat(ours).hasSizeGreaterThan(400).doesNotContainAnyElementsOf(theirs);
    }
}
