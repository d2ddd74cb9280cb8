/**
 * Kakao's skill server and a customer who talks to a bot, for tests of that channel.
 */
@NullMarked
package dev.byoc.testkit.kakaotalk.skill;

import org.jspecify.annotations.NullMarked;
