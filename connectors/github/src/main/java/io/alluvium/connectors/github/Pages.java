package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.http.UpstreamResponse;
import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Asks for pages of the listings of one repository, and says what the answers mean. */
final class Pages {
  /** What came of asking for a page. */
  sealed interface Answer {
    /**
     * A page.
     *
     * @param date when GitHub answered, by its own clock
     */
    record Page(JsonNode body, Optional<URI> next, Instant date) implements Answer {}

    /** It has not changed since it was asked for last. */
    record Unchanged(Instant date) implements Answer {}

    /** The repository has nothing of the kind: it is switched off, or there is none yet. */
    record Nothing(Instant date) implements Answer {}

    /** GitHub does not take this address any more: a link expired, or is too deep. */
    record Refused(Instant date) implements Answer {}
  }

  private final GithubClient client;
  private final RepositoryScope repository;

  Pages(GithubClient client, RepositoryScope repository) {
    this.client = client;
    this.repository = repository;
  }

  /**
   * Asks for a page.
   *
   * @param isLink whether the address is a link that GitHub gave
   * @param ifChanged whether to spare the answer where it is the same as last time
   */
  Answer ask(URI uri, boolean isLink, boolean ifChanged) throws IOException {
    var response = ifChanged ? client.getIfChanged(uri) : client.get(uri);
    var date = date(response);
    int status = response.status();
    if (status == 200) {
      return page(uri, response, date);
    }
    if (status == 304) {
      return new Answer.Unchanged(date);
    }
    if (status == 409) {
      return new Answer.Nothing(date);
    }
    if (isLink && (status == 404 || status == 410 || status == 400 || status == 422)) {
      return new Answer.Refused(date);
    }
    if (status == 404 || status == 410) {
      requireRepository();
      return new Answer.Nothing(date);
    }
    throw new IOException("GitHub answered " + status + " for " + uri.getPath());
  }

  private Answer page(URI uri, UpstreamResponse response, Instant date) throws IOException {
    try {
      return new Answer.Page(response.json(), response.next(), date);
    } catch (IOException e) {
      // What was not understood must not count as known.
      client.forget(uri);
      throw e;
    }
  }

  /** Tells a kind of thing that is switched off from a repository that is not there. */
  private void requireRepository() throws IOException {
    var response = client.get(client.uri("/repositories/" + repository.id()));
    if (response.status() == 404 || response.status() == 410 || response.status() == 451) {
      throw new PermanentFaultException(
          FailureReason.GONE,
          "Repository "
              + repository.fullName()
              + " is deleted or may not be seen any more ("
              + response.status()
              + ")",
          "Give the token or App access to it, or leave it out");
    }
    if (response.status() != 200) {
      throw new IOException("GitHub answered " + response.status() + " for the repository");
    }
  }

  /** When GitHub answered, by its own clock; by ours where it does not say. */
  static Instant date(UpstreamResponse response) {
    try {
      return response
          .header("Date")
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
          .orElseGet(Instant::now);
    } catch (DateTimeException e) {
      return Instant.now();
    }
  }
}
