/** What tests of callers need: a provider that does what is written down. */
@NullMarked
package dev.mainstay.testing;

import org.jspecify.annotations.NullMarked;
