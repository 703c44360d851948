import { useState } from "preact/hooks";
import type { Provider } from "../api/catalogue.ts";
import { type Settings, saveSettings } from "../api/settings.ts";
import { Button } from "./button.tsx";
import { useDesk } from "./desk.ts";
import { FailureNote } from "./failure-note.tsx";
import { formValues } from "./form-values.ts";
import { settingsFields } from "./settings-fields.ts";
import { useBusy } from "./use-busy.ts";

interface Props {
  readonly provider: Provider;
  readonly settings: Settings;
}

export function SettingsForm({ provider, settings }: Props) {
  const { api } = useDesk();
  const { busy, failure, run, settle } = useBusy();
  const [saved, setSaved] = useState("");
  const { kind, kindName, extra } = settingsFields(provider.id);
  const save = (form: HTMLFormElement) =>
    run(async () => {
      setSaved("");
      const answer = await saveSettings(api, provider.id, merged(settings, formValues(form), kind));
      if (!answer.ok) return answer.failure;
      settle();
      setSaved("Saved.");
      return undefined;
    });
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        save(event.currentTarget);
      }}
    >
      <Check name="webhookEnabled" label="Receive changes live" checked={settings.webhookEnabled} />
      <Check name="autoSync" label="Keep copies up to date" checked={settings.autoSync} />
      {extra && <Text name={extra.name} label={extra.label} value={settings[extra.name]} />}
      <label class="field">
        <span>Notify about {kindName}</span>
        <select name="activity">
          {["all", "mentions", "none"].map((choice) => (
            <option key={choice} value={choice} selected={choice === (settings.activity[kind] ?? "all")}>
              {choices[choice]}
            </option>
          ))}
        </select>
      </label>
      <Text name="slackChannel" label="Also post to this Slack channel" value={settings.slackChannel} />
      {failure && <FailureNote failure={failure} />}
      <div class="form-actions">
        <Button submit busy={busy}>
          Save settings
        </Button>
        <span class="fine" role="status">
          {saved}
        </span>
      </div>
    </form>
  );
}

const choices: Readonly<Record<string, string>> = {
  all: "Everything",
  mentions: "Only mentions of me",
  none: "Nothing",
};

function Check({ name, label, checked }: { readonly name: string; readonly label: string; readonly checked: boolean }) {
  return (
    <label class="check">
      <input type="checkbox" name={name} defaultChecked={checked} />
      <span>{label}</span>
    </label>
  );
}

function Text({ name, label, value }: { readonly name: string; readonly label: string; readonly value: string }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input name={name} defaultValue={value} />
    </label>
  );
}

/** What the form does not show keeps its stored value. */
function merged(before: Settings, values: Readonly<Record<string, string>>, kind: string): Settings {
  return {
    webhookEnabled: values.webhookEnabled === "on",
    autoSync: values.autoSync === "on",
    teamId: values.teamId ?? before.teamId,
    defaultChannel: values.defaultChannel ?? before.defaultChannel,
    activity: { ...before.activity, [kind]: values.activity ?? "all" },
    slackChannel: values.slackChannel ?? "",
  };
}
