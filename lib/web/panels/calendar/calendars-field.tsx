import { useId } from "preact/hooks";
import { listCalendars } from "../../api/calendar.ts";
import type { Api, Result } from "../../api/client.ts";
import { type Connection, toReconnectOptions } from "../../api/connections.ts";
import { useAppContext } from "../../app-context.ts";
import { FailureNote } from "../../ui/failure-note.tsx";
import { useLoad } from "../../ui/use-load.ts";
import type { SettingsFieldProps } from "../settings-field-props.ts";
import { isChosen, type ListedAccount, listUnknown, switchCalendar } from "./chosen-calendars.ts";

/** Chooses the calendars whose changes are received, of each account. */
export function CalendarsField({ accounts, draft, loads, onChange }: SettingsFieldProps) {
  const { api, connect } = useAppContext();
  const help = useId();
  const { value: listed = [], failure, loading, reload } = useLoad(() => listAll(api, accounts), loads);
  if (!draft.webhookEnabled) return null;
  const { calendars: chosen } = draft;
  const [first] = accounts;
  const change = (id: string, isOn: boolean) => onChange({ calendars: switchCalendar(listed, chosen, id, isOn) });
  const unknown = listed.length > 0 ? listUnknown(listed, chosen) : [];
  return (
    <div class="choices">
      <p class="fine" id={help}>
        Changes of these calendars are received; while none is chosen, those of the main one.
      </p>
      <div class="choices-list" aria-busy={loading ? "true" : undefined}>
        {listed.map(({ id, name, calendars }) => (
          <fieldset class="reach" key={id} aria-describedby={help}>
            <legend>Calendars{listed.length > 1 && ` of ${name}`}</legend>
            {calendars.map((entry) => (
              <Choice
                key={entry.id}
                name={entry.isReadable ? entry.name : `${entry.name} (shows only when its owner is busy)`}
                checked={isChosen(entry, chosen)}
                disabled={!entry.isReadable}
                onChange={(isOn) => change(entry.id, isOn)}
              />
            ))}
          </fieldset>
        ))}
        {unknown.map((id) => (
          <Choice
            key={id}
            name={`${id} (no longer shared with you)`}
            checked
            disabled={false}
            onChange={() => change(id, false)}
          />
        ))}
        {listed.length === 0 && !failure && <ChoicesSkeleton />}
      </div>
      {failure && (
        <FailureNote
          failure={failure}
          name="Google Calendar"
          onRetry={() => reload()}
          onReconnect={(missing) => first && void connect("calendar", toReconnectOptions(first, missing))}
        />
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly onChange: (isOn: boolean) => void;
}

const Choice = ({ name, checked, disabled, onChange }: ChoiceProps) => (
  <label class="check">
    <input
      type="checkbox"
      checked={checked}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
    <span class="choice-name">{name}</span>
  </label>
);

const ChoicesSkeleton = () => (
  <div class="reach" aria-hidden="true">
    {["a", "b", "c", "d"].map((key) => (
      <div class="check" key={key}>
        <span class="skeleton-shape skeleton-words" />
      </div>
    ))}
  </div>
);

/** The calendars of all accounts, or the first failure. */
async function listAll(api: Api, accounts: readonly Connection[]): Promise<Result<readonly ListedAccount[]>> {
  const answers = await Promise.all(accounts.map(({ id }) => listCalendars(api, id)));
  const listed: ListedAccount[] = [];
  for (const [at, answer] of answers.entries()) {
    if (!answer.ok) return answer;
    const { id = "", accountName = "" } = accounts[at] ?? {};
    listed.push({ id, name: accountName, calendars: answer.value });
  }
  return { ok: true, value: listed };
}
