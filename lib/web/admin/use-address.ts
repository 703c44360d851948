import { useCallback, useEffect, useMemo, useState } from "preact/hooks";

export type Query = Readonly<Record<string, string>>;

/** What the address says is shown. Each change is an entry of the browser's history, so that Back leads to the one before. */
export interface Address {
  readonly query: Query;
  go(query: Query): void;
}

/** The query without what is empty, such as `?view=channels`; empty for none. */
export function formatQuery(query: Query): string {
  const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "")).toString();
  return text && `?${text}`;
}

export function useAddress(): Address {
  const [search, setSearch] = useState(location.search);
  useEffect(() => {
    const follow = () => setSearch(location.search);
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, []);
  const go = useCallback((query: Query) => {
    const target = formatQuery(query);
    if (target !== location.search) history.pushState(null, "", location.pathname + target);
    setSearch(target);
  }, []);
  return useMemo(() => ({ query: Object.fromEntries(new URLSearchParams(search)), go }), [search, go]);
}
