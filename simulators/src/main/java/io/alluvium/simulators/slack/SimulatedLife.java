package io.alluvium.simulators.slack;

import java.util.List;
import java.util.Random;

/** What people do all day. */
final class SimulatedLife {
  private static final int AMONG = 200;

  private SimulatedLife() {}

  /** One thing that somebody does to one of the newest messages of a channel. */
  static void act(SlackSimulator slack, Random random) {
    var channels = slack.channels();
    var channel = channels.get(random.nextInt(channels.size()));
    var user = SimulatedWorkspace.userId(random.nextInt(8));
    var messages = slack.newest(channel, AMONG);
    int dice = messages.isEmpty() ? 0 : random.nextInt(10);
    if (dice < 4) {
      slack.post(channel, user, "said " + random.nextInt(1_000));
      return;
    }
    var chosen = pick(messages, random);
    if (dice < 7) {
      var thread = slack.message(channel, chosen).thread();
      slack.reply(channel, thread == 0 ? chosen : Ts.text(thread), user, "answered");
    } else if (dice < 8) {
      slack.edit(channel, chosen, "corrected " + random.nextInt(1_000));
    } else if (dice < 9) {
      slack.react(channel, chosen, "eyes", user);
    } else {
      slack.delete(channel, chosen);
    }
  }

  private static String pick(List<String> messages, Random random) {
    return messages.get(random.nextInt(messages.size()));
  }
}
