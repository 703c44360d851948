import type { Connection } from "../api/connections.ts";
import { listChannels } from "../api/slack.ts";
import { useAppContext } from "../app-context.ts";
import { isDefaultChannel } from "../panels/slack/default-channel.ts";
import { FailureNote } from "../ui/failure-note.tsx";
import { useLoad } from "../ui/use-load.ts";

interface Props {
  /** The account through which notifications are posted; undefined when Slack is not connected. */
  readonly account: Connection | undefined;
  /** The channel's id or, in older settings, its name; empty for none. */
  readonly value: string;
  /** Whether the channels are loaded. */
  readonly loads: boolean;
  readonly onChange: (channel: string) => void;
}

/** Chooses a channel among those that Slack shows. A stored one that is not among them stays selectable. */
export function SlackChannelField({ account, value, loads, onChange }: Props) {
  const { api, connect } = useAppContext();
  const {
    value: channels,
    failure,
    loading,
    reload,
  } = useLoad((bypassCache) => listChannels(api, account?.id ?? "", bypassCache), loads && account !== undefined);
  const open = channels?.filter((channel) => !channel.is_archived) ?? [];
  const chosen = open.find((channel) => isDefaultChannel(channel, value));
  return (
    <>
      <label class="field slack-field">
        <span>Also post to this Slack channel</span>
        <select
          aria-busy={loading ? "true" : undefined}
          disabled={account === undefined && value === ""}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          <option value="" selected={value === ""}>
            No channel
          </option>
          {value !== "" && chosen === undefined && (
            <option value={value} selected>
              {value}
              {channels && " (not found in Slack)"}
            </option>
          )}
          {open.map((channel) => (
            <option key={channel.id} value={channel === chosen ? value : channel.id} selected={channel === chosen}>
              #{channel.name}
              {channel.is_private && " (private)"}
            </option>
          ))}
        </select>
      </label>
      {!account && <p class="fine">To have it posted to a channel, connect Slack first.</p>}
      {failure && (
        <FailureNote
          failure={failure}
          name="Slack"
          onRetry={() => reload()}
          onReconnect={() => void connect("slack", { account: account?.id })}
        />
      )}
    </>
  );
}

/** The account that notifications are posted through: the one connected last. */
export const findSlackAccount = (connections: readonly Connection[]): Connection | undefined =>
  connections
    .filter(({ provider, connected }) => provider === "slack" && connected)
    .toSorted((a, b) => b.connectedAt.localeCompare(a.connectedAt))[0];
