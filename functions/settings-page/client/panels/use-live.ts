import { useEffect, useRef } from "preact/hooks";
import { together } from "../live/together.ts";
import { useDesk } from "../page/desk.ts";

const everyMs = 3000;

/** Refreshes a panel when something happened in its account: at once while it is open, else when it is opened again. */
export function useLive(account: string, shown: boolean, refresh: () => void): void {
  const { changes } = useDesk();
  const stale = useRef(false);
  const latest = useRef({ shown, refresh });
  latest.current = { shown, refresh };
  useEffect(() => {
    const changed = together<true>(everyMs, () => {
      if (latest.current.shown) latest.current.refresh();
      else stale.current = true;
    });
    const stop = changes.listen(account, () => changed.add(true));
    return () => {
      stop();
      changed.stop();
    };
  }, [changes, account]);
  useEffect(() => {
    if (!shown || !stale.current) return;
    stale.current = false;
    latest.current.refresh();
  }, [shown]);
}
