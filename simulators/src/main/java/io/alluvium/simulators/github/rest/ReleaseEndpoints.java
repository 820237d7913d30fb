package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.state.Release;
import io.alluvium.simulators.github.state.Repository;
import io.alluvium.simulators.github.state.Table;

/** Releases and their assets. */
final class ReleaseEndpoints {
  private final Urls urls;
  private final Repository repository;
  private final AccountJson accounts;

  private ReleaseEndpoints(Call call) {
    this.urls = call.urls();
    this.repository = call.repository();
    this.accounts = new AccountJson(urls);
  }

  static void register(Routes routes) {
    var contents = routes.needing("contents");
    contents.repository("/releases", ReleaseEndpoints::releases);
    contents.repository("/releases/{release_id}", ReleaseEndpoints::release);
  }

  private static Reply releases(Call call) {
    var newestFirst =
        new Table.Order<Release>(
            false, true, 0, release -> !release.draft() || call.credential().actor().isPresent());
    var json = new ReleaseEndpoints(call);
    return new Paging(call).of(json.repository.releases().table(), newestFirst, json::write);
  }

  private static Reply release(Call call) {
    var json = new ReleaseEndpoints(call);
    Release release =
        json.repository
            .releases()
            .table()
            .find(call.number("release_id"))
            .orElseThrow(ApiErrorException::notFound);
    return Reply.ok(out -> json.write(out, release));
  }

  private void write(JsonOut out, Release release) {
    String url = urls.repository(repository);
    String own = url + "/releases/" + release.id();
    out.object(() ->
        out.field("url", own)
            .field("assets_url", own + "/assets")
            .field("upload_url", own + "/assets{?name,label}")
            .field("html_url", urls.page(repository) + "/releases/tag/" + release.tag())
            .field("id", release.id())
            .object("author", release.author(), accounts::simple)
            .field("node_id", Urls.nodeId("Release", release.id()))
            .field("tag_name", release.tag())
            .field("target_commitish", release.target())
            .field("name", release.name())
            .field("draft", release.draft())
            .field("immutable", false)
            .field("prerelease", release.prerelease())
            .time("created_at", release.createdAt())
            .time("published_at", release.publishedAt())
            .array("assets", release.assets(), (any, asset) -> write(out, release, asset))
            .field("tarball_url", url + "/tarball/" + release.tag())
            .field("zipball_url", url + "/zipball/" + release.tag())
            .field("body", release.body()));
  }

  private void write(JsonOut out, Release release, Release.Asset asset) {
    out.object(() ->
        out.field("url", urls.repository(repository) + "/releases/assets/" + asset.id())
            .field("id", asset.id())
            .field("node_id", Urls.nodeId("ReleaseAsset", asset.id()))
            .field("name", asset.name())
            .nothing("label")
            .object("uploader", release.author(), accounts::simple)
            .field("content_type", "application/octet-stream")
            .field("state", "uploaded")
            .field("size", asset.size())
            .nothing("digest")
            // Grows by itself: no part of anything's identity.
            .field("download_count", release.id() % 1000)
            .time("created_at", asset.createdAt())
            .time("updated_at", asset.createdAt())
            .field(
                "browser_download_url",
                urls.page(repository)
                    + "/releases/download/"
                    + release.tag()
                    + "/"
                    + asset.name()));
  }
}
