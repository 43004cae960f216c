/** Tokens of Microsoft Entra ID, by Microsoft's own library, for deployments at Azure. */
@NullMarked
package dev.mainstay.azure;

import org.jspecify.annotations.NullMarked;
