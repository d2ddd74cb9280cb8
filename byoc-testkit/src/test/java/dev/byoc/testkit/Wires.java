package dev.byoc.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/** Connections to any address outside of this machine end at one port of it. */
final class Wires extends SocketFactory {
    private final int port;

    Wires(int port) {
        this.port = port;
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress to, int millis) throws IOException {
                boolean here = ((InetSocketAddress) to).getAddress().isLoopbackAddress();
                super.connect(here ? to : new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
            }
        };
    }

    @Override
    public Socket createSocket(String host, int to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int to, InetAddress from, int fromPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int to, InetAddress from, int fromPort) {
        throw new UnsupportedOperationException();
    }
}
