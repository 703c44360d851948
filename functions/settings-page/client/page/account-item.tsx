import { useState } from "preact/hooks";
import type { Provider } from "../api/catalogue.ts";
import { type Connection, renewal } from "../api/connections.ts";
import { panelOf } from "../panels/panels.ts";
import { AccountFacts } from "./account-facts.tsx";
import { Button } from "./button.tsx";
import { ChannelHint } from "./channel-hint.tsx";
import { useDesk } from "./desk.ts";
import { DisconnectDialog } from "./disconnect-dialog.tsx";
import { FailureNote } from "./failure-note.tsx";
import { Permissions } from "./permissions.tsx";
import { useBusy } from "./use-busy.ts";
import type { ProviderSettings } from "./use-provider-settings.ts";

interface Props {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly settings: ProviderSettings;
  readonly marked: boolean;
}

/** One connected account: who it is, what it may do, what is in it, and what can be done with it. */
export function AccountItem({ provider, connection, settings, marked }: Props) {
  const desk = useDesk();
  const { busy, failure, run } = useBusy();
  const [panel, setPanel] = useState({ wasOpened: false, shown: false });
  const [asking, setAsking] = useState(false);
  const label = `account-${connection.id}`;
  const broken = connection.status === "reconnect_needed";
  const reconnect = (missing?: readonly string[]) => run(() => desk.connect(provider.id, renewal(connection, missing)));
  const content = panelOf(provider.id);
  const place = `panel-${connection.id}`;
  return (
    <li class={`account ${marked ? "marked" : ""}`} data-account={connection.id}>
      <div class="account-row">
        <AccountFacts connection={connection} label={label} />
        <div class="account-actions">
          {content && (connection.connected || panel.shown) && (
            <Button
              kind="quiet"
              describedBy={label}
              expanded={panel.shown}
              controls={place}
              onPress={() => setPanel({ wasOpened: true, shown: !panel.shown })}
            >
              {content.name}
            </Button>
          )}
          <Button kind={broken ? "primary" : "quiet"} busy={busy} describedBy={label} onPress={() => reconnect()}>
            Reconnect
          </Button>
          <Button kind="danger-quiet" describedBy={label} onPress={() => setAsking(true)}>
            Disconnect
          </Button>
        </div>
      </div>
      {broken && <p class="hint warn-text">{provider.name} no longer accepts our access. Reconnect to go on.</p>}
      <ChannelHint connection={connection} />
      {failure && <FailureNote failure={failure} onRetry={() => reconnect()} />}
      <Permissions connection={connection} />
      {content && (
        <div id={place} hidden={!panel.shown}>
          {panel.wasOpened && (
            <content.Panel
              provider={provider}
              connection={connection}
              settings={settings}
              shown={panel.shown}
              onReconnect={reconnect}
            />
          )}
        </div>
      )}
      {asking && <DisconnectDialog provider={provider} connection={connection} onClose={() => setAsking(false)} />}
    </li>
  );
}
