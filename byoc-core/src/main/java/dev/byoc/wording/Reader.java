package dev.byoc.wording;

/** Who reads a sentence, and so in which of an account's two languages it is written. */
public enum Reader {
    /** In the account's {@code customer-language}. */
    CUSTOMER,
    /** In the account's {@code agent-language}, as all that is not for customers. */
    AGENT,
    /** Who installs a channel: steps to do by hand. */
    ADMIN,
    /** The customer, where an agent said what it stands for, and the agent, where the customer did. */
    EITHER;

    /** Whether customers read it: it has to be there in every language that an account may give its customers. */
    public boolean isCustomer() {
        return this == CUSTOMER || this == EITHER;
    }
}
