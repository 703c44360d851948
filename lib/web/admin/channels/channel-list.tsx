import type { Channel, ChannelOwner } from "../../api/admin/channels.ts";
import { listChannels } from "../../api/admin/channels.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailureNote } from "../../ui/failure-note.tsx";
import { useLoad } from "../../ui/use-load.ts";
import { getProviderName, useAdmin } from "../admin-context.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Loading } from "../parts/loading.tsx";
import { Moment } from "../parts/moment.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import { RecreateButton } from "./recreate-button.tsx";

const marks = {
  active: { kind: "good", text: "Open" },
  pending: { kind: "warn", text: "Being opened" },
  lapsed: { kind: "bad", text: "Lapsed" },
  failed: { kind: "bad", text: "Failed" },
} as const satisfies Readonly<Record<Channel["status"], object>>;

export function ChannelList({ owner }: { readonly owner: ChannelOwner }) {
  const { api, providers } = useAdmin();
  const { value: channels, failure, reload } = useLoad(() => listChannels(api, owner));
  if (failure) return <FailureNote failure={failure} onRetry={() => reload()} />;
  if (!channels) return <Loading what="the channels" />;
  if (channels.length === 0)
    return (
      <div class="card">
        <EmptyState title="No channels">
          Nobody of this id has an account whose changes are reported. An id is as in the user’s token.
        </EmptyState>
      </div>
    );
  const columns: readonly [Column<Channel>, ...Column<Channel>[]] = [
    { title: "Provider", cell: ({ provider }) => getProviderName(providers, provider) },
    { title: "Watches", cell: ({ kind, target }) => <code>{target ? `${kind} ${target}` : kind}</code> },
    { title: "State", cell: (channel) => <ChannelState channel={channel} /> },
    { title: "Until", kind: "narrow", cell: ({ expiresAt }) => <Moment at={expiresAt} exact /> },
    { title: "Last event", kind: "narrow", cell: ({ lastEventAt }) => <Moment at={lastEventAt} /> },
    { title: "Next check", kind: "narrow", cell: ({ nextCheckAt }) => <Moment at={nextCheckAt} exact /> },
    {
      title: "Recreate",
      kind: "action",
      cell: (channel) => (
        <RecreateButton channel={channel} name={getProviderName(providers, channel.provider)} onDone={reload} />
      ),
    },
  ];
  return <DataTable caption="Channels" columns={columns} rows={channels} toKey={({ id }) => id} />;
}

function ChannelState({ channel: { status, failures, error } }: { readonly channel: Channel }) {
  return (
    <>
      <StateMark {...marks[status]} />
      {failures > 0 && <p class="fine">{failures === 1 ? "Failed once" : `Failed ${failures} times in a row`}</p>}
      {error && <p class="fine">{error}</p>}
    </>
  );
}
