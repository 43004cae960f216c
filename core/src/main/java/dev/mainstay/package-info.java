/** The way in: {@link dev.mainstay.Mainstay} calls models and keeps the calls alive. */
@NullMarked
package dev.mainstay;

import org.jspecify.annotations.NullMarked;
