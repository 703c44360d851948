/** Where a message stands. */
export interface MessageLocation {
  readonly team: string;
  readonly channel: string;
  readonly ts: string;
  readonly thread?: string | undefined;
}

/**
 * As chat.getPermalink makes it (docs.slack.dev/reference/methods/chat.getPermalink), without a call for each message.
 * Where the workspace's address is not known, the channel in Slack's web client.
 */
export function toPermalink({ team, channel, ts, thread }: MessageLocation, workspaceUrl: string | undefined): string {
  if (workspaceUrl === undefined) return `https://app.slack.com/client/${team}/${channel}`;
  const url = `${workspaceUrl}archives/${channel}/p${ts.replace(".", "")}`;
  return thread === undefined || thread === ts ? url : `${url}?thread_ts=${thread}&cid=${channel}`;
}
