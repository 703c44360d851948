import { useCallback, useState } from "preact/hooks";
import type { Failure } from "../api/failure.ts";
import { loadSettings, type Settings, saveSettings } from "../api/settings.ts";
import { useAppContext } from "../app-context.ts";
import { type Loaded, useLoad } from "../ui/use-load.ts";

export interface ProviderSettings {
  readonly loaded: Loaded<Settings>;
  /** Reads them, the first time somebody asks. */
  load(): void;
  /** Stores what changed over what is stored; resolves with the failure. */
  save(changes: Partial<Settings>): Promise<Failure | undefined>;
}

/** A provider's settings, which its panels and its form change alike. */
export function useProviderSettings(provider: string): ProviderSettings {
  const { api } = useAppContext();
  const [needed, setNeeded] = useState(false);
  const loaded = useLoad(() => loadSettings(api, provider), needed);
  const load = useCallback(() => setNeeded(true), []);
  const save = async (changes: Partial<Settings>) => {
    // Nothing is written over settings that were never read.
    const before = loaded.value;
    if (!before) return loaded.failure;
    const answer = await saveSettings(api, provider, { ...before, ...changes });
    if (!answer.ok) return answer.failure;
    loaded.put(answer.value);
    return undefined;
  };
  return { loaded, load: load, save };
}
