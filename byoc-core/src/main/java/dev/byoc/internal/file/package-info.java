/** Names and types of files. */
@NullMarked
package dev.byoc.internal.file;

import org.jspecify.annotations.NullMarked;
