package io.alluvium.connectors.slack;

import io.alluvium.connectors.Finding;
import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.RateLimitedException;
import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks whether a source can work: reachability, credentials and scopes, each by itself. */
final class SlackCheck {
  private final SlackSourceConfig config;
  private final List<Finding> findings = new ArrayList<>();

  SlackCheck(SlackSourceConfig config) {
    this.config = config;
  }

  @FunctionalInterface
  private interface Question {
    void ask() throws IOException;
  }

  List<Finding> findings() {
    try (var api = new SlackApi(config.api(), config.token())) {
      ask(SlackSettings.TOKEN, () -> checkToken(api));
      if (findings.isEmpty()) {
        ask(SlackSettings.TOKEN, () -> checkChannels(api));
      }
    }
    if (findings.isEmpty()) {
      config.appToken().ifPresent(this::checkAppToken);
    }
    return List.copyOf(findings);
  }

  private void checkToken(SlackApi api) throws IOException {
    var answer = api.get("auth.test", Map.of()).expectOk("auth.test");
    if (answer.scopes().isEmpty()) {
      return;
    }
    var granted = List.of(answer.scopes().get().split("\\s*,\\s*"));
    var missing = config.neededScopes().stream().filter(one -> !granted.contains(one)).toList();
    if (!missing.isEmpty()) {
      findings.add(
          new Finding(
              SlackSettings.TOKEN,
              "The token lacks the scopes " + String.join(", ", missing),
              "Add them to the app, install it again and give its new token"));
    }
  }

  private void checkChannels(SlackApi api) throws IOException {
    var choice = config.choice();
    if (!choice.names()) {
      api.get("conversations.list", Map.of("types", config.types(), "limit", "1"));
      return;
    }
    if (ChannelNames.list(api, config.types()).stream().noneMatch(choice::takes)) {
      findings.add(
          new Finding(
              SlackSettings.INCLUDE,
              "No channel that the token can see is selected",
              "Check the names, and slack.channels.private and slack.channels.direct"));
    }
  }

  private void checkAppToken(String token) {
    try (var api = new SlackApi(config.api(), token)) {
      ask(
          SlackSettings.APP_TOKEN,
          () -> api.post("apps.connections.open", Map.of()).expectOk("apps.connections.open"));
    }
  }

  private void ask(String setting, Question question) {
    try {
      question.ask();
    } catch (RateLimitedException waits) {
      // Slack knows the token and is busy with it: nothing is wrong.
    } catch (PermanentFaultException e) {
      var about = e.reason() == FailureReason.GONE ? SlackSettings.API_URL : setting;
      findings.add(new Finding(about, e.problem(), e.remedy()));
    } catch (IOException e) {
      findings.add(
          new Finding(
              SlackSettings.API_URL,
              config.api() + " cannot be reached: " + e.getMessage(),
              "Check slack.api.url, the network and its proxy",
              true));
    }
  }
}
