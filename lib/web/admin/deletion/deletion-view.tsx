import { useState } from "preact/hooks";
import type { DeletionTarget } from "../../api/admin/deletions.ts";
import { useAdmin } from "../admin-context.ts";
import { FilterForm } from "../parts/filter-form.tsx";
import { TenantField } from "../parts/tenant-field.tsx";
import { TextField } from "../parts/text-field.tsx";
import { DeletionDialog } from "./deletion-dialog.tsx";
import { DeletionReport } from "./deletion-report.tsx";

/** Deletes all that there is of a user, or of a tenant. */
export function DeletionView() {
  const { address, isOfStage } = useAdmin();
  const [target, setTarget] = useState<DeletionTarget>();
  const { id = "" } = address.query;
  if (id) return <DeletionReport key={id} id={id} />;
  return (
    <>
      <p class="admin-about">
        For people who leave, or who ask for it. Their accounts are disconnected, and what is kept of them is deleted.
        You see what goes and what stays before anything begins. It cannot be undone.
      </p>
      <FilterForm
        label="Delete a user"
        submit="Delete a user…"
        kind="danger"
        onSubmit={({ user = "", tenant = "" }) => setTarget({ kind: "user", id: user, tenant })}
      >
        <TextField label="User’s id" name="user" value="" help="As in the user’s token." required />
        <TenantField value="" help="As in the token, if it has one." />
      </FilterForm>
      {isOfStage && (
        <FilterForm
          label="Delete a tenant"
          submit="Delete a tenant…"
          kind="danger"
          onSubmit={({ tenant = "" }) => setTarget({ kind: "tenant", id: tenant, tenant: "" })}
        >
          <TextField label="Tenant’s id" name="tenant" value="" help="With all its users." required />
        </FilterForm>
      )}
      {target && <DeletionDialog target={target} onClose={() => setTarget(undefined)} />}
    </>
  );
}
