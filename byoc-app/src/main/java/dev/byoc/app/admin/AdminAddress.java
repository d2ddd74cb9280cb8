package dev.byoc.app.admin;

import dev.byoc.app.config.AppConfig;

/** Where a relay's second port is asked by a command on the same machine. */
public final class AdminAddress {
    private AdminAddress() {}

    /** Scheme, address and port. */
    public static String of(AppConfig config) {
        String bind = config.text("admin-bind");
        boolean any = bind.equals("0.0.0.0") || bind.equals("::");
        return "http://" + (any ? "127.0.0.1" : bind.contains(":") ? "[" + bind + "]" : bind) + ":"
                + config.number("admin-port");
    }
}
