/**
 * AWS Bedrock's dialect, Converse: requests written, answers read, plain and from its binary event
 * stream, which is decoded here.
 */
@NullMarked
package dev.mainstay.provider.bedrock;

import org.jspecify.annotations.NullMarked;
