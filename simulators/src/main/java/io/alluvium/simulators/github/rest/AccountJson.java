package io.alluvium.simulators.github.rest;

import com.fasterxml.jackson.core.SerializableString;
import io.alluvium.simulators.github.state.Account;
import java.util.HashMap;
import java.util.Map;

/** How accounts look in answers. */
final class AccountJson {
  private final Urls urls;
  // The same few people are in every item of a page.
  private final Map<Account, SerializableString> written = new HashMap<>();

  AccountJson(Urls urls) {
    this.urls = urls;
  }

  /** The short form that is part of almost everything. */
  void simple(JsonOut out, Account account) {
    out.raw(
        written.computeIfAbsent(
            account, one -> JsonOut.prepared(own -> own.object(() -> fields(own, one)))));
  }

  void fields(JsonOut out, Account account) {
    // The account that upstream shows in place of those that are gone.
    String login = account.gone() ? "ghost" : account.login();
    long id = account.gone() ? 10137 : account.id();
    String url = urls.api() + "/users/" + login;
    out.field("login", login)
        .field("id", id)
        .field("node_id", Urls.nodeId(account.kind().type(), id))
        .field("avatar_url", urls.web() + "/avatars/u/" + id + "?v=4")
        .field("gravatar_id", "")
        .field("url", url)
        .field("html_url", urls.web() + "/" + login)
        .field("followers_url", url + "/followers")
        .field("following_url", url + "/following{/other_user}")
        .field("gists_url", url + "/gists{/gist_id}")
        .field("starred_url", url + "/starred{/owner}{/repo}")
        .field("subscriptions_url", url + "/subscriptions")
        .field("organizations_url", url + "/orgs")
        .field("repos_url", url + "/repos")
        .field("events_url", url + "/events{/privacy}")
        .field("received_events_url", url + "/received_events")
        .field("type", account.kind().type())
        .field("user_view_type", "public")
        .field("site_admin", false);
  }
}
