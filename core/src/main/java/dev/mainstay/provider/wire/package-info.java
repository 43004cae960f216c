/**
 * What every dialect needs on the wire: one attempt as a stream, bodies read within bounds, and
 * errors told apart by code, words and status, for all vendors in one set of tables.
 */
@NullMarked
package dev.mainstay.provider.wire;

import org.jspecify.annotations.NullMarked;
