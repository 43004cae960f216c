/**
 * What would become of a call, without calling anyone: the engine itself runs on a clock that
 * jumps, with a stand-in for every provider.
 */
@NullMarked
package dev.mainstay.cli.explain;

import org.jspecify.annotations.NullMarked;
