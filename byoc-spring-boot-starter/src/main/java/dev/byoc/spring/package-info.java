/** A relay in a Spring Boot application: what the application itself meets. */
@NullMarked
package dev.byoc.spring;

import org.jspecify.annotations.NullMarked;
