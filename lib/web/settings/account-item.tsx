import { useState } from "preact/hooks";
import type { Provider } from "../api/catalogue.ts";
import { type Connection, toReconnectOptions } from "../api/connections.ts";
import { useAppContext } from "../app-context.ts";
import { findPanel } from "../panels/panels.ts";
import type { ProviderSettings } from "../panels/use-provider-settings.ts";
import { Button } from "../ui/button.tsx";
import { FailureNote } from "../ui/failure-note.tsx";
import { useAction } from "../ui/use-action.ts";
import { AccountFacts } from "./account-facts.tsx";
import { DisconnectDialog } from "./disconnect-dialog.tsx";
import { Permissions } from "./permissions.tsx";
import { SubscriptionHint } from "./subscription-hint.tsx";

interface Props {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly settings: ProviderSettings;
  readonly marked: boolean;
}

/** A connected account: its facts, permissions, panel and actions. */
export function AccountItem({ provider, connection, settings, marked }: Props) {
  const app = useAppContext();
  const { busy, failure, run } = useAction();
  const [panel, setPanel] = useState({ wasOpened: false, shown: false });
  const [asking, setAsking] = useState(false);
  const label = `account-${connection.id}`;
  const needsReconnect = connection.status === "expired";
  const reconnect = (missing?: readonly string[]) =>
    run(() => app.connect(provider.id, toReconnectOptions(connection, missing)));
  const panelEntry = findPanel(provider.id);
  const panelId = `panel-${connection.id}`;
  return (
    <li class={`account ${marked ? "marked" : ""}`} data-account={connection.id}>
      <div class="account-row">
        <AccountFacts connection={connection} label={label} />
        <div class="account-actions">
          {panelEntry && (connection.connected || panel.shown) && (
            <Button
              kind="quiet"
              describedBy={label}
              expanded={panel.shown}
              controls={panelId}
              onPress={() => setPanel({ wasOpened: true, shown: !panel.shown })}
            >
              {panelEntry.name}
            </Button>
          )}
          <Button
            kind={needsReconnect ? "primary" : "quiet"}
            busy={busy}
            describedBy={label}
            onPress={() => reconnect()}
          >
            Reconnect
          </Button>
          <Button kind="danger-quiet" describedBy={label} onPress={() => setAsking(true)}>
            Disconnect
          </Button>
        </div>
      </div>
      {needsReconnect && (
        <p class="hint warn-text">{provider.name} no longer accepts our access. Reconnect to go on.</p>
      )}
      <SubscriptionHint connection={connection} />
      {failure && <FailureNote failure={failure} onRetry={() => reconnect()} />}
      <Permissions connection={connection} />
      {panelEntry && (
        <div id={panelId} hidden={!panel.shown}>
          {panel.wasOpened && (
            <panelEntry.Panel
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
