package dev.byoc.testkit.server;

/** A request that a fake does not take: thrown where it is found, answered at the door. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String status;

    public Refusal(int code, String status, String message) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
    }

    /** 400, {@code INVALID_VALUE}. */
    public static Refusal invalid(String message) {
        return new Refusal(400, "INVALID_VALUE", message);
    }

    /** 404, {@code USER_NOT_FOUND} and such. */
    public static Refusal notFound(String what) {
        return new Refusal(404, what.toUpperCase(java.util.Locale.ROOT) + "_NOT_FOUND", what + " not found");
    }

    /** The HTTP status, or the code that the server has in its place. */
    public int code() {
        return code;
    }

    /** The name of the error. */
    public String status() {
        return status;
    }

    /** The error in words. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
