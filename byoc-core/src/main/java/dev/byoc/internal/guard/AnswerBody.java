package dev.byoc.internal.guard;

import dev.byoc.webhook.WebhookResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** The body of a channel's answer, written in a guarded call, which can be abandoned. */
final class AnswerBody extends OutputStream {
    private static final int MAX_BYTES = 1 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private AnswerBody() {}

    /**
     * The same answer with its body in memory.
     *
     * @throws IOException if it is longer than {@value #MAX_BYTES} bytes
     */
    static WebhookResponse inMemory(WebhookResponse answer) throws IOException {
        AnswerBody body = new AnswerBody();
        answer.writeTo(body);
        WebhookResponse whole = new WebhookResponse(answer.status(), answer.contentType(), body.copy());
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            whole = whole.with(header.getKey(), header.getValue());
        }
        return whole;
    }

    private synchronized byte[] copy() {
        return bytes.toByteArray();
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] from, int offset, int length) throws IOException {
        if (bytes.size() + length > MAX_BYTES) {
            throw new IOException("the answer is longer than " + MAX_BYTES + " bytes");
        }
        bytes.write(from, offset, length);
    }
}
