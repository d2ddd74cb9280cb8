package dev.byoc.channel;

import dev.byoc.message.Customer;

/** An optional ability: looking a customer's profile up, before a Freshchat user would be created without a name. */
public interface ProfileSource {
    /** What is known, filled up; the same customer if nothing could be learnt. Never throws for the network's faults. */
    Customer profile(Customer known);
}
