/**
 * The servers of KakaoTalk's dealers, Bizgo and Happytalk, and a KakaoTalk customer, for tests of that channel.
 */
@NullMarked
package dev.byoc.testkit.kakaotalk;

import org.jspecify.annotations.NullMarked;
