/** What settings an account has, and how they are read. */
@NullMarked
package dev.byoc.channel.config;

import org.jspecify.annotations.NullMarked;
