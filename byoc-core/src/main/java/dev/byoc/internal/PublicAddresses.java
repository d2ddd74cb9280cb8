package dev.byoc.internal;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import okhttp3.Dns;

/** Name look-up that gives public addresses only, so that an address from outside cannot reach inside. */
public final class PublicAddresses implements Dns {
    private static final Pattern LITERAL = Pattern.compile("\\[.*]|[0-9.]+|0[xX][0-9a-fA-FxX.]*");

    private final Dns dns;

    public PublicAddresses(Dns dns) {
        this.dns = dns;
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        List<InetAddress> addresses = dns.lookup(host);
        for (InetAddress address : addresses) {
            // One inner address among several is enough to refuse: nobody says which one would be taken.
            if (!isPublic(address)) {
                throw new UnknownHostException("not a public address");
            }
        }
        return addresses;
    }

    /**
     * Refuses a host that is written as a number, unless that is a public address in its usual form.
     *
     * @throws IOException if it is not
     */
    public static void requirePublicLiteral(String host) throws IOException {
        if (!LITERAL.matcher(host).matches()) {
            return;
        }
        boolean usual = host.startsWith("[")
                || host.matches(
                        "([1-9]?[0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])(\\.([1-9]?[0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])){3}");
        if (!usual || !isPublic(InetAddress.getByName(host))) {
            throw new IOException("not a public address");
        }
    }

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] b = address.getAddress();
        if (address instanceof Inet4Address) {
            return isPublic(b[0] & 0xFF, b[1] & 0xFF, b[2] & 0xFF);
        }
        boolean global = address instanceof Inet6Address && (b[0] & 0xE0) == 0x20;
        boolean documentation = (b[0] & 0xFF) == 0x20 && b[1] == 0x01 && b[2] == 0x0D && (b[3] & 0xFF) == 0xB8;
        // 6to4 and Teredo carry an IPv4 address that would be reached instead.
        boolean carriesIpv4 =
                ((b[0] & 0xFF) == 0x20 && b[1] == 0x02) || (b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0);
        return global && !documentation && !carriesIpv4;
    }

    private static boolean isPublic(int a, int b, int c) {
        boolean special = a == 0
                || a >= 240
                || (a == 100 && b >= 64 && b < 128)
                || (a == 192 && b == 0 && (c == 0 || c == 2))
                || (a == 198 && (b == 18 || b == 19))
                || (a == 198 && b == 51 && c == 100)
                || (a == 203 && b == 0 && c == 113);
        return !special;
    }
}
