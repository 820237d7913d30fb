package io.alluvium.simulators.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.simulators.github.state.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GitFetchTest {
  private final GitHubSimulator github = GitHubSimulator.start(GitHubSimulatorOptions.defaults());
  private final Client client = Client.of(github);
  private final Repository rockets = github.state().createRepository("acme", "rockets");
  @TempDir private Path directory;

  @AfterEach
  void stop() {
    github.close();
  }

  @Test
  void aMirrorGetsAllBranchesTagsAndForcedPushes() throws Exception {
    String first = rockets.git().commit("main", "ann", "One", Map.of("a.txt", "1"));
    String second = rockets.git().commit("main", "ann", "Two", Map.of("b/c.txt", "2"));
    rockets.git().annotatedTag("v1", second, "ann", "First release");
    try (Git mirror = mirror(url())) {
      assertThat(mirror.getRepository().resolve("refs/heads/main").name()).isEqualTo(second);
      rockets.git().forcePush("main", "ann", first);
      mirror.fetch().setRefSpecs(new RefSpec("+refs/*:refs/*")).setRemoveDeletedRefs(true).call();
      assertThat(mirror.getRepository().resolve("refs/heads/main").name()).isEqualTo(first);
      assertThat(mirror.getRepository().resolve("refs/tags/v1^{commit}").name()).isEqualTo(second);
    }
  }

  @Test
  void aMirrorIsNoneOfTheLimitsOfTheApi() throws Exception {
    rockets.git().commit("main", "ann", "One", Map.of("a.txt", "1"));
    String url = url();
    github.limits().set(LimitRules.GITHUB.withHourly(1).withPointsPerMinute(1));
    client.get("/user");
    assertThat(client.get("/user").statusCode()).isEqualTo(403);
    try (Git mirror = mirror(url)) {
      assertThat(mirror.getRepository().resolve("refs/heads/main")).isNotNull();
    }
  }

  @Test
  void aMirrorFollowsARename() throws Exception {
    rockets.git().commit("main", "ann", "One", Map.of("a.txt", "1"));
    String before = url();
    github.state().renameRepository("acme/rockets", "boosters");
    try (Git mirror = mirror(before)) {
      assertThat(mirror.getRepository().resolve("refs/heads/main")).isNotNull();
    }
  }

  @Test
  void aPrivateRepositoryNeedsAToken() throws Exception {
    rockets.makePrivate(true).git().commit("main", "ann", "One", Map.of("a.txt", "1"));
    assertThatThrownBy(() -> mirror(url())).isInstanceOf(TransportException.class);
    var password = new UsernamePasswordCredentialsProvider("x-access-token", GitHubSimulator.TOKEN);
    try (Git mirror =
        Git.cloneRepository()
            .setURI(url())
            .setCredentialsProvider(password)
            .setDirectory(directory.resolve("let-in").toFile())
            .setMirror(true)
            .call()) {
      assertThat(mirror.getRepository().resolve("refs/heads/main")).isNotNull();
    }
  }

  @Test
  void listsBranchesTagsAndReferences() throws IOException {
    String sha = rockets.git().commit("feature/x", "ann", "One", Map.of("a.txt", "1"));
    rockets.git().tag("v1", sha);
    assertThat(client.json("/repos/acme/rockets/branches").get(0).get("name").asText())
        .isEqualTo("feature/x");
    assertThat(client.json("/repos/acme/rockets/tags").get(0).at("/commit/sha").asText())
        .isEqualTo(sha);
    assertThat(client.json("/repos/acme/rockets/git/matching-refs/heads/feat"))
        .extracting(ref -> ref.get("ref").asText())
        .containsExactly("refs/heads/feature/x");
  }

  @Test
  void saysThatARepositoryIsEmpty() throws IOException {
    assertThat(
            List.of(
                client.get("/repos/acme/rockets/commits").statusCode(),
                client.get("/repos/acme/rockets/git/matching-refs/heads").statusCode(),
                client.get("/repos/acme/rockets/branches").statusCode()))
        .containsExactly(409, 409, 200);
  }

  private String url() throws IOException {
    return client.json("/repos/" + rockets.fullName()).get("clone_url").asText();
  }

  private Git mirror(String url) throws GitAPIException {
    return Git.cloneRepository()
        .setURI(url)
        .setDirectory(directory.resolve("mirror").toFile())
        .setMirror(true)
        .call();
  }
}
