/** Freshchat's API and its webhooks. */
@NullMarked
package dev.byoc.freshchat;

import org.jspecify.annotations.NullMarked;
