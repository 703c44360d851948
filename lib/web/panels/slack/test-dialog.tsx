import { useEffect, useRef } from "preact/hooks";
import { type Channel, postMessage } from "../../api/slack.ts";
import { useAppContext } from "../../app-context.ts";
import { Button } from "../../ui/button.tsx";
import { FailureNote } from "../../ui/failure-note.tsx";
import { readFormValues } from "../../ui/form-values.ts";
import { useSend } from "../../ui/use-send.ts";
import type { PanelProps } from "../panel-props.ts";

interface Props {
  readonly panel: PanelProps;
  readonly channels: readonly Channel[];
  /** Id of the channel selected at first; empty for none. */
  readonly chosen: string;
  readonly onSent: (channel: string) => void;
  readonly onClose: () => void;
}

/** Asks for the channel and the text before a test message is sent. */
export function TestDialog({ panel, channels, chosen, onSent, onClose }: Props) {
  const { api } = useAppContext();
  const { busy, failure, send } = useSend();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = ({ channel = "", text = "" }: Readonly<Record<string, string>>) =>
    send(
      JSON.stringify([channel, text]),
      (key) => postMessage(api, panel.connection.id, { channel, text }, key),
      () => {
        onSent(channels.find(({ id }) => id === channel)?.name ?? channel);
        dialog.current?.close();
      },
    );
  return (
    <dialog ref={dialog} class="dialog" onClose={onClose} aria-labelledby="test-title">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit(readFormValues(event.currentTarget));
        }}
      >
        <h4 id="test-title">Send a test message</h4>
        <p>Everybody in the channel can read it. It is sent as the app, not as you.</p>
        <div class="form">
          <label class="field">
            <span>Channel</span>
            <select name="channel" required>
              <option value="">Choose a channel</option>
              {channels.map(({ id, name }) => (
                <option key={id} value={id} selected={id === chosen}>
                  #{name}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            <span>Message</span>
            <input name="text" defaultValue="Hello from Patchbay" required maxLength={500} />
          </label>
        </div>
        {failure && <FailureNote failure={failure} name={panel.provider.name} onReconnect={panel.onReconnect} />}
        <div class="dialog-actions">
          <Button onPress={() => dialog.current?.close()}>Cancel</Button>
          <Button kind="primary" submit busy={busy}>
            Send message
          </Button>
        </div>
      </form>
    </dialog>
  );
}
