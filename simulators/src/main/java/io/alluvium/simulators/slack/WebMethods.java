package io.alluvium.simulators.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The methods of the Web API, over the state of a workspace. */
final class WebMethods {
  private static final int DEFAULT_LIMIT = 100;
  private static final int LARGEST_LIMIT = 999;

  private final SimulatedWorkspace workspace;
  private final RateTiers tiers;
  private final Cursors cursors;
  private final Map<String, Function<Arguments, ObjectNode>> methods;

  /** Arguments of a call. */
  record Arguments(Map<String, String> values) {
    String get(String name) {
      return values.getOrDefault(name, "");
    }

    int limit() {
      var given = get("limit");
      int limit = given.isEmpty() ? DEFAULT_LIMIT : Integer.parseInt(given);
      return limit <= 0 ? DEFAULT_LIMIT : Math.min(limit, LARGEST_LIMIT);
    }

    boolean isTrue(String name) {
      return get(name).equals("true") || get(name).equals("1");
    }
  }

  WebMethods(SimulatedWorkspace workspace, RateTiers tiers, Cursors cursors) {
    this.workspace = workspace;
    this.tiers = tiers;
    this.cursors = cursors;
    this.methods =
        Map.of(
            "auth.test", this::authTest,
            "team.info", this::teamInfo,
            "users.list", this::usersList,
            "users.info", this::usersInfo,
            "conversations.list", this::conversationsList,
            "conversations.info", this::conversationsInfo,
            "conversations.join", this::conversationsJoin,
            "conversations.members", this::conversationsMembers,
            "conversations.history", this::conversationsHistory,
            "conversations.replies", this::conversationsReplies);
  }

  ObjectNode call(String method, Arguments arguments) {
    var handler = methods.get(method);
    if (handler == null) {
      return SlackJson.error("unknown_method");
    }
    synchronized (workspace) {
      return handler.apply(arguments);
    }
  }

  private ObjectNode authTest(Arguments arguments) {
    var json = SlackJson.ok();
    json.put("url", "https://simulated.slack.com/").put("team", "Simulated");
    json.put("user", workspace.users.get(SimulatedWorkspace.BOT));
    json.put("team_id", SimulatedWorkspace.TEAM).put("user_id", SimulatedWorkspace.BOT);
    json.put("bot_id", "B0SIMULATED").put("is_enterprise_install", false);
    if (!workspace.options.enterprise().isEmpty()) {
      json.put("enterprise_id", workspace.options.enterprise());
    }
    return json;
  }

  private ObjectNode teamInfo(Arguments arguments) {
    var json = SlackJson.ok();
    json.putObject("team")
        .put("id", SimulatedWorkspace.TEAM)
        .put("name", "Simulated")
        .put("domain", "simulated")
        .put("email_domain", "")
        .putObject("icon");
    return json;
  }

  private ObjectNode usersList(Arguments arguments) {
    var ids = new ArrayList<>(workspace.users.keySet());
    var json = SlackJson.ok();
    json.put("cache_ts", workspace.options.clock().seconds());
    var members = json.putArray("members");
    return paged(json, arguments, ids, id -> members.add(SlackJson.user(id, workspace.nameOf(id))));
  }

  private ObjectNode usersInfo(Arguments arguments) {
    var id = arguments.get("user");
    var name = workspace.users.get(id);
    if (name == null) {
      return SlackJson.error("user_not_found");
    }
    var json = SlackJson.ok();
    json.set("user", SlackJson.user(id, name));
    return json;
  }

  private ObjectNode conversationsList(Arguments arguments) {
    var asked = arguments.get("types").isEmpty() ? "public_channel" : arguments.get("types");
    var types = List.of(asked.split(",", -1));
    var shown =
        workspace.channels().stream()
            .filter(c -> types.contains(c.type()))
            .filter(c -> !(c.archived && arguments.isTrue("exclude_archived")))
            .filter(c -> !c.isPrivate || c.member)
            .toList();
    var json = SlackJson.ok();
    var channels = json.putArray("channels");
    return paged(json, arguments, shown, channel -> channels.add(SlackJson.channel(channel)));
  }

  private ObjectNode conversationsInfo(Arguments arguments) {
    return ofChannel(
        arguments,
        channel -> {
          var json = SlackJson.ok();
          json.set("channel", SlackJson.channel(channel));
          return json;
        });
  }

  private ObjectNode conversationsJoin(Arguments arguments) {
    return ofChannel(
        arguments,
        channel -> {
          if (channel.archived) {
            return SlackJson.error("is_archived");
          }
          channel.member = true;
          var json = SlackJson.ok();
          json.set("channel", SlackJson.channel(channel));
          return json;
        });
  }

  private ObjectNode conversationsMembers(Arguments arguments) {
    return ofChannel(
        arguments,
        channel -> {
          var json = SlackJson.ok();
          var members = json.putArray("members");
          return paged(json, arguments, List.copyOf(channel.users), members::add);
        });
  }

  private ObjectNode conversationsHistory(Arguments arguments) {
    return ofMessages(
        arguments,
        channel -> {
          var range = Range.of(arguments);
          var from = arguments.get("cursor");
          if (!from.isEmpty()) {
            var place = cursors.take(from);
            if (place.isEmpty()) {
              return SlackJson.error("invalid_cursor");
            }
            range = range.upTo(Long.parseLong(place.get()) - 1);
          }
          int limit = tiers.pageLimit(arguments.limit());
          var page = channel.page(range.newest(), range.oldest(), limit + 1);
          var json = SlackJson.ok();
          var messages = json.putArray("messages");
          page.stream().limit(limit).forEach(m -> messages.add(SlackJson.listed(channel, m)));
          json.put("pin_count", 0).put("channel_actions_count", 0);
          json.putNull("channel_actions_ts");
          return end(json, page, limit);
        });
  }

  private ObjectNode conversationsReplies(Arguments arguments) {
    return ofMessages(
        arguments,
        channel -> {
          var ts = Ts.micros(arguments.get("ts"));
          // A reply stands for its thread.
          var named = channel.find(ts);
          var parent =
              named.filter(message -> message.thread() != 0).isPresent()
                  ? channel.find(named.get().thread())
                  : named;
          if (parent.isEmpty()) {
            return SlackJson.error("thread_not_found");
          }
          var range = Range.of(arguments);
          long after = range.oldest() - 1;
          var from = arguments.get("cursor");
          if (!from.isEmpty()) {
            var place = cursors.take(from);
            if (place.isEmpty()) {
              return SlackJson.error("invalid_cursor");
            }
            after = Math.max(after, Long.parseLong(place.get()));
          }
          return replies(channel, parent.get(), new Range(range.newest(), after + 1), arguments);
        });
  }

  private ObjectNode replies(
      SimulatedChannel channel, SlackMessage parent, Range range, Arguments arguments) {
    int limit = tiers.pageLimit(arguments.limit());
    var page =
        channel.replies(parent.ts()).stream()
            .filter(reply -> reply.ts() >= range.oldest() && reply.ts() <= range.newest())
            .limit(limit + 1L)
            .toList();
    var json = SlackJson.ok();
    var messages = json.putArray("messages");
    messages.add(SlackJson.listed(channel, parent));
    page.stream().limit(limit).forEach(reply -> messages.add(SlackJson.listed(channel, reply)));
    return end(json, page, limit);
  }

  private ObjectNode end(ObjectNode json, List<SlackMessage> page, int limit) {
    boolean more = page.size() > limit;
    json.put("has_more", more);
    if (more) {
      var cursor = cursors.give(Long.toString(page.get(limit - 1).ts()));
      json.putObject("response_metadata").put("next_cursor", cursor);
    }
    return json;
  }

  /** What a call asks for, both ends included. */
  private record Range(long newest, long oldest) {
    static Range of(Arguments arguments) {
      var latest = arguments.get("latest");
      var oldest = arguments.get("oldest");
      int exclusive = arguments.isTrue("inclusive") ? 0 : 1;
      return new Range(
          latest.isEmpty() ? Long.MAX_VALUE - 1 : Ts.micros(latest) - exclusive,
          oldest.isEmpty() ? 0 : Ts.micros(oldest) + exclusive);
    }

    Range upTo(long place) {
      return new Range(Math.min(newest, place), oldest);
    }
  }

  private ObjectNode ofMessages(
      Arguments arguments, Function<SimulatedChannel, ObjectNode> answer) {
    return ofChannel(
        arguments,
        channel -> channel.member ? answer.apply(channel) : SlackJson.error("not_in_channel"));
  }

  private ObjectNode ofChannel(Arguments arguments, Function<SimulatedChannel, ObjectNode> answer) {
    var channel = workspace.channel(arguments.get("channel"));
    boolean hidden = channel.isPresent() && channel.get().isPrivate && !channel.get().member;
    return channel.isEmpty() || hidden
        ? SlackJson.error("channel_not_found")
        : answer.apply(channel.get());
  }

  private <T> ObjectNode paged(ObjectNode json, Arguments arguments, List<T> all, Consumer<T> add) {
    int start = 0;
    var from = arguments.get("cursor");
    if (!from.isEmpty()) {
      var place = cursors.take(from);
      if (place.isEmpty()) {
        return SlackJson.error("invalid_cursor");
      }
      start = Integer.parseInt(place.get());
    }
    int end = Math.min(all.size(), start + arguments.limit());
    all.subList(Math.min(start, end), end).forEach(add);
    var next = end < all.size() ? Optional.of(Integer.toString(end)) : Optional.<String>empty();
    json.putObject("response_metadata").put("next_cursor", next.map(cursors::give).orElse(""));
    return json;
  }
}
