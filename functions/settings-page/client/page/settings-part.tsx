import { useState } from "preact/hooks";
import type { Provider } from "../api/catalogue.ts";
import { loadSettings } from "../api/settings.ts";
import { useDesk } from "./desk.ts";
import { FailureNote } from "./failure-note.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { useLoad } from "./use-load.ts";

/** The settings are read when they are opened for the first time, not with the page. */
export function SettingsPart({ provider }: { readonly provider: Provider }) {
  const [opened, setOpened] = useState(false);
  return (
    <details class="more settings" onToggle={(event) => setOpened(opened || event.currentTarget.open)}>
      <summary>
        Settings <span class="visually-hidden">of {provider.name}</span>
      </summary>
      {opened && <SettingsBody provider={provider} />}
    </details>
  );
}

function SettingsBody({ provider }: { readonly provider: Provider }) {
  const { api } = useDesk();
  const settings = useLoad(() => loadSettings(api, provider.id));
  if (settings.failure) return <FailureNote failure={settings.failure} onRetry={settings.reload} />;
  if (!settings.value) return <p class="fine">Loading the settings…</p>;
  return <SettingsForm provider={provider} settings={settings.value} />;
}
