/**
 * What to do about a failed attempt: a {@link dev.mainstay.verdict.Verdict}, computed from the
 * failure, the policies and where the call stands, and from nothing else.
 */
@NullMarked
package dev.mainstay.verdict;

import org.jspecify.annotations.NullMarked;
