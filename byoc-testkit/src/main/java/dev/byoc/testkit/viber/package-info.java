/**
 * Viber's servers and a Viber customer, for tests of that channel.
 */
@NullMarked
package dev.byoc.testkit.viber;

import org.jspecify.annotations.NullMarked;
