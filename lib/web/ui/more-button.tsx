import type { AccountPanel } from "./account-panel.ts";
import { Button } from "./button.tsx";
import { FailureNote } from "./failure-note.tsx";
import type { Pages } from "./use-pages.ts";

interface Props {
  readonly panel: AccountPanel;
  readonly pages: Pick<Pages<unknown>, "hasMore" | "busy" | "moreFailure" | "loadMore">;
}

/** Loads the next page; renders nothing when there is none. */
export function MoreButton({ panel, pages }: Props) {
  const { hasMore, busy, moreFailure, loadMore } = pages;
  if (!hasMore) return null;
  return (
    <div class="rows-end">
      {moreFailure && !busy ? (
        <FailureNote
          failure={moreFailure}
          name={panel.provider.name}
          onRetry={loadMore}
          onReconnect={panel.onReconnect}
        />
      ) : (
        <Button kind="quiet" busy={busy} onPress={loadMore}>
          Show more
        </Button>
      )}
    </div>
  );
}
