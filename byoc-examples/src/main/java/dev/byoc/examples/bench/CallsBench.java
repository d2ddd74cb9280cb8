package dev.byoc.examples.bench;

import dev.byoc.examples.bench.rig.Child;
import dev.byoc.examples.bench.rig.Far;
import dev.byoc.examples.bench.rig.FarFreshchat;
import dev.byoc.examples.bench.rig.Line;
import dev.byoc.json.Json;
import java.io.IOException;
import java.util.List;

/**
 * What one customer's message costs: calls to Freshchat, and the time that the relay adds to them; and what an answer costs whose webhook
 * names its type or does not.
 */
final class CallsBench {
    private static final int MILLIS = 20;

    private CallsBench() {}

    static void run(Bench.Options options) throws IOException {
        for (String engine : options.engines()) {
            Json report;
            try (Child freshchat = RelayBench.freshchat(FarFreshchat.PLAIN, MILLIS)) {
                report = Child.run(
                        CallsRun.class,
                        List.of("-Xmx256m"),
                        options.forChild(
                                options.place(engine),
                                Far.of(freshchat.report()).url()));
            }
            Line.of("calls")
                    .with("engine", engine)
                    .with("customer", "warm")
                    .print(Child.number(report, "warm"), "calls/message", 1, "the least there can be");
            Line.of("calls")
                    .with("engine", engine)
                    .with("customer", "cold")
                    .print(Child.number(report, "cold"), "calls/message", 3, "the least there can be");
            Line.of("calls")
                    .with("engine", engine)
                    .with("customer", "warm")
                    .with("p50_ms", Child.number(report, "added_p50_ms"))
                    .with("call_p50_ms", Child.number(report, "call_p50_ms"))
                    .with("call_p99_ms", Child.number(report, "call_p99_ms"))
                    .print(
                            Child.number(report, "added_p99_ms"),
                            "ms added, p99",
                            Child.number(report, "call_p99_ms") - Child.number(report, "call_p50_ms"),
                            "the call's own spread, from p50 to p99");
            Json answers = Child.run(AnswersRun.class, List.of("-Xmx256m"), options.place(engine));
            Line.of("calls")
                    .with("engine", engine)
                    .with("answer", "typed")
                    .print(Child.number(answers, "typed"), "calls/answer", 0, "the least there can be");
            Line.of("calls")
                    .with("engine", engine)
                    .with("answer", "untyped")
                    .print(Child.number(answers, "untyped"), "calls/answer", 1, "the least there can be");
        }
    }
}
