/**
 * Google's credentials for Vertex AI, by Google's own auth library: application default ones, keys
 * of service accounts, federated and impersonated identities.
 */
@NullMarked
package dev.mainstay.google;

import org.jspecify.annotations.NullMarked;
