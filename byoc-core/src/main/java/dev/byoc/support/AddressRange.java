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
    private static final Pattern LITERAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|(?=[^:]*+:)[0-9A-Fa-f:.]++");

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

    /** An address from its literal form; null if it is a name or nothing. Never asks a name server. */
    public static @Nullable InetAddress addressOf(String literal) {
        String text = literal.strip();
        if (text.startsWith("[") && text.endsWith("]")) {
            text = text.substring(1, text.length() - 1);
        }
        if (!LITERAL.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
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
