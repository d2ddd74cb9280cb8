/** What marks a message of Freshchat's as one that customers must not see, or as failed. */
@NullMarked
package dev.byoc.internal.privacy;

import org.jspecify.annotations.NullMarked;
