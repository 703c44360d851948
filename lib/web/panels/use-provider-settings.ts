import { useCallback, useState } from "preact/hooks";
import type { Failure } from "../api/failure.ts";
import { loadSettings, type Settings, saveSettings } from "../api/settings.ts";
import { useAppContext } from "../app-context.ts";
import { type Loaded, useLoad } from "../ui/use-load.ts";

export interface ProviderSettings {
  readonly loaded: Loaded<Settings>;
  /** Loads the settings; does nothing after the first call. */
  load(): void;
  /** Saves the changes on top of the loaded settings. Resolves with the failure, if any. */
  save(changes: Partial<Settings>): Promise<Failure | undefined>;
}

/** A provider's settings, shared by its panels and its settings form. */
export function useProviderSettings(provider: string): ProviderSettings {
  const { api } = useAppContext();
  const [needed, setNeeded] = useState(false);
  const loaded = useLoad(() => loadSettings(api, provider), needed);
  const load = useCallback(() => setNeeded(true), []);
  const save = async (changes: Partial<Settings>) => {
    // Never save over settings that were not loaded.
    const before = loaded.value;
    if (!before) return loaded.failure;
    const answer = await saveSettings(api, provider, { ...before, ...changes });
    if (!answer.ok) return answer.failure;
    loaded.put(answer.value);
    return undefined;
  };
  return { loaded, load, save };
}
