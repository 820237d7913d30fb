package io.alluvium.connectors.github;

import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.RateLimitedException;
import io.alluvium.connectors.http.UpstreamClient;
import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials of a source. One is used until its limit is reached, then the next: an ETag holds
 * for the credential it was given to. One that GitHub refuses is left out from then on.
 */
final class Credentials {
  private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);

  /** What is done with a credential. */
  interface Use<T> {
    T with(Credential credential) throws IOException;
  }

  private final List<Credential> all;
  private final Set<Credential> refused = ConcurrentHashMap.newKeySet();
  private final AtomicInteger current = new AtomicInteger();

  Credentials(List<Credential> all) {
    this.all = List.copyOf(all);
  }

  /** Those that the settings give. */
  static Credentials of(GithubSourceConfig config, UpstreamClient http) {
    var host = config.apiUrl().getAuthority();
    List<Credential> all = new ArrayList<>();
    config.app().ifPresent(app -> all.add(new AppCredential(app, config.apiUrl(), http)));
    for (var token : config.tokens()) {
      all.add(TokenCredential.of(all.size() + 1, host, token));
    }
    if (all.isEmpty()) {
      all.add(TokenCredential.anonymous(host));
    }
    return new Credentials(all);
  }

  /** Each of them, for looking at one by one. */
  List<Credential> all() {
    return all;
  }

  /** Whether nobody in particular asks. */
  boolean isAnonymous() {
    return all.get(0).isAnonymous();
  }

  /**
   * Does something with the first credential that has budget.
   *
   * @throws RateLimitedException if none has; until the first has again
   * @throws PermanentFaultException if all are refused, or none is permitted
   */
  <T> T use(Use<T> use) throws IOException {
    RateLimitedException soonest = null;
    PermanentFaultException refusal = null;
    int first = current.get();
    for (int i = 0; i < all.size(); i++) {
      int index = (first + i) % all.size();
      var credential = all.get(index);
      if (refused.contains(credential)) {
        continue;
      }
      try {
        var result = attempt(credential, use);
        current.set(index);
        return result;
      } catch (RateLimitedException e) {
        soonest = sooner(soonest, e);
      } catch (PermanentFaultException e) {
        refusal = leaveOut(credential, e);
      }
    }
    if (soonest != null) {
      throw soonest;
    }
    throw refusal != null ? refusal : noneLeft();
  }

  private static <T> T attempt(Credential credential, Use<T> use) throws IOException {
    try {
      return use.with(credential);
    } catch (PermanentFaultException e) {
      if (e.reason() == FailureReason.CREDENTIALS_REJECTED && credential.renew()) {
        return use.with(credential);
      }
      throw e;
    }
  }

  /** Another credential may do; one that is not accepted at all is not tried again. */
  private PermanentFaultException leaveOut(Credential credential, PermanentFaultException fault) {
    boolean left = fault.reason() == FailureReason.CREDENTIALS_REJECTED && refused.add(credential);
    // What is thrown in the end is told by whoever catches it.
    if (left && refused.size() < all.size()) {
      LOG.warn("{} is left out: {}", credential.name(), fault.getMessage());
    }
    return fault;
  }

  private static RateLimitedException sooner(
      @Nullable RateLimitedException one, RateLimitedException other) {
    return one == null || other.until().isBefore(one.until()) ? other : one;
  }

  private static PermanentFaultException noneLeft() {
    return new PermanentFaultException(
        FailureReason.CREDENTIALS_REJECTED,
        "GitHub accepts none of the credentials",
        "Give a token or App key that is valid and not revoked");
  }
}
