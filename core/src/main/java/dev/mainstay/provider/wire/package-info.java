/**
 * What every dialect needs on the wire: one attempt as a stream, bodies read within bounds, and
 * errors told apart by code, words and status, for all vendors in one set of tables. A dialect
 * brings an {@link dev.mainstay.provider.wire.EventDecoder} and an {@link
 * dev.mainstay.provider.wire.AnswerDecoder}, and opens its attempts by a {@link
 * dev.mainstay.provider.wire.WireCall}; one that does not speak OpenAI's JSON writes it with {@link
 * dev.mainstay.provider.wire.CanonicalChunks} and {@link
 * dev.mainstay.provider.wire.CanonicalAnswer}.
 */
@NullMarked
package dev.mainstay.provider.wire;

import org.jspecify.annotations.NullMarked;
