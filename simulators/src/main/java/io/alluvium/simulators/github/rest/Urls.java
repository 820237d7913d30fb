package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.state.Repository;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The addresses in answers.
 *
 * @param api base of the API, without a slash at the end
 * @param web base of the pages for people and of the git repositories
 */
record Urls(String api, String web) {
  String repository(Repository repository) {
    return api + "/repos/" + repository.fullName();
  }

  String page(Repository repository) {
    return web + "/" + repository.fullName();
  }

  static String nodeId(String type, long id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((type + ":" + id).getBytes(StandardCharsets.UTF_8));
  }
}
