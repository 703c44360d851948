import type { Deletion } from "../../api/admin/deletions.ts";
import { formatMoment } from "../../ui/dates.ts";

const phases = [
  ["ending", "Disconnect the accounts"],
  ["erasing", "Go through all that is stored"],
  ["revoking", "Wait until the providers have withdrawn the permissions"],
  ["auditing", "Take the name out of the audit"],
] as const satisfies readonly (readonly [Deletion["phase"], string])[];

/** The steps of a deletion, and which of them it is at. */
export function DeletionProgress({ deletion }: { readonly deletion: Deletion }) {
  const at = phases.findIndex(([phase]) => phase === deletion.phase);
  return (
    <div class="card admin-progress">
      <ol>
        {phases.map(([phase, words], step) => (
          <li key={phase} class={step < at ? "done" : ""} aria-current={step === at ? "step" : undefined}>
            {words}
            {step < at && <span class="visually-hidden">, done</span>}
          </li>
        ))}
      </ol>
      <p role="status">{describeWait(deletion)}</p>
      <p class="fine">You can leave this page. Its address leads back to the report.</p>
    </div>
  );
}

function describeWait({ failure, waitingGrants, continuesAt }: Deletion): string {
  if (failure) return "The last attempt failed. It is tried again by itself.";
  if (waitingGrants > 0)
    return waitingGrants === 1 ? "One permission is still to end." : `${waitingGrants} permissions are still to end.`;
  if (continuesAt) return `It goes on at ${formatMoment(continuesAt)}, when nothing can still be written.`;
  return "It is being worked on.";
}
