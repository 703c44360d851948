import type { ComponentChildren } from "preact";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailureNote } from "../../ui/failure-note.tsx";
import type { Pages } from "../../ui/use-pages.ts";
import { type Column, DataTable } from "./data-table.tsx";
import { Loading } from "./loading.tsx";

interface Props<T> {
  readonly pages: Pages<T>;
  /** Names one row and several, such as "delivery" and "deliveries". */
  readonly what: readonly [one: string, several: string];
  readonly columns: readonly [Column<T>, ...Column<T>[]];
  readonly toKey: (row: T) => string;
  /** What to say when there is none. */
  readonly empty: { readonly title: string; readonly hint: ComponentChildren };
}

/** A list that is loaded a page at a time, with what is shown before, instead of and below it. */
export function PagedTable<T>({ pages, what, columns, toKey, empty }: Props<T>) {
  const { value: rows, failure, hasMore, busy, moreFailure, loadMore, reload } = pages;
  if (failure) return <FailureNote failure={failure} onRetry={() => reload()} />;
  if (!rows) return <Loading what={`the ${what[1]}`} />;
  return (
    <>
      {rows.length > 0 ? (
        <DataTable caption={toCaption(what[1])} columns={columns} rows={rows} toKey={toKey} />
      ) : (
        <div class="card">
          <EmptyState title={empty.title}>{empty.hint}</EmptyState>
        </div>
      )}
      <p class="visually-hidden" role="status">
        {`${rows.length} ${rows.length === 1 ? what[0] : what[1]} shown`}
      </p>
      {moreFailure && <FailureNote failure={moreFailure} onRetry={loadMore} />}
      {hasMore && !moreFailure && (
        <div class="admin-more">
          <Button busy={busy} onPress={loadMore}>
            {rows.length > 0 ? "Show more" : "Look further back"}
          </Button>
        </div>
      )}
    </>
  );
}

const toCaption = (what: string) => what.charAt(0).toUpperCase() + what.slice(1);
