/** Leads each task to the handler of its kind. */
@NullMarked
package dev.byoc.internal.handler;

import org.jspecify.annotations.NullMarked;
