import { useEffect, useRef } from "preact/hooks";
import type { Provider } from "../api/catalogue.ts";
import { type Connection, disconnect } from "../api/connections.ts";
import { useAppContext } from "../app-context.ts";
import { Button } from "../ui/button.tsx";
import { FailureNote } from "../ui/failure-note.tsx";
import { useAction } from "../ui/use-action.ts";

interface Props {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly onClose: () => void;
}

/** A modal `<dialog>`: the browser traps the focus, closes it on Escape and restores the focus. */
export function DisconnectDialog({ provider, connection, onClose }: Props) {
  const app = useAppContext();
  const { busy, failure, run } = useAction();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { name } = provider;
  const account = connection.accountName || "this account";
  const confirmDisconnect = () =>
    run(async () => {
      const answer = await disconnect(app.api, provider.id, connection.id);
      if (!answer.ok) return answer.failure;
      dialog.current?.close();
      app.showNotice({
        kind: "good",
        title: `${name} is disconnected`,
        detail: `${connection.accountName || "The account"} is disconnected. Its access tokens are deleted.`,
      });
      app.reload();
      return undefined;
    });
  return (
    <dialog ref={dialog} class="dialog" onClose={onClose} aria-labelledby="ask-title" aria-describedby="ask-text">
      <h2 id="ask-title">
        Disconnect {account} from {name}?
      </h2>
      <div id="ask-text">
        <p>What happens now:</p>
        <ul>
          <li>Our access to the account is deleted at once, with everything cached from it.</li>
          <li>{name} is asked to withdraw the permission, where it offers that.</li>
          <li>Features that use this account stop. Nothing in {name} itself is changed.</li>
        </ul>
        <p>You can connect it again at any time.</p>
      </div>
      {failure && <FailureNote failure={failure} />}
      <div class="dialog-actions">
        <Button onPress={() => dialog.current?.close()}>Keep it</Button>
        <Button kind="danger" busy={busy} onPress={confirmDisconnect}>
          Disconnect
        </Button>
      </div>
    </dialog>
  );
}
