/** A relay behind a servlet container. */
@NullMarked
package dev.byoc.servlet;

import org.jspecify.annotations.NullMarked;
