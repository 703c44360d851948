import { useState } from "preact/hooks";
import type { Provider } from "../api/catalogue.ts";
import type { Connection } from "../api/connections.ts";
import { TryIt } from "../try-it/try-it.tsx";
import { AccountFacts } from "./account-facts.tsx";
import { Button } from "./button.tsx";
import { ChannelHint } from "./channel-hint.tsx";
import { useDesk } from "./desk.ts";
import { DisconnectDialog } from "./disconnect-dialog.tsx";
import { FailureNote } from "./failure-note.tsx";
import { Permissions } from "./permissions.tsx";
import { useBusy } from "./use-busy.ts";

interface Props {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly marked: boolean;
}

/** One connected account: who it is, what it may do, and what can be done with it. */
export function AccountItem({ provider, connection, marked }: Props) {
  const desk = useDesk();
  const { busy, failure, run } = useBusy();
  const [trying, setTrying] = useState(false);
  const [asking, setAsking] = useState(false);
  const label = `account-${connection.id}`;
  const broken = connection.status === "reconnect_needed";
  const reconnect = () => run(() => desk.connect(provider.id, { account: connection.id }));
  return (
    <li class={`account ${marked ? "marked" : ""}`} data-account={connection.id}>
      <div class="account-row">
        <AccountFacts connection={connection} label={label} />
        <div class="account-actions">
          {connection.connected && (
            <Button kind="quiet" describedBy={label} expanded={trying} onPress={() => setTrying(!trying)}>
              Test it
            </Button>
          )}
          <Button kind={broken ? "primary" : "quiet"} busy={busy} describedBy={label} onPress={reconnect}>
            Reconnect
          </Button>
          <Button kind="danger-quiet" describedBy={label} onPress={() => setAsking(true)}>
            Disconnect
          </Button>
        </div>
      </div>
      {broken && <p class="hint warn-text">{provider.name} no longer accepts our access. Reconnect to go on.</p>}
      <ChannelHint connection={connection} />
      {failure && <FailureNote failure={failure} onRetry={reconnect} />}
      <Permissions connection={connection} />
      {trying && <TryIt connection={connection} onReconnect={reconnect} />}
      {asking && <DisconnectDialog provider={provider} connection={connection} onClose={() => setAsking(false)} />}
    </li>
  );
}
