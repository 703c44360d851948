export interface MessageLocation {
  readonly team: string;
  readonly channel: string;
  readonly ts: string;
  readonly thread?: string | undefined;
}

/**
 * The link that chat.getPermalink would return (docs.slack.dev/reference/methods/chat.getPermalink), without a call per message.
 * Without the workspace's URL it leads to the channel in Slack's web client.
 */
export function toPermalink({ team, channel, ts, thread }: MessageLocation, workspaceUrl: string | undefined): string {
  if (workspaceUrl === undefined) return `https://app.slack.com/client/${team}/${channel}`;
  const url = `${workspaceUrl}archives/${channel}/p${ts.replace(".", "")}`;
  return thread === undefined || thread === ts ? url : `${url}?thread_ts=${thread}&cid=${channel}`;
}
