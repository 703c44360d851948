import {
  countDeliveries,
  type DeliveryCount,
  type DeliveryFilter,
  type DeliveryStatus,
  replayDeliveries,
} from "../../api/admin/deliveries.ts";
import { formatMoment } from "../../ui/dates.ts";
import { FailureNote } from "../../ui/failure-note.tsx";
import { useLoad } from "../../ui/use-load.ts";
import { useAdmin } from "../admin-context.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { statusTexts } from "./delivery-status.tsx";

interface Props {
  readonly filter: DeliveryFilter & { readonly status: DeliveryStatus };
  /** The provider's. */
  readonly name: string;
  readonly onClose: () => void;
}

/** Counts what a filter names, says it, and replays it when told to. */
export function ReplayDialog({ filter, name, onClose }: Props) {
  const { api, showNotice } = useAdmin();
  const { value: counted, failure, reload } = useLoad(() => countDeliveries(api, filter));
  const replay = async () => {
    const answer = await replayDeliveries(api, filter);
    if (!answer.ok) return answer.failure;
    const { queued, more } = answer.value;
    showNotice({
      kind: "good",
      title: `${countWords(queued)} being worked on again`,
      detail: more ? "There are more than that: replay again for the rest." : "Show the deliveries again in a moment.",
    });
    return undefined;
  };
  const status = statusTexts[filter.status].toLowerCase();
  return (
    <ConfirmDialog
      title={`Replay what ${name} sent?`}
      confirm="Replay"
      waiting={!counted || counted.count === 0}
      onConfirm={replay}
      onClose={onClose}
    >
      <p role="status">{counted ? describeCount(counted, status) : !failure && "Counting…"}</p>
      {failure && <FailureNote failure={failure} onRetry={() => reload()} />}
      <ul>
        {filter.kind && <li>Of the type {filter.kind}.</li>}
        {filter.tenant && <li>For the tenant {filter.tenant} only.</li>}
        <li>
          Received between {formatMoment(filter.from)} and {formatMoment(filter.to)}.
        </li>
        <li>Those that were replayed before are left out.</li>
        <li>
          {filter.status === "processed"
            ? "People who were told of them already are told once more."
            : "What they would have done is done now."}
        </li>
      </ul>
    </ConfirmDialog>
  );
}

const countWords = (count: number) => (count === 1 ? "1 delivery is" : `${count} deliveries are`);

function describeCount({ count, isAtLeast }: DeliveryCount, status: string): string {
  if (count === 0) return `There are no ${status} deliveries to replay.`;
  const words = count === 1 ? `1 ${status} delivery` : `${count} ${status} deliveries`;
  return isAtLeast
    ? `There are at least ${words}; up to 1,000 are replayed at a time.`
    : `There ${count === 1 ? "is" : "are"} ${words}.`;
}
