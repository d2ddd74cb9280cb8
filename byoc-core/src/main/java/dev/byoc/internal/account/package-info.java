/** One configured channel account: its options, keys, secrets and customers. */
@NullMarked
package dev.byoc.internal.account;

import org.jspecify.annotations.NullMarked;
