/** The commands. */
@NullMarked
package dev.byoc.app.command;

import org.jspecify.annotations.NullMarked;
