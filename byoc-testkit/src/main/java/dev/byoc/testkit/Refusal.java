package dev.byoc.testkit;

/** A request that a fake does not take: thrown where it is found, answered at the door. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String status;

    Refusal(int code, String status, String message) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
    }

    static Refusal invalid(String message) {
        return new Refusal(400, "INVALID_VALUE", message);
    }

    static Refusal notFound(String what) {
        return new Refusal(404, what.toUpperCase(java.util.Locale.ROOT) + "_NOT_FOUND", what + " not found");
    }

    int code() {
        return code;
    }

    String status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
