package dev.byoc.examples.bench;

import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.Far;
import dev.byoc.examples.bench.rig.Subject;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The relay behind its web server, while Freshchat is out of reach: it verifies, reads, stores and answers, and relays nothing. Beside it
 * the server that it is compared with.
 */
final class AckHost {
    private AckHost() {}

    /** Takes the place of the relay's store, and that of the other server's. */
    public static void main(String[] args) throws IOException {
        RelayEngine relay = Subject.builder(args[0], Far.NOWHERE).build();
        JdkHttpHost host = JdkHttpHost.serve(relay, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        RowServer rows = new RowServer(args[1]);
        relay.start();
        Child.tell(Json.object()
                .put("path", relay.webhookUrl(Subject.VIBER).getRawPath())
                .put("relay_port", host.port())
                .put("rows_port", rows.port()));
        Child.awaitEnd();
    }
}
