/** One file of settings, and the environment that overrides it. */
@NullMarked
package dev.byoc.app.config;

import org.jspecify.annotations.NullMarked;
