import type { Delivery, DeliveryStatus } from "../../api/admin/deliveries.ts";
import { StateMark } from "../parts/state-mark.tsx";

export const statusTexts: Readonly<Record<DeliveryStatus, string>> = {
  pending: "Waiting",
  processed: "Processed",
  failed: "Failed",
  ignored: "Ignored",
  duplicate: "Duplicate",
};

const kinds = { pending: "warn", processed: "good", failed: "bad", ignored: "off", duplicate: "off" } as const;

/** The outcome of a delivery, and why it was none. */
export function DeliveryOutcome({ delivery: { status, error } }: { readonly delivery: Delivery }) {
  return (
    <>
      <StateMark kind={kinds[status]} text={statusTexts[status]} />
      {error && <p class="fine">{error.replaceAll("_", " ")}</p>}
    </>
  );
}
