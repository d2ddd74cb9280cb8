package dev.byoc.app.doctor;

import dev.byoc.app.config.AppConfig;
import dev.byoc.event.Finding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Whether the two ports can be opened, and who may reach the second one. */
final class Ports {
    private static final String SUBJECT = "ports";

    private Ports() {}

    /** @param running whether a relay of these settings has them open */
    static List<Finding> look(AppConfig config, boolean running) {
        List<Finding> found = new ArrayList<>();
        if (!running) {
            addTaken("byoc.port", publicAddress(config), found);
            addTaken("byoc.admin.port", adminAddress(config), found);
        }
        InetAddress admin = adminAddress(config).getAddress();
        if (admin != null && admin.isAnyLocalAddress()) {
            found.add(Kind.ADMIN_OPEN.of(SUBJECT, config.text("admin-bind")));
        }
        return found;
    }

    static InetSocketAddress publicAddress(AppConfig config) {
        String bind = config.text("bind");
        int port = config.number("port");
        return bind.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(bind, port);
    }

    static InetSocketAddress adminAddress(AppConfig config) {
        return new InetSocketAddress(config.text("admin-bind"), config.number("admin-port"));
    }

    private static void addTaken(String setting, InetSocketAddress address, List<Finding> found) {
        String shown = setting + " " + address.getPort();
        // With the option that servers set: connections that have just ended keep no server from it.
        try (ServerSocket socket = new ServerSocket()) {
            if (address.isUnresolved()) {
                throw new UnknownHostException();
            }
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (UnknownHostException e) {
            found.add(Kind.PORT_TAKEN.of(SUBJECT, shown, "no such address"));
        } catch (IOException e) {
            found.add(Kind.PORT_TAKEN.of(
                    SUBJECT,
                    shown,
                    address.getPort() < 1024
                            ? "taken, or not this user's to open"
                            : "taken, or no address of this machine"));
        }
    }
}
