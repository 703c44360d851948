import { useState } from "preact/hooks";
import type { AuditFilter } from "../../api/admin/audit.ts";
import { FilterForm } from "../parts/filter-form.tsx";
import { ProviderField } from "../parts/provider-field.tsx";
import { SelectField } from "../parts/select-field.tsx";
import { TenantField } from "../parts/tenant-field.tsx";
import { MomentField, TextField } from "../parts/text-field.tsx";
import { actionTexts, isAuditAction } from "./action-texts.ts";
import { AuditList } from "./audit-list.tsx";
import { DownloadButton } from "./download-button.tsx";

const everything: AuditFilter = { from: "", to: "", user: "", action: "", provider: "", tenant: "" };
const actionOptions = [
  ["", "Any"],
  ...Object.entries(actionTexts).toSorted(([, a], [, b]) => a.localeCompare(b)),
] as const;

/** Who did what. Whom one looks for stays out of the address. */
export function AuditView() {
  const [search, setSearch] = useState({ filter: everything, nth: 0 });
  const submit = (values: Readonly<Record<string, string>>) =>
    setSearch({ filter: readFilter(values), nth: search.nth + 1 });
  return (
    <>
      <p class="admin-about">
        Who did what, when and from where, of the last 30 days unless you choose others. Reading it is written into it
        too.
      </p>
      <FilterForm label="Filter of the audit" onSubmit={submit} actions={<DownloadButton filter={search.filter} />}>
        <TextField label="Who" name="user" value="" help="A user’s id, as whom it is about or who did it." />
        <SelectField label="What" name="action" value="" options={actionOptions} />
        <ProviderField value="" any />
        <TenantField value="" />
        <MomentField label="From" name="from" value="" />
        <MomentField label="To" name="to" value="" />
      </FilterForm>
      <AuditList key={search.nth} filter={search.filter} />
    </>
  );
}

function readFilter(values: Readonly<Record<string, string>>): AuditFilter {
  const { from = "", to = "", user = "", action = "", provider = "", tenant = "" } = values;
  const toIso = (moment: string) => (moment ? new Date(moment).toISOString() : "");
  return { from: toIso(from), to: toIso(to), user, provider, tenant, action: isAuditAction(action) ? action : "" };
}
