package io.alluvium.simulators.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Talks to a simulated workspace as an app does. */
final class SlackClient {
  private final HttpClient http = HttpClient.newHttpClient();
  private final SlackSimulator slack;

  SlackClient(SlackSimulator slack) {
    this.slack = slack;
  }

  HttpResponse<String> get(String methodAndQuery, String token) {
    var request =
        HttpRequest.newBuilder(slack.apiUrl().resolve(methodAndQuery))
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode call(String methodAndQuery) {
    return json(get(methodAndQuery, SlackOptions.TOKEN).body());
  }

  static JsonNode json(String text) {
    try {
      return SlackJson.MAPPER.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All pages of a listing, as arrays of the ts of their messages. */
  List<List<String>> pages(String methodAndQuery) {
    var pages = new ArrayList<List<String>>();
    var cursor = "";
    do {
      var page = call(methodAndQuery + "&cursor=" + cursor);
      pages.add(page.path("messages").findValuesAsText("ts"));
      cursor = page.path("response_metadata").path("next_cursor").asText("");
    } while (!cursor.isEmpty());
    return pages;
  }

  /** A socket: what arrives on it, and a way to answer. */
  record Socket(BlockingQueue<JsonNode> received, WebSocket web) {
    JsonNode take() throws InterruptedException {
      var next = received.poll(30, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("Nothing arrived");
      }
      return next;
    }
  }

  Socket connect() {
    var opened = json(get("apps.connections.open", SlackOptions.APP_TOKEN).body());
    var received = new LinkedBlockingQueue<JsonNode>();
    var listener =
        new WebSocket.Listener() {
          private final StringBuilder text = new StringBuilder();

          @Override
          public CompletionStage<?> onText(WebSocket web, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
              received.add(json(text.toString()));
              text.setLength(0);
            }
            web.request(1);
            return null;
          }
        };
    var uri = URI.create(opened.path("url").asText());
    return new Socket(received, http.newWebSocketBuilder().buildAsync(uri, listener).join());
  }
}
