import { useState } from "preact/hooks";
import type { Provider } from "../api/catalogue.ts";
import type { Connection } from "../api/connections.ts";
import type { Failure } from "../api/failure.ts";
import type { Settings } from "../api/settings.ts";
import { getLook } from "../panels/looks.ts";
import { Button } from "../ui/button.tsx";
import { FailureNote } from "../ui/failure-note.tsx";
import { SwitchField } from "../ui/switch-field.tsx";
import { useAction } from "../ui/use-action.ts";
import { AssistantSwitch } from "./assistant-switch.tsx";
import { LiveSwitch } from "./live-switch.tsx";
import { NotificationField } from "./notification-field.tsx";
import { OwnField } from "./own-field.tsx";
import { findSlackAccount, SlackChannelField } from "./slack-channel-field.tsx";

interface Props {
  readonly provider: Provider;
  /** The user's connections at all providers. */
  readonly connections: readonly Connection[];
  readonly stored: Settings;
  /** Whether it can be seen: what only its fields need is loaded then. */
  readonly isShown: boolean;
  readonly onSave: (changes: Partial<Settings>) => Promise<Failure | undefined>;
}

/** Edits a provider's settings. Fields that it does not show keep their stored values. */
export function SettingsForm({ provider, connections, stored, isShown, onSave }: Props) {
  const { busy, failure, run, settle } = useAction();
  const [draft, setDraft] = useState(() => toDraft(stored));
  const [saved, setSaved] = useState(false);
  const { activity: kinds, keepsCopies } = getLook(provider.id);
  const { activity, slackChannel = "" } = draft.notificationPreferences;
  const change = (changes: Partial<typeof draft>) => {
    setSaved(false);
    setDraft({ ...draft, ...changes });
  };
  const changeNotifications = (changes: Partial<Settings["notificationPreferences"]>) =>
    change({ notificationPreferences: { ...draft.notificationPreferences, ...changes } });
  const save = () =>
    run(async () => {
      const problem = await onSave(draft);
      if (!problem) settle();
      setSaved(!problem);
      return problem;
    });
  return (
    <form
      class="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <LiveSwitch
        provider={provider}
        checked={draft.webhookEnabled}
        onChange={(webhookEnabled) => change({ webhookEnabled })}
      />
      <OwnField provider={provider} connections={connections} draft={draft} loads={isShown} onChange={change} />
      {keepsCopies && (
        <SwitchField
          label="Keep copies up to date"
          help="When a file or library changes, the cached copy and its design tokens are refreshed."
          checked={draft.autoSync}
          onChange={(autoSync) => change({ autoSync })}
        />
      )}
      {kinds.map(([kind, label]) => (
        <NotificationField
          key={kind}
          label={label}
          value={activity[kind]}
          onChange={(level) => changeNotifications({ activity: { ...activity, [kind]: level } })}
        />
      ))}
      <SlackChannelField
        account={findSlackAccount(connections)}
        value={slackChannel}
        loads={isShown}
        onChange={(slackChannel) => changeNotifications({ slackChannel })}
      />
      <AssistantSwitch provider={provider} draft={draft} onChange={change} />
      <div class="form-actions">
        <Button submit busy={busy}>
          Save settings
        </Button>
        <span class="fine good-text" role="status">
          {saved && "Saved."}
        </span>
      </div>
      {failure && <FailureNote failure={failure} />}
    </form>
  );
}

const toDraft = ({ webhookEnabled, autoSync, assistantWrites, notificationPreferences, calendars }: Settings) => ({
  webhookEnabled,
  autoSync,
  assistantWrites,
  notificationPreferences,
  calendars,
});
