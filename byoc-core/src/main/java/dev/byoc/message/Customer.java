package dev.byoc.message;

import dev.byoc.Visible;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A customer of a messenger account, as far as the messenger tells. */
public final class Customer {
    private final String id;
    private final @Nullable String name;
    private final @Nullable String phone;
    private final @Nullable String email;
    private final @Nullable Media avatar;

    private Customer(Builder builder) {
        this.id = builder.id;
        this.name = builder.name;
        this.phone = builder.phone;
        this.email = builder.email;
        this.avatar = builder.avatar;
    }

    /**
     * Starts a customer.
     *
     * @param id what {@code Channel.send} needs to reach this person; unique within the account, case-sensitive
     */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /** A customer of whom nothing but the id is known. */
    public static Customer of(String id) {
        return builder(id).build();
    }

    public String id() {
        return id;
    }

    /** As the messenger gave it: may be a placeholder, blank, very long. */
    public @Nullable String name() {
        return name;
    }

    public @Nullable String phone() {
        return phone;
    }

    public @Nullable String email() {
        return email;
    }

    public @Nullable Media avatar() {
        return avatar;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Customer that
                && id.equals(that.id)
                && Objects.equals(name, that.name)
                && Objects.equals(phone, that.phone)
                && Objects.equals(email, that.email)
                && Objects.equals(avatar, that.avatar);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** The id alone: names and numbers do not belong in a log. */
    @Override
    public String toString() {
        return "Customer[" + id + "]";
    }

    /** Makes a {@link Customer}. */
    public static final class Builder {
        private final String id;
        private @Nullable String name;
        private @Nullable String phone;
        private @Nullable String email;
        private @Nullable Media avatar;

        private Builder(String id) {
            if (Visible.isBlank(id)) {
                throw new IllegalArgumentException("a customer needs an id");
            }
            this.id = id;
        }

        public Builder name(@Nullable String value) {
            this.name = value;
            return this;
        }

        public Builder phone(@Nullable String value) {
            this.phone = value;
            return this;
        }

        public Builder email(@Nullable String value) {
            this.email = value;
            return this;
        }

        public Builder avatar(@Nullable Media value) {
            this.avatar = value;
            return this;
        }

        public Customer build() {
            return new Customer(this);
        }
    }
}
