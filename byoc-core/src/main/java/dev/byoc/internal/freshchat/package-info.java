/** Freshchat's users, conversations, topics and files, as handlers need them. */
@NullMarked
package dev.byoc.internal.freshchat;

import org.jspecify.annotations.NullMarked;
