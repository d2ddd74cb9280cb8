package dev.byoc.examples.sandbox;

import dev.byoc.examples.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The relay at work without any account: between a Freshchat and a Viber of our own, over real HTTP on this machine. Plays a script both
 * ways and prints what was said and where it was seen; then takes lines from stdin.
 *
 * <ul>
 *   <li>{@code -Dsandbox.demo=true}: only plays the scripts, of Viber and of KakaoTalk. Exit code 0 if both sides then hold exactly what
 *       they should, else 1; the last line says which, or what differs
 *   <li>{@code -Dsandbox.break=}{@code drop|double|swap|leak-note|wrong-customer}, with the above: a proxy between Viber's relay
 *       and the others does that damage, to show that it is noticed; {@code no-catch-up}: the relay does not look for what it missed
 * </ul>
 *
 * <p>Exit code 2: an option is wrong.
 */
public final class Sandbox {
    /** How the demo of one channel ended. */
    record Played(String channel, List<String> differences) {}

    private Sandbox() {}

    public static void main(String[] args) throws IOException {
        String level = "org.slf4j.simpleLogger.log.dev.byoc";
        if (System.getProperty(level) == null) {
            // The transcript tells what happens; the store's warning that it forgets on exit would only stand in its
            // way.
            System.setProperty(level, "error");
        }
        int code;
        try {
            code = run(System.getProperties(), Console.in(), Console.out(), System.err);
        } catch (RuntimeException | AssertionError e) {
            // What is thrown out of here, Maven would print below the transcript.
            System.err.println("sandbox: " + e);
            code = 1;
        }
        System.exit(code);
    }

    /** Gives the exit code. */
    static int run(Properties options, BufferedReader in, PrintStream out, PrintStream err) throws IOException {
        String word = options.getProperty("sandbox.break", "");
        Fault fault = Fault.of(word);
        boolean demo = Boolean.parseBoolean(options.getProperty("sandbox.demo"));
        if (!word.isEmpty() && fault == null) {
            err.println("sandbox.break: there is no '" + word + "'. There are: " + Fault.words());
            return 2;
        }
        if (fault != null && !demo) {
            err.println("sandbox.break goes with -Dsandbox.demo=true only");
            return 2;
        }
        if (!demo) {
            talk(in, out);
            return 0;
        }
        List<Played> all = List.of(viber(fault, out), kakaotalk(out));
        out.println();
        out.println(verdict(all));
        return all.stream().allMatch(played -> played.differences().isEmpty()) ? 0 : 1;
    }

    private static Played viber(@Nullable Fault fault, PrintStream out) {
        try (ViberStage stage = new ViberStage(fault)) {
            ViberScript script = new ViberScript(stage, new Transcript(out));
            return played("viber", script::play, () -> stage.ledger().differencesFrom(ViberScript.EXPECTED));
        }
    }

    private static Played kakaotalk(PrintStream out) {
        try (KakaoStage stage = new KakaoStage()) {
            KakaoScript script = new KakaoScript(stage, new Transcript(out));
            return played("kakaotalk", script::play, () -> stage.ledger().differencesFrom(script.expected()));
        }
    }

    private static Played played(String channel, Runnable script, Supplier<List<String>> comparison) {
        List<String> differences = new ArrayList<>();
        try {
            script.run();
        } catch (RuntimeException | AssertionError e) {
            // A line of the script could not be played, as an earlier one had no effect.
            differences.add("the script stopped: " + e.getMessage());
        }
        differences.addAll(comparison.get());
        return new Played(channel, differences);
    }

    /** The last line of a demo: one word for each channel that went well, or what differs. */
    static String verdict(List<Played> all) {
        List<Played> bad =
                all.stream().filter(played -> !played.differences().isEmpty()).toList();
        if (bad.isEmpty()) {
            return "demo: " + all.stream().map(Played::channel).collect(Collectors.joining(" ")) + " ok";
        }
        return bad.stream()
                .map(played -> "demo: " + played.channel() + " differs: " + String.join("; ", played.differences()))
                .collect(Collectors.joining(" | "));
    }

    private static void talk(BufferedReader in, PrintStream out) throws IOException {
        try (ViberStage stage = new ViberStage(null)) {
            ViberScript script = new ViberScript(stage, new Transcript(out));
            script.play();
            out.println();
            out.println("Freshchat is at " + stage.freshchat.url());
            out.println("Viber is at     " + stage.viber.url());
            out.println("The relay is at " + stage.relay().webhookUrl(ViberStage.ACCOUNT) + " for Viber");
            out.println("            and " + stage.relay().freshchatWebhookUrl() + " for Freshchat");
            out.println("Type 'customer: text' to speak as Anna, 'agent: text' to answer her; end of input stops.");
            for (String typed = in.readLine(); typed != null; typed = in.readLine()) {
                Line line = Line.of(typed);
                if (line == null) {
                    out.println("Type 'customer: text' or 'agent: text'.");
                } else if (line.speaker() == Line.Speaker.CUSTOMER) {
                    script.says(stage.anna, line.text());
                } else {
                    script.answers(stage.anna, html(line.text()));
                }
            }
        }
    }

    /** As Freshchat's editor writes what is typed into it. */
    private static String html(String typed) {
        return typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
