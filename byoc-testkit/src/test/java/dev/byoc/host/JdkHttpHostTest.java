package dev.byoc.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.host.HostContract;
import dev.byoc.testkit.host.RequestForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JdkHttpHostTest extends HostContract {
    @Override
    protected Runnable serve(RelayEngine relay, int port, Duration patience) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return JdkHttpHost.serve(relay, address, Duration.ofHours(1), patience)::close;
    }

    /** It reads addresses as java.net.URI does, and knows no trailers. */
    @Override
    public Map<RequestForm, Integer> refused() {
        return Map.of(
                RequestForm.BROKEN_ESCAPE, 400,
                RequestForm.PIPE, 400,
                RequestForm.RAW_KOREAN, 400,
                RequestForm.BROKEN_ESCAPE_IN_QUERY, 400,
                RequestForm.BRACKETS_IN_QUERY, 400,
                RequestForm.TRAILERS, 400);
    }

    /** In a process of its own: the JDK reads that time once. */
    @Override
    @Test
    public void aHeadThatStopsIsCutOff() {
        try (HostProcess host = new HostProcess(
                        System.getProperty("java.home"),
                        "-D" + ServedRelay.PROBE + "=4000",
                        "-Dsun.net.httpserver.maxReqTime=1");
                Socket socket = host.connect()) {
            host.write(socket, "POST " + host.path() + " HTTP/1.1\r\nHost: local");

            assertThat(host.status(socket)).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
