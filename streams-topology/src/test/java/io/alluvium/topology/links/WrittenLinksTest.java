package io.alluvium.topology.links;

import static io.alluvium.topology.links.Told.OTHER_SHA;
import static io.alluvium.topology.links.Told.comment;
import static io.alluvium.topology.links.Told.commit;
import static io.alluvium.topology.links.Told.file;
import static io.alluvium.topology.links.Told.issue;
import static io.alluvium.topology.links.Told.localCommit;
import static io.alluvium.topology.links.Told.message;
import static io.alluvium.topology.links.Told.pullRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.EntityKey;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write, and what only looks like it. */
final class WrittenLinksTest {
  private static final String ISSUE_12 = "mentions github:github.com/issue/1296269/12";
  private static final String TRACKED = "mentions ref:key/ABC-123";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#12",
        "see #12.",
        "(#12)",
        "as in #12, #12; and #12",
        "#12: done",
        "GH-12",
        "octocat/Hello-World#12",
        "OctoCat/hello-world#12 is it",
        "https://github.com/octocat/Hello-World/issues/12",
        "https://github.com/octocat/hello-world/pull/12/files#diff-1",
        "http://www.github.com/octocat/Hello-World/issues/12?x=1",
        "[here](https://github.com/octocat/Hello-World/issues/12), or so",
        "<https://github.com/octocat/Hello-World/issues/12>."
      })
  void anIssueOfTheSameRepositoryIsNamedByItsNumber(String text) {
    assertThat(comment(text).edges()).containsExactly(ISSUE_12);
    assertThat(commit("Title\n\n" + text).edges()).containsExactly(ISSUE_12);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# 12",
        "#0",
        "#012",
        "#12ab",
        "#fff",
        "a#12",
        "##12",
        "&#12;",
        "/#12",
        "v1.#12",
        "#1234567890",
        "#12-3",
        "#12.5",
        "`#12`",
        "``a `#12` b``",
        "```\n#12\n\n#12\n```",
        "<!-- fixes #12 -->",
        "x/y/z#12",
        "docs/a.md#L12",
        "https://github.com/octocat/Hello-World",
        "https://github.com/octocat/Hello-World/issues",
        "https://github.com/octocat/Hello-World/issues/12a",
        "https://github.com/octocat/Hello-World/labels/12",
        "://github.com/octocat/Hello-World/issues/12",
        "xhttps://github.com/octocat/Hello-World/issues/12",
        "https://",
        "GH-0",
        "UGH-12x"
      })
  void whatOnlyLooksLikeANumberIsNone(String text) {
    assertThat(issue(text).edges()).isEmpty();
  }

  @Test
  void backticksThatNothingClosesAreNoCode() {
    assertThat(issue("the ` key, #12").edges()).containsExactly(ISSUE_12);
    assertThat(issue("``` #12").edges()).containsExactly(ISSUE_12);
    assertThat(issue("the `a\n\n#12 and c`").edges()).containsExactly(ISSUE_12);
    assertThat(issue("<!-- #12").edges()).containsExactly(ISSUE_12);
  }

  @Test
  void anIssueOfAnotherRepositoryIsKnownByName() {
    assertThat(issue("Like acme/web.js#7").edges())
        .containsExactly("mentions ref:issue/github.com/acme/web.js/7");
    assertThat(message("<https://git.acme.io/Acme/Web/pull/7|it>").edges())
        .containsExactly("mentions ref:issue/git.acme.io/acme/web/7");
    assertThat(message("octocat/hello-world#12").edges())
        .containsExactly("mentions ref:issue/github.com/octocat/hello-world/12");
  }

  @Test
  void aNumberMeansNothingWhereNoRepositoryIsKnown() {
    assertThat(message("#12").edges()).isEmpty();
    assertThat(localCommit("Fix it (#12)").edges()).isEmpty();
    assertThat(file("README.md", "#12").edges()).isEmpty();
  }

  @Test
  void aCommentIsNamedByItsAddress() {
    var page = "https://github.com/octocat/Hello-World/pull/12#";
    assertThat(issue(page + "issuecomment-5").edges())
        .containsExactly("mentions github:github.com/comment/1296269/5");
    assertThat(issue(page + "discussion_r5").edges())
        .containsExactly("mentions github:github.com/review_comment/1296269/5");
    assertThat(issue(page + "pullrequestreview-5").edges())
        .containsExactly("mentions github:github.com/review/1296269/5");
    assertThat(issue(page + "top").edges()).containsExactly(ISSUE_12);
    assertThat(message(page + "issuecomment-5").edges())
        .containsExactly("mentions ref:issue/github.com/octocat/hello-world/12");
  }

  @Test
  void aRunIsNamedByItsAddress() {
    var page = "https://github.com/octocat/Hello-World/actions/runs/304";
    assertThat(issue(page).edges()).containsExactly("mentions github:github.com/run/1296269/304");
    assertThat(issue(page + "/job/9?pr=1").edges())
        .containsExactly("mentions github:github.com/job/1296269/9");
    assertThat(message("<" + page + "/job/9>").edges())
        .containsExactly("mentions ref:run/github.com/octocat/hello-world/304");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "This reverts commit %s.",
        "(cherry picked from commit %s)",
        "`%s`",
        "acme/web@%s",
        "https://github.com/acme/web/commit/%s",
        "https://github.com/acme/web/pull/7/commits/%s",
        "https://gitlab.com/acme/sub/web/-/commit/%s#note",
        "https://github.com/acme/web/blob/%s/src/a.c#L12",
      })
  void aFullShaIsACommit(String text) {
    var commit = "mentions commit:" + OTHER_SHA;
    assertThat(issue(text.formatted(OTHER_SHA)).edges()).containsExactly(commit);
    assertThat(
            message("x".repeat(33) + " " + text.formatted(OTHER_SHA.toUpperCase(Locale.ROOT)))
                .edges())
        .containsExactly(commit);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d670460",
        "%s0",
        "0%s",
        "x%s",
        "sha1:%s",
        "sha1-%s",
        "/cache/%s.png",
        "https://cdn.example.org/%s/a.js",
        "0000000000000000000000000000000000000000"
      })
  void anotherRunOfHexDigitsIsNone(String text) {
    assertThat(issue(text.formatted(OTHER_SHA)).edges()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ABC-123",
        "[ABC-123] Fix it",
        "for ABC-123: more",
        "ABC-123, ABC-123.",
        "https://acme.atlassian.net/browse/ABC-123",
        "https://acme.io/jira/browse/ABC-123?focusedId=1",
        "https://linear.app/acme/issue/ABC-123/a-title"
      })
  void aKeyOfATrackerIsKnownByItself(String text) {
    assertThat(issue(text).edges()).containsExactly(TRACKED);
    assertThat(message(text).edges()).containsExactly(TRACKED);
    assertThat(localCommit(text).edges()).containsExactly(TRACKED);
    assertThat(file("notes.md", text).edges()).containsExactly(TRACKED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTF-8",
        "SHA-256",
        "ISO-8859-1",
        "CVE-2026-1234",
        "RFC-2119",
        "X86-64",
        "GPT-4",
        "abc-123",
        "A-1",
        "1BC-123",
        "ABC-0",
        "ABC-012",
        "ABC-123-x",
        "ABC-123.4",
        "ABC-12345678",
        "ABCDEFGHIJK-1",
        "x/ABC-123",
        "-ABC-123",
        "ABC-",
        "-1",
        "`ABC-123`",
        "ABC-123_x",
        "ÄBC-12",
        "https://example.org/ABC-123"
      })
  void whatOnlyLooksLikeAKeyIsNone(String text) {
    assertThat(issue(text).edges()).isEmpty();
  }

  @Test
  void aPermalinkIsAMessage() {
    var link = "https://example.slack.com/archives/C0OTHER/p1795161600000200?thread_ts=1.2&cid=C0";
    assertThat(message("<" + link + ">").edges())
        .containsExactly("mentions slack:T02AB12CD/C0OTHER/1795161600.000200");
    assertThat(issue(link).edges())
        .containsExactly("mentions ref:message/example.slack.com/C0OTHER/1795161600.000200");
    assertThat(message(link.replace("example", "elsewhere")).edges())
        .containsExactly("mentions ref:message/elsewhere.slack.com/C0OTHER/1795161600.000200");
    assertThat(issue("https://example.slack.com/archives/C0OTHER").edges()).isEmpty();
    assertThat(issue("https://example.slack.com/archives/C0OTHER/p12").edges()).isEmpty();
    assertThat(issue("https://example.slack.com/files/C0OTHER/p1795161600000200").edges())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Fixes #12", "closes: #12", "RESOLVED #12", "x\nfix GH-12 and #12"})
  void aCommitOrPullRequestClosesWhatItSaysItDoes(String text) {
    var closes = "closes github:github.com/issue/1296269/12";
    assertThat(pullRequest(text).edges()).containsExactly(closes);
    assertThat(commit(text).edges()).containsExactly(closes);
    assertThat(issue(text).edges()).containsExactly(ISSUE_12);
  }

  @Test
  void whatClosesIsNotMentionedToo() {
    assertThat(
            pullRequest("See #12. Prefixes #12 do not close. Closes #12, closes ABC-123").edges())
        .containsExactly("closes github:github.com/issue/1296269/12", "closes ref:key/ABC-123");
  }

  @Test
  void titlesCountWhereTheTextDoesNotRepeatThem() {
    assertThat(pullRequest("").titled("ABC-123: more").edges()).containsExactly(TRACKED);
    assertThat(file("docs/ABC-123.md", "").titled("docs/ABC-123 x.md").edges()).isEmpty();
  }

  @Test
  void codeAndDataAreNotRead() {
    var text = "see ABC-123 and " + OTHER_SHA;
    assertThat(file("a.c", text).edges()).isEmpty();
    assertThat(file("a.css", "color: #123456; ABC-123").edges()).isEmpty();
    assertThat(file("a.md", text).edges()).hasSize(2);
    assertThat(Told.of("run", EntityKey.github("github.com", "run", 1, 2)).saying(text).edges())
        .isEmpty();
  }

  @Test
  void changedPathsAreNoPartOfAMessage() {
    assertThat(localCommit("Fix\n\nABC-123\n\nM  src/XYZ-1 #3  +1 -1").edges())
        .containsExactly(TRACKED);
    assertThat(localCommit("M  src/XYZ-1.md  +1 -1").edges()).isEmpty();
  }

  @Test
  void evidenceIsWhatStandsThere() {
    assertThat(comment("As OctoCat/hello-world#7 says, GH-8 (ABC-123).").evidence())
        .containsExactly("OctoCat/hello-world#7", "GH-8", "ABC-123");
    assertThat(comment("https://a.io/o/r/issues/1?" + "x".repeat(500)).evidence())
        .singleElement()
        .satisfies(evidence -> assertThat(evidence).hasSize(200));
  }

  @Test
  void anEventDoesNotMentionItself() {
    assertThat(issue("#1347").edges()).isEmpty();
  }

  @Test
  void thereIsAnEndToWhatOneEventLinks() {
    var text = new StringBuilder();
    for (int i = 1; i <= 1_000; i++) {
      text.append(" #").append(i);
    }
    assertThat(LinkRules.of(issue(text.toString()).event())).hasSize(Edges.MOST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "`",
        "``a",
        "<!--",
        "#1",
        "A1-",
        "AB-1",
        "http://",
        "a/",
        "deadbeef",
        ":",
        "-",
        "` `` ``` ```` ````` ",
        "fixes ",
        "https://a.slack.com/archives/C/p",
        "\uD800"
      })
  void anyTextIsReadInTimeLinearInItsLength(String part) {
    var text = part.repeat(512 * 1024 / part.length());
    // A tenth of a second; what grows with the square of the length would take hours.
    Assertions.assertTimeout(Duration.ofMinutes(1), () -> pullRequest(text).edges());
  }
}
