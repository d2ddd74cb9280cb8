/** The relay's health as Spring Boot 4 takes it. */
@NullMarked
package dev.byoc.spring.internal.boot4;

import org.jspecify.annotations.NullMarked;
