/** The relay's health as Spring Boot 3 takes it. */
@NullMarked
package dev.byoc.spring.internal.boot3;

import org.jspecify.annotations.NullMarked;
