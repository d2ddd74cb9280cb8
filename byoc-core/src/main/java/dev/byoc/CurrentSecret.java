package dev.byoc;

/** A secret as it is now, where it may be replaced while it is in use. Implementations are thread-safe. */
public interface CurrentSecret {
    /** The value to use for the next call. */
    Secret get();

    /**
     * Told that a remote API has refused a value.
     *
     * @return whether another one is in use by now, so that the call, which was not done, may be made again with it
     */
    boolean isReplaced(Secret refused);

    /** One that never changes. */
    static CurrentSecret of(Secret value) {
        return new CurrentSecret() {
            @Override
            public Secret get() {
                return value;
            }

            @Override
            public boolean isReplaced(Secret refused) {
                return false;
            }
        };
    }
}
