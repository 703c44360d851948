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
  /** Reads the first page anew, unless further ones are shown: they would be lost. */
  refresh(): void;
  /** Puts one in front of what is shown. */
  add(item: T): void;
}

/** A list that is read page by page. A reload begins at its start. */
export function usePages<T>(load: (pageToken: string) => Promise<Result<Page<T>>>): Pages<T> {
  const first = useLoad(() => load(""));
  const [further, setFurther] = useState<{ readonly after: Page<T>; readonly page: Page<T> }>();
  const { busy, failure: moreFailure, run, settle } = useAction();
  const start = first.value;
  const rest = further && further.after === start ? further.page : undefined;
  const next = rest ? rest.next : (start?.next ?? "");
  const loadMore = () =>
    run(async () => {
      const answer = await load(next);
      if (!answer.ok) return answer.failure;
      settle();
      const items = [...(rest?.items ?? []), ...answer.value.items];
      if (start) setFurther({ after: start, page: { items, next: answer.value.next } });
      return undefined;
    });
  return {
    value: start && [...start.items, ...(rest?.items ?? [])],
    failure: first.failure,
    loading: first.loading,
    reload: first.reload,
    hasMore: next !== "",
    busy,
    moreFailure,
    loadMore,
    refresh: () => rest === undefined && first.reload(),
    add(item) {
      if (start === undefined) return;
      const after = { ...start, items: [item, ...start.items] };
      first.put(after);
      if (rest) setFurther({ after, page: rest });
    },
  };
}
