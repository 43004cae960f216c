/** Why a call or an attempt ended badly: failures as values, and the exceptions callers catch. */
@NullMarked
package dev.mainstay.failure;

import org.jspecify.annotations.NullMarked;
