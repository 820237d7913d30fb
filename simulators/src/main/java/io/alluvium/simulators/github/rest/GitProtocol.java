package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.Credential;
import io.alluvium.simulators.github.state.Repository;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** Fetching over HTTP, as {@code git fetch} and a bare mirror do it. */
final class GitProtocol {
  private static final String SERVICE = "git-upload-pack";

  private GitProtocol() {}

  static void register(Routes routes) {
    var contents = routes.needing("contents");
    contents.getPage("/{owner}/{repo}/info/refs", GitProtocol::refs);
    contents.postPage("/{owner}/{repo}/git-upload-pack", GitProtocol::pack);
  }

  /** Whether an endpoint is one of git's, which the limits of the API do not concern. */
  static boolean serves(String endpoint) {
    return endpoint.endsWith("/info/refs") || endpoint.endsWith("/" + SERVICE);
  }

  private static Reply refs(Call call) {
    Repository repository = repository(call);
    if (!call.query("service").orElse("").equals(SERVICE)) {
      throw new ApiErrorException(403, "Only fetching is served");
    }
    if (!name(repository).equalsIgnoreCase(call.path("owner") + "/" + call.path("repo"))) {
      String url = call.urls().web() + "/" + name(repository) + "/info/refs?service=" + SERVICE;
      return new Reply(301, Map.of("Location", url), new byte[0]);
    }
    return answer(
        "advertisement",
        out -> {
          var advertiser = new PacketLineOutRefAdvertiser(new PacketLineOut(out));
          upload(call, repository).sendAdvertisedRefs(advertiser, SERVICE);
        });
  }

  private static Reply pack(Call call) {
    Repository repository = repository(call);
    return answer(
        "result",
        out -> {
          InputStream body = new ByteArrayInputStream(call.context().bodyAsBytes());
          boolean zipped = "gzip".equals(call.context().header("Content-Encoding"));
          upload(call, repository)
              .uploadWithExceptionPropagation(zipped ? new GZIPInputStream(body) : body, out, null);
        });
  }

  private static UploadPack upload(Call call, Repository repository) {
    var upload = new UploadPack(repository.git().git());
    upload.setBiDirectionalPipe(false);
    String protocol = call.context().header("Git-Protocol");
    if (protocol != null) {
      upload.setExtraParameters(Arrays.asList(protocol.split(":", -1)));
    }
    return upload;
  }

  // Without a token a private repository asks for one here, instead of hiding: git needs that.
  private static Repository repository(Call call) {
    String name = call.path("repo").replaceFirst("\\.git$", "");
    return call.state()
        .locate(call.path("owner") + "/" + name)
        .filter(call.credential()::sees)
        .orElseThrow(() ->
            call.credential().kind() == Credential.Kind.ANONYMOUS
                ? new ApiErrorException(401, "Authentication is required")
                    .with("WWW-Authenticate", "Basic realm=\"GitHub\"")
                : ApiErrorException.notFound());
  }

  private static String name(Repository repository) {
    return repository.fullName() + ".git";
  }

  private interface Writing {
    void to(ByteArrayOutputStream out) throws IOException;
  }

  private static Reply answer(String type, Writing writing) {
    var out = new ByteArrayOutputStream();
    try {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String contentType = String.format(Locale.ROOT, "application/x-%s-%s", SERVICE, type);
    return new Reply(
        200, Map.of("Content-Type", contentType, "Cache-Control", "no-cache"), out.toByteArray());
  }
}
