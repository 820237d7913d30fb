package io.alluvium.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A conversation: a public or private channel, or direct messages.
 *
 * @param name without '#'; the id where there is none
 * @param open whether everybody in the workspace may read it
 * @param member whether the app is in it
 */
record Channel(
    String id, String name, boolean open, boolean direct, boolean archived, boolean member) {
  static Channel of(JsonNode json) {
    var id = json.path("id").asText();
    boolean direct = json.path("is_im").asBoolean() || json.path("is_mpim").asBoolean();
    boolean hidden =
        direct || json.path("is_private").asBoolean() || json.path("is_group").asBoolean();
    return new Channel(
        id,
        json.path("name").asText(id),
        !hidden,
        direct,
        json.path("is_archived").asBoolean(),
        direct || json.path("is_member").asBoolean());
  }

  /** What people call it. */
  String shownAs() {
    return direct ? name : "#" + name;
  }
}
