import { type Channel, recreateChannel } from "../../api/admin/channels.ts";
import { Button } from "../../ui/button.tsx";
import { FailureNote } from "../../ui/failure-note.tsx";
import { useAction } from "../../ui/use-action.ts";
import { useAdmin } from "../admin-context.ts";

interface Props {
  readonly channel: Channel;
  /** The provider's. */
  readonly name: string;
  readonly onDone: () => void;
}

/** Opens a channel again. Nothing is lost by that, so it asks nothing before. */
export function RecreateButton({ channel, name, onDone }: Props) {
  const { api, showNotice } = useAdmin();
  const { busy, failure, run, settle } = useAction();
  const recreate = () =>
    run(async () => {
      const answer = await recreateChannel(api, channel.id);
      if (!answer.ok) return answer.failure;
      settle();
      showNotice({
        kind: "good",
        title: "The channel is being opened again",
        detail: `${name} is asked in a moment. Show the channels again to see how it went.`,
      });
      onDone();
      return undefined;
    });
  return (
    <>
      <Button busy={busy} onPress={recreate}>
        Recreate <span class="visually-hidden">{`${name} ${channel.target || channel.kind}`}</span>
      </Button>
      {failure && <FailureNote failure={failure} />}
    </>
  );
}
