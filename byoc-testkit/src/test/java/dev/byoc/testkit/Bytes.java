package dev.byoc.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Files that are what their first bytes say, of any size. */
final class Bytes {
    private Bytes() {}

    static byte[] png(int size) {
        return file("\u0089PNG\r\n\u001A\n", size);
    }

    static byte[] mp4(int size) {
        return file("\0\0\0\u0018ftypmp42", size);
    }

    static byte[] mp3(int size) {
        return file("ID3\u0003", size);
    }

    static byte[] pdf(int size) {
        return file("%PDF-1.7\n", size);
    }

    private static byte[] file(String start, int size) {
        byte[] head = start.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(head, Math.max(head.length, size));
        for (int i = head.length; i < all.length; i++) {
            all[i] = (byte) (i * 31);
        }
        return all;
    }
}
