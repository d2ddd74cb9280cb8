package dev.byoc.message;

import dev.byoc.Visible;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A customer of a messenger account, as far as the messenger tells. Null is "not told", never "none any more". Texts are of any length: the
 * relay shows agents one line of each, at most 255 characters. Immutable.
 */
public final class Customer {
    private final String id;
    private final @Nullable String name;
    private final @Nullable String phone;
    private final @Nullable String email;
    private final @Nullable Media avatar;
    private final @Nullable String language;
    private final @Nullable String country;
    private final @Nullable String username;
    private final @Nullable String profileUrl;
    private final @Nullable String source;

    private Customer(Builder builder) {
        this.id = builder.id;
        this.name = builder.name;
        this.phone = builder.phone;
        this.email = builder.email;
        this.avatar = builder.avatar;
        this.language = builder.language;
        this.country = builder.country;
        this.username = builder.username;
        this.profileUrl = builder.profileUrl;
        this.source = builder.source;
    }

    /**
     * Starts a customer.
     *
     * @param id what {@code Channel.send} needs to reach this person; unique within the account, case-sensitive
     */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /** A builder that holds all that is known of this one. */
    public Builder toBuilder() {
        Builder builder = builder(id);
        builder.name = name;
        builder.phone = phone;
        builder.email = email;
        builder.avatar = avatar;
        builder.language = language;
        builder.country = country;
        builder.username = username;
        builder.profileUrl = profileUrl;
        builder.source = source;
        return builder;
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

    /** ISO 639-1 where the messenger gives that ({@code uk}), else as the messenger gave it. */
    public @Nullable String language() {
        return language;
    }

    /** ISO 3166-1 alpha-2 where the messenger gives that ({@code UA}), else as the messenger gave it. */
    public @Nullable String country() {
        return country;
    }

    /** The name that the customer has chosen to be found by at the messenger, without a mark such as {@code @} before it. */
    public @Nullable String username() {
        return username;
    }

    /** The web address of the customer's page at the messenger. What {@link dev.byoc.support.WebAddress#of} does not take for one is not shown. */
    public @Nullable String profileUrl() {
        return profileUrl;
    }

    /**
     * What brought the customer to the account, a campaign for instance, where the messenger says so with each message. Where it does not,
     * the relay takes the context of the {@code Inbound.CustomerJoined} before the first message.
     */
    public @Nullable String source() {
        return source;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Customer that
                && id.equals(that.id)
                && Objects.equals(name, that.name)
                && Objects.equals(phone, that.phone)
                && Objects.equals(email, that.email)
                && Objects.equals(avatar, that.avatar)
                && Objects.equals(language, that.language)
                && Objects.equals(country, that.country)
                && Objects.equals(username, that.username)
                && Objects.equals(profileUrl, that.profileUrl)
                && Objects.equals(source, that.source);
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
        private @Nullable String language;
        private @Nullable String country;
        private @Nullable String username;
        private @Nullable String profileUrl;
        private @Nullable String source;

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

        public Builder language(@Nullable String value) {
            this.language = value;
            return this;
        }

        public Builder country(@Nullable String value) {
            this.country = value;
            return this;
        }

        public Builder username(@Nullable String value) {
            this.username = value;
            return this;
        }

        public Builder profileUrl(@Nullable String value) {
            this.profileUrl = value;
            return this;
        }

        public Builder source(@Nullable String value) {
            this.source = value;
            return this;
        }

        public Customer build() {
            return new Customer(this);
        }
    }
}
