import { useEffect, useRef, useState } from "preact/hooks";
import type { Provider } from "../api/catalogue.ts";
import { type ActivityOutcome, type Connection, disconnect } from "../api/connections.ts";
import { useAppContext } from "../app-context.ts";
import { Button } from "../ui/button.tsx";
import { FailureNote } from "../ui/failure-note.tsx";
import { useAction } from "../ui/use-action.ts";

interface Props {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly onClose: () => void;
}

const outcomes: Readonly<Record<ActivityOutcome, string>> = {
  removed: "Its activity is removed.",
  kept: "Its activity stays in your feed.",
  being_removed: "Its activity is being removed, which takes some minutes.",
};

/** A modal `<dialog>`: the browser traps the focus, closes it on Escape and restores the focus. */
export function DisconnectDialog({ provider, connection, onClose }: Props) {
  const app = useAppContext();
  const { busy, failure, run } = useAction();
  const [keepActivity, setKeepActivity] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { name } = provider;
  const account = connection.accountName || "this account";
  const confirmDisconnect = () =>
    run(async () => {
      const answer = await disconnect(app.api, provider.id, connection.id, keepActivity);
      if (!answer.ok) return answer.failure;
      dialog.current?.close();
      app.showNotice({
        kind: "good",
        title: `${name} is disconnected`,
        detail: `${connection.accountName || "The account"} is disconnected. Its access tokens are deleted. ${outcomes[answer.value]}`,
      });
      app.reload();
      app.reloadFeed();
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
          <li>
            {keepActivity
              ? "Its messages, files and events stay in your activity, without further ones."
              : "Its messages, files and events are removed from your activity for good."}
          </li>
          <li>{name} is asked to withdraw the permission, where it offers that.</li>
          <li>Features that use this account stop. Nothing in {name} itself is changed.</li>
        </ul>
        <p>
          Your settings stay. So do, for a limited time, the audit log and the encrypted log of the events that {name}{" "}
          has sent. You can connect the account again at any time.
        </p>
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={keepActivity}
          onChange={(event) => setKeepActivity(event.currentTarget.checked)}
        />
        <span>Keep its activity in my feed</span>
      </label>
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
