import { useEffect, useRef } from "preact/hooks";
import { useAppContext } from "../app-context.ts";
import { createBatch } from "../live/batch.ts";

const refreshIntervalMs = 3000;

/**
 * Refreshes a panel when something has changed in its account: at once while it is open, else when it is opened again.
 * At most once in `refreshIntervalMs`.
 */
export function useLiveRefresh(account: string, shown: boolean, refresh: () => void): void {
  const { changes } = useAppContext();
  const stale = useRef(false);
  const latest = useRef({ shown, refresh });
  latest.current = { shown, refresh };
  useEffect(() => {
    const batch = createBatch<true>(refreshIntervalMs, () => {
      if (latest.current.shown) latest.current.refresh();
      else stale.current = true;
    });
    const unsubscribe = changes.subscribe(account, () => batch.add(true));
    return () => {
      unsubscribe();
      batch.stop();
    };
  }, [changes, account]);
  useEffect(() => {
    if (!shown || !stale.current) return;
    stale.current = false;
    latest.current.refresh();
  }, [shown]);
}
