package io.alluvium.connectors.github;

import io.alluvium.connectors.Finding;
import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.RateLimitedException;
import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks whether a source can work: address, credentials one by one, then what they are to read. A
 * rate limit is no finding: the source waits by itself.
 */
final class Validation {
  private final GithubSourceConfig config;
  private final List<Finding> findings = new ArrayList<>();

  Validation(GithubSourceConfig config) {
    this.config = config;
  }

  List<Finding> findings() {
    checkSelection();
    checkApp();
    if (findings.isEmpty()) {
      try (var client = GithubClient.of(config)) {
        for (var credential : client.credentials().all()) {
          check(client, credential);
        }
        if (findings.isEmpty()) {
          checkSelected(client);
        }
      }
    }
    return List.copyOf(findings);
  }

  private void checkSelection() {
    if (config.organisations().isEmpty()
        && config.users().isEmpty()
        && config.repositories().isEmpty()) {
      find(
          GithubSourceConfig.REPOSITORIES,
          "Nothing is selected",
          "Give repositories, organisations or users");
    }
    for (var name : config.repositories()) {
      if (!name.matches("[0-9]+|[^/\\s]+/[^/\\s]+")) {
        find(
            GithubSourceConfig.REPOSITORIES,
            "'" + name + "' names no repository",
            "Give owner/name or the numeric id");
      }
    }
  }

  private void checkApp() {
    var id = config.getString(GithubSourceConfig.APP_ID);
    if (id.isEmpty()) {
      return;
    }
    if (config.app().isEmpty() || config.app().get().installation().isEmpty()) {
      find(
          GithubSourceConfig.APP_KEY,
          "The GitHub App " + id + " is given without private key or installation id",
          "Give both");
      return;
    }
    try {
      var unused = new AppJwt(config.app().get());
    } catch (IllegalArgumentException e) {
      find(
          GithubSourceConfig.APP_KEY,
          "The private key of the GitHub App is " + e.getMessage(),
          "Give the .pem file that GitHub generated, whole");
    }
  }

  // Asking for the limits costs nothing and needs no permission.
  private void check(GithubClient client, Credential credential) {
    try {
      var response = client.get(client.uri("/rate_limit"), credential);
      // An Enterprise server without limits has no such address.
      if (response.status() != 200 && response.status() != 404) {
        find(
            GithubSourceConfig.API_URL,
            config.apiUrl() + " answers " + response.status(),
            "Give the address of the REST API, such as https://<host>/api/v3");
      }
    } catch (RateLimitedException e) {
      return;
    } catch (PermanentFaultException e) {
      find(
          credential instanceof AppCredential
              ? GithubSourceConfig.APP_ID
              : GithubSourceConfig.TOKENS,
          credential.name() + " is refused: GitHub does not accept it",
          "Give a credential that is valid and not revoked");
    } catch (IOException e) {
      unreachable(e);
    }
  }

  private void checkSelected(GithubClient client) {
    try {
      var selected =
          new Selection(config, client)
              .list((setting, value, status) ->
                  find(
                      setting,
                      value + " is not there or may not be seen (" + status + ")",
                      "Check the name, or give the token or App access to it"));
      if (selected.isEmpty() && findings.isEmpty()) {
        find(
            GithubSourceConfig.REPOSITORIES,
            "No repository is selected",
            "Check the patterns, and whether the credentials may see any");
      }
    } catch (RateLimitedException e) {
      return;
    } catch (PermanentFaultException e) {
      var setting =
          e.reason() == FailureReason.PERMISSION_MISSING
              ? GithubSourceConfig.TOKENS
              : GithubSourceConfig.REPOSITORIES;
      find(setting, e.problem(), e.remedy());
    } catch (IOException e) {
      unreachable(e);
    }
  }

  private void unreachable(IOException fault) {
    var problem = config.apiUrl() + " cannot be reached: " + fault.getMessage();
    if (findings.stream().noneMatch(one -> one.setting().equals(GithubSourceConfig.API_URL))) {
      var remedy = "Check the address, and the way there";
      findings.add(new Finding(GithubSourceConfig.API_URL, problem, remedy, true));
    }
  }

  private void find(String setting, String problem, String remedy) {
    findings.add(new Finding(setting, problem, remedy));
  }
}
