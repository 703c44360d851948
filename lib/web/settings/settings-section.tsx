import type { Provider } from "../api/catalogue.ts";
import type { Settings } from "../api/settings.ts";
import type { ProviderSettings } from "../panels/use-provider-settings.ts";
import { FailureNote } from "../ui/failure-note.tsx";
import { SettingsForm } from "./settings-form.tsx";

interface Props {
  readonly provider: Provider;
  readonly settings: ProviderSettings;
}

/** The settings of a provider, loaded when the section is opened for the first time. */
export function SettingsSection({ provider, settings }: Props) {
  return (
    <details class="more settings" onToggle={(event) => event.currentTarget.open && settings.load()}>
      <summary>
        Settings <span class="visually-hidden">of {provider.name}</span>
      </summary>
      <SettingsBody provider={provider} settings={settings} />
    </details>
  );
}

const placeholderSettings: Settings = {
  webhookEnabled: false,
  autoSync: false,
  notificationPreferences: { activity: { message: "all", mail: "all", event: "all", file: "all", issue: "all" } },
};

function SettingsBody({ provider, settings }: Props) {
  const { value, failure, reload } = settings.loaded;
  if (value) return <SettingsForm provider={provider} stored={value} onSave={settings.save} />;
  if (failure) return <FailureNote failure={failure} onRetry={() => reload()} />;
  return (
    <div aria-busy="true">
      <p class="visually-hidden" role="status">
        Loading the settings
      </p>
      {/* The real form, so that the loaded one has exactly its size. */}
      <div class="ghost" inert aria-hidden="true">
        <SettingsForm provider={provider} stored={placeholderSettings} onSave={async () => undefined} />
      </div>
    </div>
  );
}
