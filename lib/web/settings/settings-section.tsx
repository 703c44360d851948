import { useState } from "preact/hooks";
import type { Provider } from "../api/catalogue.ts";
import type { Connection } from "../api/connections.ts";
import type { Settings } from "../api/settings.ts";
import type { ProviderSettings } from "../panels/use-provider-settings.ts";
import { FailureNote } from "../ui/failure-note.tsx";
import { SettingsForm } from "./settings-form.tsx";

interface Props {
  readonly provider: Provider;
  /** The user's connections at all providers. */
  readonly connections: readonly Connection[];
  readonly settings: ProviderSettings;
}

/** The settings of a provider, loaded when the section is opened for the first time. */
export function SettingsSection({ provider, connections, settings }: Props) {
  const [wasOpened, setWasOpened] = useState(false);
  const open = () => {
    setWasOpened(true);
    settings.load();
  };
  return (
    <details class="more settings" onToggle={(event) => event.currentTarget.open && open()}>
      <summary>
        Settings <span class="visually-hidden">of {provider.name}</span>
      </summary>
      <SettingsBody provider={provider} connections={connections} settings={settings} isShown={wasOpened} />
    </details>
  );
}

const placeholderSettings: Settings = {
  webhookEnabled: true,
  autoSync: false,
  assistantWrites: false,
  notificationPreferences: { activity: { message: "all", mail: "all", event: "all", file: "all", issue: "all" } },
};

function SettingsBody({ provider, connections, settings, isShown }: Props & { readonly isShown: boolean }) {
  const { value, failure, reload } = settings.loaded;
  if (value)
    return (
      <SettingsForm
        provider={provider}
        connections={connections}
        stored={value}
        isShown={isShown}
        onSave={settings.save}
      />
    );
  if (failure) return <FailureNote failure={failure} onRetry={() => reload()} />;
  return (
    <div aria-busy="true">
      <p class="visually-hidden" role="status">
        Loading the settings
      </p>
      {/* The real form, so that the loaded one has exactly its size. */}
      <div class="ghost" inert aria-hidden="true">
        <SettingsForm
          provider={provider}
          connections={connections}
          stored={placeholderSettings}
          isShown={false}
          onSave={async () => undefined}
        />
      </div>
    </div>
  );
}
