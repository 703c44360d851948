import { useState } from "preact/hooks";
import type { Page, Result } from "../api/client.ts";
import type { Failure } from "../api/failure.ts";
import { useAction } from "./use-action.ts";
import { type Loaded, useLoad } from "./use-load.ts";

export interface Pages<T> extends Omit<Loaded<readonly T[]>, "put"> {
  readonly hasMore: boolean;
  readonly busy: boolean;
  readonly moreFailure: Failure | undefined;
  loadMore(): void;
  /** Reloads the first page, unless more pages are loaded (they would be lost). */
  refresh(): void;
  /** Inserts an item at the top of the list. */
  add(item: T): void;
}

/** Loads a list page by page. `reload` starts again at the first page. */
export function usePages<T>(load: (pageToken: string) => Promise<Result<Page<T>>>): Pages<T> {
  const first = useLoad(() => load(""));
  const [morePages, setMorePages] = useState<{ readonly after: Page<T>; readonly page: Page<T> }>();
  const { busy, failure: moreFailure, run, settle } = useAction();
  const firstPage = first.value;
  const loadedMore = morePages && morePages.after === firstPage ? morePages.page : undefined;
  const next = loadedMore ? loadedMore.next : (firstPage?.next ?? "");
  const loadMore = () =>
    run(async () => {
      const answer = await load(next);
      if (!answer.ok) return answer.failure;
      settle();
      const items = [...(loadedMore?.items ?? []), ...answer.value.items];
      if (firstPage) setMorePages({ after: firstPage, page: { items, next: answer.value.next } });
      return undefined;
    });
  return {
    value: firstPage && [...firstPage.items, ...(loadedMore?.items ?? [])],
    failure: first.failure,
    loading: first.loading,
    reload: first.reload,
    hasMore: next !== "",
    busy,
    moreFailure,
    loadMore,
    refresh: () => loadedMore === undefined && first.reload(),
    add(item) {
      if (firstPage === undefined) return;
      const after = { ...firstPage, items: [item, ...firstPage.items] };
      first.put(after);
      if (loadedMore) setMorePages({ after, page: loadedMore });
    },
  };
}
