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

/** The relay behind its web server. */
final class RelayHost {
    private RelayHost() {}

    /** Takes the engine, and Freshchat as {@link Far} has it. */
    public static void main(String[] args) throws IOException {
        RelayEngine relay = Subject.builder(args[0], new Far(args[1], args[2])).build();
        JdkHttpHost host = JdkHttpHost.serve(relay, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        relay.start();
        Child.tell(Json.object()
                .put("port", host.port())
                .put("viber", relay.webhookUrl(Subject.VIBER).getRawPath()));
        Child.awaitEnd();
    }
}
