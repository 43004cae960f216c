package dev.mainstay.azure;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import com.microsoft.aad.msal4j.MsalServiceException;
import dev.mainstay.provider.BearerToken;
import dev.mainstay.provider.Secret;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One request for a token. Its application is made for it alone: what is known of tokens is known
 * by {@link dev.mainstay.provider.Renewed}.
 */
record EntraRequest(EntraTokens tokens, HttpChoice http) {
  private static final String DEFAULT = "/.default";
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  BearerToken token() throws IOException, InterruptedException {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      IAuthenticationResult result = asked(threads).get();
      return new BearerToken(
          Secret.of(result.accessToken()),
          Optional.ofNullable(result.expiresOnDate()).map(date -> date.toInstant()));
    } catch (ExecutionException e) {
      throw told(e.getCause() == null ? e : e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private CompletableFuture<IAuthenticationResult> asked(ExecutorService threads)
      throws IOException {
    return switch (tokens.identity()) {
      case EntraIdentity.ClientSecret(String tenant, String client, Secret secret) ->
          asked(tenant, client, ClientCredentialFactory.createFromSecret(secret.reveal()), threads);
      case EntraIdentity.Federated(String tenant, String client, Path file) ->
          asked(
              tenant,
              client,
              ClientCredentialFactory.createFromClientAssertion(read(file)),
              threads);
      case EntraIdentity.Managed(Optional<String> client) -> asked(client, threads);
    };
  }

  private CompletableFuture<IAuthenticationResult> asked(
      String tenant, String client, IClientCredential proof, ExecutorService threads)
      throws MalformedURLException {
    ConfidentialClientApplication.Builder application =
        ConfidentialClientApplication.builder(client, proof)
            .authority(authority() + "/" + tenant)
            // The authority is the configuration's to choose; nobody else is asked about it.
            .instanceDiscovery(false)
            .executorService(threads)
            .disableInternalRetries();
    http.apply(application);
    return application
        .build()
        .acquireToken(ClientCredentialParameters.builder(Set.of(tokens.scope())).build());
  }

  private CompletableFuture<IAuthenticationResult> asked(
      Optional<String> client, ExecutorService threads) {
    ManagedIdentityApplication.Builder application =
        ManagedIdentityApplication.builder(
                client
                    .map(ManagedIdentityId::userAssignedClientId)
                    .orElseGet(ManagedIdentityId::systemAssigned))
            .executorService(threads)
            .disableInternalRetries();
    http.apply(application);
    try {
      return application
          .build()
          .acquireTokenForManagedIdentity(
              ManagedIdentityParameters.builder(resource()).forceRefresh(true).build());
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private String authority() {
    String text = tokens.authority().toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  // Managed identities are asked by resource, which a scope is with a suffix.
  private String resource() {
    String scope = tokens.scope();
    return scope.endsWith(DEFAULT) ? scope.substring(0, scope.length() - DEFAULT.length()) : scope;
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).strip();
  }

  // Where Entra ID says no it will say no again; anything else may pass.
  private IOException told(Throwable cause) {
    String message = scrubbed(firstLine(String.valueOf(cause.getMessage())));
    if (cause instanceof MsalServiceException service && isFinal(service)) {
      throw new IllegalStateException("Microsoft Entra ID refuses it: " + message);
    }
    return new IOException("Microsoft Entra ID gives no token: " + message);
  }

  private static boolean isFinal(MsalServiceException refusal) {
    int status = refusal.statusCode() == null ? 0 : refusal.statusCode();
    return status >= 400 && status < SERVER_ERROR && status != TOO_MANY_REQUESTS;
  }

  // Behind it stand a trace id, a correlation id and a time stamp.
  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").replaceFirst(" Trace ID: .*", "");
  }

  private String scrubbed(String message) {
    return tokens.identity() instanceof EntraIdentity.ClientSecret(var t, var c, Secret secret)
        ? secret.scrub(message)
        : message;
  }
}
