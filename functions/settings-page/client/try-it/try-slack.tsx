import { useState } from "preact/hooks";
import { type Channel, listChannels, postMessage } from "../api/trials.ts";
import { Button } from "../page/button.tsx";
import { useDesk } from "../page/desk.ts";
import { FailureNote } from "../page/failure-note.tsx";
import { formValues } from "../page/form-values.ts";
import { useBusy } from "../page/use-busy.ts";
import { useLoad } from "../page/use-load.ts";
import type { TryProps } from "./try-props.ts";

export function TrySlack({ connection, onReconnect }: TryProps) {
  const { api } = useDesk();
  const channels = useLoad(() => listChannels(api, connection.id));
  if (channels.failure)
    return <FailureNote failure={channels.failure} onRetry={channels.reload} onReconnect={onReconnect} />;
  if (!channels.value) return <p role="status">Asking…</p>;
  const count = channels.value.length;
  return (
    <>
      <p role="status">It works: {count === 1 ? "1 channel" : `${count} channels`}.</p>
      {count > 0 && <PostForm account={connection.id} channels={channels.value} onReconnect={onReconnect} />}
    </>
  );
}

interface FormProps {
  readonly account: string;
  readonly channels: readonly Channel[];
  readonly onReconnect: () => void;
}

function PostForm({ account, channels, onReconnect }: FormProps) {
  const { api } = useDesk();
  const { busy, failure, run, settle } = useBusy();
  const [posted, setPosted] = useState("");
  const post = (values: Readonly<Record<string, string>>) =>
    run(async () => {
      setPosted("");
      const channel = values.channel ?? "";
      const answer = await postMessage(api, account, { channel, text: values.text ?? "" });
      if (!answer.ok) return answer.failure;
      settle();
      setPosted(`Posted to #${channels.find(({ id }) => id === channel)?.name ?? channel}.`);
      return undefined;
    });
  return (
    <form
      class="form inline"
      onSubmit={(event) => {
        event.preventDefault();
        post(formValues(event.currentTarget));
      }}
    >
      <label class="field">
        <span>Channel</span>
        <select name="channel">
          {channels.map(({ id, name }) => (
            <option key={id} value={id}>
              #{name}
            </option>
          ))}
        </select>
      </label>
      <label class="field wide">
        <span>Message</span>
        <input name="text" defaultValue="Hello from Patchbay" required maxLength={500} />
      </label>
      <Button submit busy={busy}>
        Post message
      </Button>
      <p class="fine good-text" role="status">
        {posted}
      </p>
      {failure && <FailureNote failure={failure} onReconnect={onReconnect} />}
    </form>
  );
}
