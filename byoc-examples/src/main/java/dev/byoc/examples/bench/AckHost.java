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

/** The relay behind its web server, while Freshchat is out of reach: it verifies, reads, stores and answers, and relays nothing. */
final class AckHost {
    private AckHost() {}

    /** Takes the engine. */
    public static void main(String[] args) throws IOException {
        RelayEngine relay = Subject.builder(args[0], Far.NOWHERE).build();
        JdkHttpHost host = JdkHttpHost.serve(relay, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        relay.start();
        Child.tell(Json.object()
                .put("port", host.port())
                .put("viber", relay.webhookUrl(Subject.VIBER).getRawPath())
                .put("at-once", relay.webhookUrl(Subject.AT_ONCE).getRawPath()));
        Child.awaitEnd();
    }
}
