import { type Delivery, replayDelivery } from "../../api/admin/deliveries.ts";
import { Button } from "../../ui/button.tsx";
import { formatMoment } from "../../ui/dates.ts";
import { FailureNote } from "../../ui/failure-note.tsx";
import { useAction } from "../../ui/use-action.ts";
import { useAdmin } from "../admin-context.ts";

/** Works on one delivery again. */
export function ReplayButton({ delivery }: { readonly delivery: Delivery }) {
  const { api, showNotice } = useAdmin();
  const { busy, failure, run, settle } = useAction();
  const replay = () =>
    run(async () => {
      const answer = await replayDelivery(api, delivery.id);
      if (!answer.ok) return answer.failure;
      settle();
      showNotice({
        kind: "good",
        title: "The delivery is being worked on again",
        detail: "Show the deliveries again in a moment: it has a row of its own there.",
      });
      return undefined;
    });
  return (
    <>
      <Button busy={busy} onPress={replay}>
        Replay <span class="visually-hidden">{`${delivery.kind} of ${formatMoment(delivery.receivedAt)}`}</span>
      </Button>
      {failure && <FailureNote failure={failure} />}
    </>
  );
}
