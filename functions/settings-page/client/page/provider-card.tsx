import { useState } from "preact/hooks";
import type { Provider } from "../api/catalogue.ts";
import type { Connection } from "../api/connections.ts";
import { AccountItem } from "./account-item.tsx";
import { Button } from "./button.tsx";
import { useDesk } from "./desk.ts";
import { FailureNote } from "./failure-note.tsx";
import { Glyph } from "./glyph.tsx";
import { Icon } from "./icon.tsx";
import { ParamsForm } from "./params-form.tsx";
import { SettingsPart } from "./settings-part.tsx";
import { StatusPill } from "./status-pill.tsx";
import { useBusy } from "./use-busy.ts";
import { useProviderSettings } from "./use-provider-settings.ts";

interface Props {
  readonly provider: Provider;
  readonly connections: readonly Connection[];
  readonly marked: string;
}

export function ProviderCard({ provider, connections, marked }: Props) {
  const desk = useDesk();
  const [asking, setAsking] = useState(false);
  const { busy, failure, run } = useBusy();
  const settings = useProviderSettings(provider.id);
  const { id, name, params } = provider;
  const connect = () => (params.length > 0 ? setAsking(!asking) : run(() => desk.connect(id)));
  const connectWith = (values: Readonly<Record<string, string>>) => run(() => desk.connect(id, { params: values }));
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
          <SettingsPart provider={provider} settings={settings} />
        </div>
      )}
    </article>
  );
}
