package io.alluvium.app.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The schema registry and Kafka Connect: the running node's, or those of the configuration. */
final class HttpServicesCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private HttpServicesCheck() {}

  static List<Finding> look(Patient patient) {
    var findings = new ArrayList<Finding>();
    try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      patient
          .node()
          .map(Patient.Node::registry)
          .or(() -> patient.config().schemaRegistryUrl())
          .ifPresent(urls -> {
            for (var url : urls.split(",")) {
              findings.add(ask(http, "registry", url.strip(), "/subjects"));
            }
          });
      patient
          .node()
          .map(Patient.Node::connect)
          .or(() -> patient.config().connectUrl().map(URI::toString))
          .ifPresent(url -> findings.add(ask(http, "connect", url, "/")));
    }
    return findings;
  }

  private static Finding ask(HttpClient http, String check, String url, String path) {
    try {
      var address = URI.create(url.replaceAll("/+$", "") + path);
      var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      return status < 400
          ? Finding.ok(check, url + " answers")
          : Finding.fail(
              check, address + " answers " + status, "Check that it is a " + check + ".");
    } catch (IOException | IllegalArgumentException e) {
      return unreachable(check, url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unreachable(check, url, e);
    }
  }

  private static Finding unreachable(String check, String url, Exception e) {
    var reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return Finding.fail(
        check, url + " does not answer: " + reason, "Check its address, and that it runs.");
  }
}
