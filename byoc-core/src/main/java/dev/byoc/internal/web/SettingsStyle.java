package dev.byoc.internal.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** How the settings page looks: light and dark, from 320 px up. */
final class SettingsStyle {
    static final String CSS = """
            :root {
              color-scheme: light dark;
              --page: #f4f5f7; --card: #fff; --line: #d5d9e0; --text: #1b1f27; --soft: #565d6b; --code: #eef0f4; --link: #0b57b0;
              --good: #0a6138; --good-back: #dff3e7; --todo: #744600; --todo-back: #fdeccb; --bad: #9f1526; --bad-back: #fde4e6;
            }
            @media (prefers-color-scheme: dark) {
              :root {
                --page: #14161b; --card: #1d2027; --line: #353b47; --text: #e8eaef; --soft: #a5adbb; --code: #282d37; --link: #8dbcff;
                --good: #8fe0b4; --good-back: #12382a; --todo: #f5cd84; --todo-back: #40300f; --bad: #ffb0b8; --bad-back: #4a1a22;
              }
            }
            * { box-sizing: border-box; }
            body {
              margin: 0 auto; padding: 2rem 1rem 3rem; max-width: 52rem; background: var(--page); color: var(--text);
              font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere;
            }
            h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; }
            h2 { margin: 0; font-size: 1.25rem; line-height: 1.3; scroll-margin-top: 2rem; }
            h2 small { margin-left: .25rem; color: var(--soft); font-size: 1rem; font-weight: normal; }
            h3 { margin: 1.25rem 0 .25rem; font-size: 1rem; }
            p { margin: .5rem 0; }
            a { color: var(--link); }
            section {
              margin: 1.25rem 0; padding: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem;
            }
            .badge { display: inline-block; margin: .5rem 0 .25rem; padding: .1rem .65rem; border-radius: 1rem; font-weight: 600; }
            .good { background: var(--good-back); color: var(--good); }
            .idle { background: var(--code); color: var(--text); }
            .todo { background: var(--todo-back); color: var(--todo); }
            .bad { background: var(--bad-back); color: var(--bad); }
            .trouble { padding: .6rem .8rem; background: var(--bad-back); color: var(--bad); border-radius: .5rem; }
            dl { display: grid; grid-template-columns: 9.5rem minmax(0, 1fr); gap: .6rem 1rem; align-items: baseline; margin: 1rem 0 0; }
            dt { color: var(--soft); }
            dd { margin: 0; min-width: 0; }
            code {
              display: block; padding: .4rem .6rem; background: var(--code); border-radius: .4rem; white-space: pre-wrap;
              font: .9rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; -webkit-user-select: all; user-select: all;
            }
            dd code { word-break: break-all; }
            ol { margin: .25rem 0 0; padding-left: 1.5rem; }
            li { margin: .5rem 0; padding-left: .25rem; white-space: pre-line; }
            li code { margin-top: .35rem; }
            footer { color: var(--soft); font-size: .9rem; }
            @media (max-width: 36rem) {
              body { padding: 1.25rem .75rem 2rem; }
              section { padding: 1rem; }
              dl { display: block; }
              dt { margin-top: .75rem; font-size: .9rem; }
              dd code { margin-top: .15rem; }
              h2 small { display: block; margin: 0; }
            }
            """;

    /** Of exactly what stands between the style element's tags, for the page's policy. */
    static final String SHA256 = sha256(CSS);

    private SettingsStyle() {}

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
