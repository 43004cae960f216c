/**
 * AWS credentials and signatures for Bedrock, by AWS's own libraries: keys, profiles, roles, and
 * whatever the machine has.
 */
@NullMarked
package dev.mainstay.aws;

import org.jspecify.annotations.NullMarked;
