import { useEffect } from "preact/hooks";
import { type Deletion, readDeletion } from "../../api/admin/deletions.ts";
import { formatMoment } from "../../ui/dates.ts";
import { FailureNote } from "../../ui/failure-note.tsx";
import { useLoad } from "../../ui/use-load.ts";
import { useAdmin } from "../admin-context.ts";
import { AddressLink } from "../parts/address-link.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Loading } from "../parts/loading.tsx";
import { DeletionProgress } from "./deletion-progress.tsx";
import { nameKind } from "./name-kind.ts";

/** How often a deletion is looked at that takes some minutes. */
const pollIntervalMs = 5000;

/** How far a deletion is, and in the end what it has removed and what stays. Its address leads back to it. */
export function DeletionReport({ id }: { readonly id: string }) {
  const { api, address } = useAdmin();
  const { value: deletion, failure, reload } = useLoad(() => readDeletion(api, id));
  useEffect(() => {
    if (deletion?.isFinished !== false || failure) return;
    const timer = setTimeout(reload, pollIntervalMs);
    return () => clearTimeout(timer);
  }, [deletion, failure, reload]);
  return (
    <div class="admin-stack">
      <p>
        <AddressLink address={address} to={{ view: "deletion" }}>
          Another deletion
        </AddressLink>
      </p>
      {failure && <FailureNote failure={failure} onRetry={() => reload()} />}
      {!deletion && !failure && <Loading what="the deletion" />}
      {deletion && <Report deletion={deletion} />}
    </div>
  );
}

function Report({ deletion }: { readonly deletion: Deletion }) {
  const { kind, requestedAt, isFinished, finishedAt, removed, failed, stays } = deletion;
  return (
    <>
      <h3>
        The data of a {kind} {isFinished ? "is deleted" : "is being deleted"}
      </h3>
      <p class="fine">
        Asked for on {formatMoment(requestedAt)}
        {isFinished && `, finished on ${formatMoment(finishedAt)}`}. This report names nobody.
      </p>
      {!isFinished && <DeletionProgress deletion={deletion} />}
      <CountTable title="Removed" counts={removed} />
      <CountTable title="Removed here, and perhaps not at the provider" counts={failed} />
      {isFinished && (
        <section class="card admin-stays" aria-labelledby="stays">
          <h4 id="stays">What stays</h4>
          <ul>
            {stays.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface Count {
  readonly kind: string;
  readonly count: number;
}

const columns: readonly [Column<Count>, ...Column<Count>[]] = [
  { title: "What", cell: ({ kind }) => nameKind(kind) },
  { title: "Number", kind: "number", cell: ({ count }) => count },
];

function CountTable({ title, counts }: { readonly title: string; readonly counts: Readonly<Record<string, number>> }) {
  const rows = Object.entries(counts).map(([kind, count]): Count => ({ kind, count }));
  if (rows.length === 0) return null;
  return (
    <div class="admin-stack">
      <h4>{title}</h4>
      <DataTable caption={title} columns={columns} rows={rows} toKey={({ kind }) => kind} />
    </div>
  );
}
