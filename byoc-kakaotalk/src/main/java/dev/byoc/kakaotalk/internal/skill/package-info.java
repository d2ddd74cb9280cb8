/** The skill of a chatbot. */
@NullMarked
package dev.byoc.kakaotalk.internal.skill;

import org.jspecify.annotations.NullMarked;
