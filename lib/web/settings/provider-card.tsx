import { useState } from "preact/hooks";
import type { Provider } from "../api/catalogue.ts";
import type { Connection } from "../api/connections.ts";
import { useAppContext } from "../app-context.ts";
import { Glyph } from "../panels/glyph.tsx";
import { useProviderSettings } from "../panels/use-provider-settings.ts";
import { Button } from "../ui/button.tsx";
import { FailureNote } from "../ui/failure-note.tsx";
import { Icon } from "../ui/icon.tsx";
import { useAction } from "../ui/use-action.ts";
import { AccountItem } from "./account-item.tsx";
import { ParamsForm } from "./params-form.tsx";
import { SettingsSection } from "./settings-section.tsx";
import { StatusPill } from "./status-pill.tsx";

interface Props {
  readonly provider: Provider;
  /** The user's connections at all providers. */
  readonly all: readonly Connection[];
  readonly marked: string;
}

export function ProviderCard({ provider, all, marked }: Props) {
  const connections = all.filter((connection) => connection.provider === provider.id);
  const app = useAppContext();
  const [asking, setAsking] = useState(false);
  const { busy, failure, run } = useAction();
  const settings = useProviderSettings(provider.id);
  const { id, name, params } = provider;
  const connect = () => (params.length > 0 ? setAsking(!asking) : run(() => app.connect(id)));
  const connectWith = (values: Readonly<Record<string, string>>) => run(() => app.connect(id, { params: values }));
  const used = connections.length > 0;
  return (
    <article class="card" data-provider={id} aria-labelledby={`name-${id}`}>
      <div class="card-head">
        <Glyph provider={id} name={name} />
        <div class="card-name">
          <h3 id={`name-${id}`}>{name}</h3>
          <p>{provider.description}</p>
        </div>
        <div class="card-side">
          <StatusPill provider={provider} connections={connections} />
          {!used && provider.configured && (
            <Button kind="primary" busy={busy} onPress={connect}>
              Connect <span class="visually-hidden">{name}</span>
            </Button>
          )}
        </div>
      </div>
      {!provider.configured && <p class="hint">Your administrator has to add the credentials of {name} first.</p>}
      {used && (
        <ul class="accounts" aria-label={`${name} accounts`}>
          {connections.map((connection) => (
            <AccountItem
              key={connection.id}
              provider={provider}
              connection={connection}
              settings={settings}
              marked={connection.id === marked}
            />
          ))}
        </ul>
      )}
      {failure && <FailureNote failure={failure} onRetry={connect} />}
      {asking && <ParamsForm provider={provider} busy={busy} onSubmit={connectWith} />}
      {used && (
        <div class="card-foot">
          {provider.configured && (
            <Button kind="quiet" busy={busy} describedBy={`name-${id}`} onPress={connect}>
              <Icon name="plus" /> Connect another account
            </Button>
          )}
          <SettingsSection provider={provider} connections={all} settings={settings} />
        </div>
      )}
    </article>
  );
}
