import { useEffect, useState } from "preact/hooks";
import type { Failure } from "../api/failure.ts";

/**
 * Runs one action at a time and keeps its failure. A page that the Back button brings out of the browser's cache
 * is no longer busy with leaving.
 */
export function useAction() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    const idle = () => setBusy(false);
    addEventListener("pageshow", idle);
    return () => removeEventListener("pageshow", idle);
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
