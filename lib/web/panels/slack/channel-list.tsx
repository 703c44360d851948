import type { Channel } from "../../api/slack.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Icon } from "../../ui/icon.tsx";

interface Props {
  readonly channels: readonly Channel[];
  readonly filter: string;
  readonly isDefault: (channel: Channel) => boolean;
  /** Absent while the settings are being loaded or saved. */
  readonly onDefault?: ((id: string, name: string) => void) | undefined;
}

export function ChannelList({ channels, filter, isDefault, onDefault }: Props) {
  if (channels.length === 0)
    return (
      <EmptyState title="No channels here">
        Create one in Slack, or invite the app into a private one. Then press Refresh.
      </EmptyState>
    );
  const wanted = filter.trim().replace(/^#/, "").toLowerCase();
  const found = channels.filter(({ name }) => name.toLowerCase().includes(wanted));
  if (found.length === 0)
    return <EmptyState title={`No channel is called “${wanted}”`}>Try a part of its name.</EmptyState>;
  return (
    <ul class="rows">
      {found.map((channel) => (
        <ChannelRow key={channel.id} channel={channel} chosen={isDefault(channel)} onDefault={onDefault} />
      ))}
    </ul>
  );
}

interface RowProps {
  readonly channel: Channel;
  readonly chosen: boolean;
  readonly onDefault: Props["onDefault"];
}

function ChannelRow({ channel, chosen, onDefault }: RowProps) {
  const { id, name, is_private, is_archived, num_members } = channel;
  return (
    <li class="row row-1">
      <span class="row-mark">{is_private ? <Icon name="lock" /> : "#"}</span>
      <span class="row-text">
        <span class="cut" title={name}>
          {name}
          {is_private && <span class="visually-hidden"> (private)</span>}
        </span>
      </span>
      <span class="fine row-fact">{num_members === 1 ? "1 member" : `${num_members} members`}</span>
      <span class="row-end">
        {is_archived && <span class="tag">Archived</span>}
        {chosen && <span class="pill good">Default</span>}
        {!is_archived && !chosen && (
          <Button kind="quiet" disabled={!onDefault} onPress={() => onDefault?.(id, name)}>
            Make default <span class="visually-hidden">#{name}</span>
          </Button>
        )}
      </span>
    </li>
  );
}
