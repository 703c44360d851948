import type { Area } from "../push/area.ts";

export const slackArea: Area = {
  name: "slack",
  words: {
    message: { event: "message" },
    mention: { event: "app_mention" },
    channel: { event: "channel_created" },
    rename: { event: "channel_rename" },
    archive: { event: "channel_archive" },
    join: { event: "member_joined_channel" },
    leave: { event: "member_left_channel" },
    file: { event: "file_shared" },
    uninstall: { event: "app_uninstalled" },
    revoke: { event: "tokens_revoked" },
    action: { event: "block_actions" },
    submission: { event: "view_submission" },
    challenge: { event: "url_verification" },
    flood: { event: "app_rate_limited" },
  },
  text: "text",
  renamed: { thread: "thread_ts" },
  textByWord: { channel: "channel" },
  options: ["from", "workspace", "channel", "dm", "thread", "as", "order"],
  whyUnheard: "nobody has connected Slack. Connect it on the settings page first.",
  usage:
    "--workspace acme|globex  --channel releases  --from ben  --dm ada  --thread <ts>  --as bot|ada  --order <first event>",
};
