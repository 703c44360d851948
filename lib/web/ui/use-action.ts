import { useEffect, useState } from "preact/hooks";
import type { Failure } from "../api/failure.ts";

/**
 * Runs one action at a time and stores its failure. After a success it stays busy until `settle` is called, because an
 * action may navigate away. A page restored from the browser's back/forward cache is no longer busy.
 */
export function useAction() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    const clearBusy = () => setBusy(false);
    addEventListener("pageshow", clearBusy);
    return () => removeEventListener("pageshow", clearBusy);
  }, []);

  const run = async (action: () => Promise<Failure | undefined>) => {
    if (busy) return;
    setBusy(true);
    setFailure(undefined);
    const problem = await action();
    setFailure(problem);
    if (problem) setBusy(false);
  };
  return { busy, failure, run, settle: () => setBusy(false) };
}
