import { useEffect, useState } from "preact/hooks";
import { type AdminConnection, emptyKept, type KeptAnswer, readAdminConnection } from "../../api/admin/connections.ts";
import type { Page } from "../../api/client.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailureNote } from "../../ui/failure-note.tsx";
import { useAction } from "../../ui/use-action.ts";
import { getProviderName, useAdmin } from "../admin-context.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { formatBytes } from "../parts/format-bytes.ts";
import { Moment } from "../parts/moment.tsx";

interface Props {
  readonly connection: AdminConnection;
  readonly first: Page<KeptAnswer>;
  readonly onEmptied: () => void;
}

const columns: readonly [Column<KeptAnswer>, ...Column<KeptAnswer>[]] = [
  { title: "Answer", cell: ({ name }) => <code>{name}</code> },
  { title: "Kept", kind: "narrow", cell: ({ keptAt }) => <Moment at={keptAt} /> },
  { title: "Used until", kind: "narrow", cell: ({ expiresAt }) => <Moment at={expiresAt} exact /> },
  { title: "Size", kind: "number", cell: ({ size }) => formatBytes(size) },
];

/** What is kept of the provider's answers, by name and size, and a way to delete it. */
export function KeptAnswers({ connection, first, onEmptied }: Props) {
  const { api, providers } = useAdmin();
  const [kept, setKept] = useState(first);
  useEffect(() => setKept(first), [first]);
  const [asking, setAsking] = useState(false);
  const { busy, failure, run, settle } = useAction();
  const name = getProviderName(providers, connection.provider);
  const showMore = () =>
    run(async () => {
      const answer = await readAdminConnection(api, connection.id, kept.next);
      if (!answer.ok) return answer.failure;
      settle();
      const { items, next } = answer.value.kept;
      setKept({ items: [...kept.items, ...items], next });
      return undefined;
    });
  return (
    <div class="admin-stack">
      <div class="admin-head">
        <h3>Kept answers</h3>
        {kept.items.length > 0 && <Button onPress={() => setAsking(true)}>Empty…</Button>}
      </div>
      {kept.items.length > 0 ? (
        <DataTable caption="Kept answers" columns={columns} rows={kept.items} toKey={(one) => one.name + one.keptAt} />
      ) : (
        <div class="card">
          <EmptyState title="Nothing is kept">The next request asks {name} itself.</EmptyState>
        </div>
      )}
      {failure && <FailureNote failure={failure} onRetry={showMore} />}
      {kept.next && !failure && (
        <div class="admin-more">
          <Button busy={busy} onPress={showMore}>
            Show more
          </Button>
        </div>
      )}
      {asking && (
        <EmptyDialog connection={connection} name={name} onEmptied={onEmptied} onClose={() => setAsking(false)} />
      )}
    </div>
  );
}

interface DialogProps extends Pick<Props, "connection" | "onEmptied"> {
  /** The provider's. */
  readonly name: string;
  readonly onClose: () => void;
}

function EmptyDialog({ connection, name, onEmptied, onClose }: DialogProps) {
  const { api, showNotice } = useAdmin();
  const empty = async () => {
    const answer = await emptyKept(api, connection.id);
    if (!answer.ok) return answer.failure;
    const count = answer.value === 1 ? "1 answer" : `${answer.value} answers`;
    showNotice({
      kind: "good",
      title: "The kept answers are deleted",
      detail: `${count} of ${name} for ${connection.user}. The next request asks ${name} itself.`,
    });
    onEmptied();
    return undefined;
  };
  return (
    <ConfirmDialog title="Delete the kept answers?" confirm="Delete" kind="danger" onConfirm={empty} onClose={onClose}>
      <p>
        What {connection.user} sees is loaded from {name} again, which is slower the first time. Nothing at {name} is
        changed, and the account stays connected.
      </p>
    </ConfirmDialog>
  );
}
