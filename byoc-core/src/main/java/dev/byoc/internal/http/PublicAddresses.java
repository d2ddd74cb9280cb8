package dev.byoc.internal.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okhttp3.Dns;

/**
 * Name look-up that gives public addresses only, so that an address from outside cannot reach inside. The addresses it gives are the ones
 * that are connected to, so a name that answers differently at the next look-up gains nothing.
 */
public final class PublicAddresses implements Dns {
    private static final Pattern NUMERIC = Pattern.compile(".*:.*|[0-9.]+|0[xX][0-9a-fA-FxX.]*");
    private static final String BYTE = "([1-9]?[0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
    private static final Pattern USUAL = Pattern.compile(".*:.*|" + BYTE + "(\\." + BYTE + "){3}");

    private final Dns dns;
    private final Set<String> internal;

    /** A name or number that leads inside. */
    public static final class NotPublic extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        NotPublic() {
            super("not a public address");
        }
    }

    /**
     * Over another look-up.
     *
     * @param internal hosts, by name or number, that are let through all the same
     */
    public PublicAddresses(Dns dns, Set<String> internal) {
        this.dns = dns;
        this.internal = internal.stream().map(PublicAddresses::canonical).collect(Collectors.toUnmodifiableSet());
    }

    private static String canonical(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return bare.toLowerCase(Locale.ROOT);
    }

    /** Whether the operator has named this host. */
    public boolean isNamed(String host) {
        return internal.contains(canonical(host));
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        List<InetAddress> addresses = dns.lookup(host);
        // One inner address among several is enough to refuse: any of them may be taken.
        if (!isNamed(host) && !addresses.stream().allMatch(PublicAddresses::isPublic)) {
            throw new NotPublic();
        }
        return addresses;
    }

    /**
     * Refuses a host that is written as a number, unless that is a public address in its usual form. For these OkHttp asks no
     * {@link Dns}.
     *
     * @param host as OkHttp reads it, IPv6 without brackets
     * @throws NotPublic if it is not
     */
    public void requirePublicIfNumeric(String host) throws UnknownHostException {
        if (!NUMERIC.matcher(host).matches() || isNamed(host)) {
            return;
        }
        // Octal, hexadecimal and short forms are read differently by different readers, so no
        // honest sender uses them.
        if (!USUAL.matcher(host).matches() || !isPublic(InetAddress.getByName(host))) {
            throw new NotPublic();
        }
    }

    /** Whether it can be reached from everywhere. */
    public static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] b = address.getAddress();
        return address instanceof Inet4Address
                ? isPublic(b[0] & 0xFF, b[1] & 0xFF, b[2] & 0xFF)
                : address instanceof Inet6Address && isPublicIpv6(b);
    }

    /** IANA's special-purpose registry: the ranges that are not reachable from everywhere. */
    private static boolean isPublic(int a, int b, int c) {
        boolean special = a == 0
                || a >= 240
                || (a == 100 && b >= 64 && b < 128)
                || (a == 192 && b == 0 && (c == 0 || c == 2))
                || (a == 192 && b == 88 && c == 99)
                || (a == 198 && (b == 18 || b == 19))
                || (a == 198 && b == 51 && c == 100)
                || (a == 203 && b == 0 && c == 113);
        return !special;
    }

    private static boolean isPublicIpv6(byte[] b) {
        int first = (b[0] & 0xFF) << 8 | (b[1] & 0xFF);
        int second = (b[2] & 0xFF) << 8 | (b[3] & 0xFF);
        // Global unicast is 2000::/3; that leaves out NAT64 and whatever else wraps an IPv4 address outside of it.
        boolean global = (first & 0xE000) == 0x2000;
        // 6to4 and, within 2001::/23, Teredo carry an IPv4 address that would be reached instead.
        boolean carriesIpv4 = first == 0x2002 || (first == 0x2001 && second < 0x0200);
        boolean documentation = (first == 0x2001 && second == 0x0DB8) || (first == 0x3FFF && second < 0x1000);
        return global && !carriesIpv4 && !documentation;
    }
}
