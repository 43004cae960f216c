/** Why a call or an attempt ended badly: failures as values. Imports nothing of ours. */
@NullMarked
package dev.mainstay.failure;

import org.jspecify.annotations.NullMarked;
