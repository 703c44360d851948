import { useState } from "preact/hooks";
import { type DeletionTarget, requestDeletion } from "../../api/admin/deletions.ts";
import { useAdmin } from "../admin-context.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";

interface Props {
  readonly target: DeletionTarget;
  readonly onClose: () => void;
}

const titles = { user: "Delete a user’s data?", tenant: "Delete a tenant’s data?" } as const;

/** Says what goes and what stays, and begins once the id is typed again. */
export function DeletionDialog({ target, onClose }: Props) {
  const { api, address } = useAdmin();
  const [repeated, setRepeated] = useState("");
  const { kind, id, tenant } = target;
  const begin = async () => {
    const answer = await requestDeletion(api, target, repeated);
    if (!answer.ok) return answer.failure;
    address.go({ view: "deletion", id: answer.value });
    return undefined;
  };
  return (
    <ConfirmDialog
      title={titles[kind]}
      confirm="Delete"
      kind="danger"
      waiting={repeated !== id}
      onConfirm={begin}
      onClose={onClose}
    >
      <p>
        <strong>{id}</strong>
        {tenant && ` of ${tenant}`}
        {kind === "tenant" ? " with all its users." : "."} What goes:
      </p>
      <ul>
        <li>All connected accounts. Each provider is asked to withdraw the permission.</li>
        <li>Settings, activity, kept answers and what waits to be worked on.</li>
        <li>What is in the events that arrived for them.</li>
      </ul>
      <p>What stays, until it ends by itself:</p>
      <ul>
        <li>The audit, with a code in the place of the name.</li>
        <li>That events arrived, without what was in them, for 90 days.</li>
        <li>Backups and logs, for as long as the stage keeps them.</li>
        <li>Whatever is at the providers: nothing is deleted there.</li>
      </ul>
      <label class="field admin-repeat">
        <span>Type the id again</span>
        <input
          value={repeated}
          maxLength={256}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          onInput={(event) => setRepeated(event.currentTarget.value)}
        />
      </label>
    </ConfirmDialog>
  );
}
