package dev.byoc.support;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of IP addresses, for lists of allowed callers.
 *
 * @param network its first address
 * @param prefixBits how many leading bits count
 */
public record AddressRange(InetAddress network, int prefixBits) {
    /** Without leading zeros, which some read as octal numbers. */
    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    /** The JDK looks an IPv4 address that is none up as a name. */
    private static final Pattern LITERAL = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}|(?=[^:]*+:)[0-9A-Fa-f:.]++");

    /**
     * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address.
     *
     * @throws IllegalArgumentException if it is none of these; the message does not quote it
     */
    public static AddressRange of(String text) {
        String[] parts = text.strip().split("/", 2);
        InetAddress network = addressOf(parts[0]);
        if (network == null) {
            throw new IllegalArgumentException("not an IP address or range such as 192.0.2.0/24");
        }
        int all = network.getAddress().length * 8;
        int bits = all;
        if (parts.length == 2) {
            bits = parts[1].matches("[0-9]{1,3}") ? Integer.parseInt(parts[1]) : -1;
        }
        if (bits < 0 || bits > all) {
            throw new IllegalArgumentException("not an IP address or range such as 192.0.2.0/24");
        }
        return new AddressRange(network, bits);
    }

    /** An address from its literal form; null if it is a name, nothing, or an address that is none, as 300.1.1.1 or 010.0.0.1. Never asks a name server. */
    public static @Nullable InetAddress addressOf(String literal) {
        String text = literal.strip();
        if (text.startsWith("[") && text.endsWith("]")) {
            text = text.substring(1, text.length() - 1);
        }
        if (!LITERAL.matcher(text).matches()) {
            return null;
        }
        try {
            // What stands in brackets the JDK takes for no name.
            return InetAddress.getByName(text.contains(":") ? "[" + text + "]" : text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Whether the address lies in this range. */
    public boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
