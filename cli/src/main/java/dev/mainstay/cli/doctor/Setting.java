package dev.mainstay.cli.doctor;

import dev.mainstay.KnownProviders;
import dev.mainstay.gateway.config.words.ConfigKey;
import dev.mainstay.gateway.config.words.Remedies;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownProvider;
import java.util.List;
import java.util.function.Function;

/** Where it is set what a deployment is asked with, and what it is called there. */
public enum Setting {
  /** A configuration of the gateway, beside the environment. */
  CONFIGURATION {
    @Override
    String toSetKey(Deployment deployment) {
      String variables = variables(deployment, KnownProvider::keyVariables);
      return "set "
          + ConfigKey.API_KEY
          + (variables.isEmpty() ? "" : ", or the environment variable " + variables);
    }

    @Override
    String address(Deployment deployment) {
      return ConfigKey.API_BASE.toString();
    }

    @Override
    String identity(Deployment deployment) {
      String keys = Remedies.identityAt(deployment.provider());
      return switch (IdentityProof.of(deployment)) {
        case GOOGLE -> keys + " or " + ENVIRONMENT.identity(deployment);
        case AZURE -> keys + " (or " + ENVIRONMENT.identity(deployment) + ")";
        case AWS, KEY -> keys;
      };
    }
  },
  /** The environment alone. */
  ENVIRONMENT {
    @Override
    String toSetKey(Deployment deployment) {
      String variables = variables(deployment, KnownProvider::keyVariables);
      return variables.isEmpty() ? "it takes none" : "set " + variables;
    }

    @Override
    String address(Deployment deployment) {
      String variables = variables(deployment, KnownProvider::urlVariables);
      return variables.isEmpty() ? "its address" : variables;
    }

    @Override
    String identity(Deployment deployment) {
      return switch (IdentityProof.of(deployment)) {
        case AWS -> "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE";
        case GOOGLE -> "GOOGLE_APPLICATION_CREDENTIALS";
        case AZURE -> "AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET";
        case KEY -> variables(deployment, KnownProvider::keyVariables);
      };
    }
  };

  /** How a key is set, as in {@code set api_key}. */
  abstract String toSetKey(Deployment deployment);

  /** What the address is called. */
  abstract String address(Deployment deployment);

  /** What the identity is called that stands for a key. */
  abstract String identity(Deployment deployment);

  private static String variables(
      Deployment deployment, Function<KnownProvider, List<String>> which) {
    return KnownProviders.named(deployment.provider())
        .map(provider -> String.join(" or ", which.apply(provider)))
        .orElse("");
  }
}
