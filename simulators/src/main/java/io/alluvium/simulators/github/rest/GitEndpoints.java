package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.state.GitData;
import io.alluvium.simulators.github.state.Repository;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Ref;

/** Branches, tags and references. */
final class GitEndpoints {
  private GitEndpoints() {}

  static void register(Routes routes) {
    var contents = routes.needing("contents");
    contents.repository("/branches", GitEndpoints::branches);
    contents.repository("/tags", GitEndpoints::tags);
    contents.repository("/git/matching-refs/<ref>", GitEndpoints::matchingRefs);
    contents.repository("/commits", GitEndpoints::commits);
  }

  private static Reply branches(Call call) {
    Repository repository = call.repository();
    String url = call.urls().repository(repository);
    return new Paging(call)
        .of(
            List.copyOf(repository.git().branches().entrySet()),
            (out, branch) ->
                out.object(() -> {
                  out.field("name", branch.getKey());
                  commit(out, url, branch.getValue());
                  out.field("protected", false);
                }));
  }

  private static Reply tags(Call call) {
    Repository repository = call.repository();
    String url = call.urls().repository(repository);
    return new Paging(call)
        .of(List.copyOf(repository.git().tags().entrySet()), (out, tag) -> tag(out, url, tag));
  }

  private static void tag(JsonOut out, String url, Map.Entry<String, String> tag) {
    out.object(() -> {
      out.field("name", tag.getKey())
          .field("zipball_url", url + "/zipball/refs/tags/" + tag.getKey())
          .field("tarball_url", url + "/tarball/refs/tags/" + tag.getKey());
      commit(out, url, tag.getValue());
      out.field("node_id", Urls.nodeId("Ref", tag.getKey().hashCode()));
    });
  }

  private static void commit(JsonOut out, String url, String sha) {
    out.object("commit", () -> out.field("sha", sha).field("url", url + "/commits/" + sha));
  }

  private static Reply matchingRefs(Call call) {
    Repository repository = call.repository();
    GitData git = filled(repository);
    String url = call.urls().repository(repository);
    List<Ref> refs = git.refsBelow("refs/" + call.path("ref"));
    return new Paging(call)
        .of(
            refs,
            (out, ref) ->
                out.object(() ->
                    out.field("ref", ref.getName())
                        .field("node_id", Urls.nodeId("Ref", ref.getName().hashCode()))
                        .field("url", url + "/git/" + ref.getName())
                        .object("object", () -> target(out, url, git, ref))));
  }

  private static void target(JsonOut out, String url, GitData git, Ref ref) {
    String sha = ref.getObjectId().name();
    boolean annotated =
        ref.getName().startsWith("refs/tags/")
            && !sha.equals(git.tags().get(ref.getName().substring("refs/tags/".length())));
    String type = annotated ? "tag" : "commit";
    out.field("sha", sha).field("type", type).field("url", url + "/git/" + type + "s/" + sha);
  }

  private static Reply commits(Call call) {
    Repository repository = call.repository();
    GitData git = filled(repository);
    long since = call.time("since");
    long until = call.query("until").isPresent() ? call.time("until") : Long.MAX_VALUE;
    String revision = call.query("sha").orElse("HEAD");
    var json = new CommitJson(call.urls(), repository);
    return new Paging(call)
        .of(
            git.commits(revision).stream()
                .filter(commit -> commit.getCommitTime() >= since)
                .filter(commit -> commit.getCommitTime() <= until)
                .toList(),
            json::commit);
  }

  private static GitData filled(Repository repository) {
    if (repository.git().isEmpty()) {
      throw new ApiErrorException(409, "Git Repository is empty.");
    }
    return repository.git();
  }
}
