package dev.byoc.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;

/** Names and addresses of our own, all served by one server on this machine; it notes which addresses were connected to. */
final class Internet {
    private final Map<String, List<List<String>>> names = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> lookups = new ConcurrentHashMap<>();
    private final MockWebServer server;
    final List<String> connected = new CopyOnWriteArrayList<>();

    Internet(MockWebServer server) {
        this.server = server;
    }

    Internet name(String host, String... addresses) {
        names.computeIfAbsent(host, name -> new CopyOnWriteArrayList<>()).add(Arrays.asList(addresses));
        return this;
    }

    /** The answers to a name's look-ups in the order they were given; the last one stays. */
    private List<InetAddress> lookup(String host) throws UnknownHostException {
        List<List<String>> answers = names.get(host);
        if (answers == null) {
            throw new UnknownHostException(host);
        }
        int n = lookups.computeIfAbsent(host, name -> new AtomicInteger()).getAndIncrement();
        List<InetAddress> addresses = new ArrayList<>();
        for (String address : answers.get(Math.min(n, answers.size() - 1))) {
            addresses.add(InetAddress.getByName(address));
        }
        return addresses;
    }

    OkHttpClient client() {
        return new OkHttpClient.Builder()
                .dns(this::lookup)
                .socketFactory(new Wires())
                .build();
    }

    private final class Wires extends SocketFactory {
        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public void connect(SocketAddress to, int millis) throws IOException {
                    connected.add(((InetSocketAddress) to).getAddress().getHostAddress());
                    super.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()), millis);
                }
            };
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException();
        }
    }
}
