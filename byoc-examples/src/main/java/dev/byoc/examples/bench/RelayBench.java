package dev.byoc.examples.bench;

import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.FarFreshchat;
import dev.byoc.examples.bench.rig.Line;
import dev.byoc.json.Json;
import java.io.IOException;
import java.util.List;

/** How many customers' messages are relayed in a second, beside a bare loop of the same calls. Freshchat is a process of its own. */
final class RelayBench {
    private RelayBench() {}

    static void run(Bench.Options options) throws IOException {
        for (String millis : List.of("0", "20")) {
            double bare;
            try (Child freshchat = new Child(FarFreshchat.class, List.of(), millis)) {
                bare = Child.number(
                        Child.run(BareLoop.class, List.of(), options.forChild(port(freshchat))), "per_second");
            }
            for (String engine : options.engines()) {
                try (Child freshchat = new Child(FarFreshchat.class, List.of(), millis)) {
                    Json report = Child.run(
                            RelayRun.class,
                            List.of("-Xmx512m"),
                            options.forChild(options.place(engine), port(freshchat)));
                    Line.of("relay")
                            .with("engine", engine)
                            .with("freshchat_ms", Integer.valueOf(millis))
                            .with("customers", RelayRun.CUSTOMERS)
                            .print(
                                    Child.number(report, "per_second"),
                                    "1/s",
                                    bare,
                                    "a bare OkHttp loop of as many threads");
                }
            }
        }
    }

    static String port(Child freshchat) throws IOException {
        return String.valueOf(freshchat.report().get("port").numberOr(0));
    }
}
