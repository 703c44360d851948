import { useEffect, useRef, useState } from "preact/hooks";
import type { ConnectionFilter } from "../../api/admin/connections.ts";
import { useAdmin } from "../admin-context.ts";
import { FilterForm } from "../parts/filter-form.tsx";
import { ProviderField } from "../parts/provider-field.tsx";
import { SelectField } from "../parts/select-field.tsx";
import { TenantField } from "../parts/tenant-field.tsx";
import { TextField } from "../parts/text-field.tsx";
import { ConnectionDetail } from "./connection-detail.tsx";
import { ConnectionList } from "./connection-list.tsx";
import { statusTexts } from "./connection-status.tsx";

const everything: ConnectionFilter = { q: "", status: "", provider: "", tenant: "" };
const statusOptions = [["", "Any"], ...Object.entries(statusTexts)] as const;

/** All users' connections. What is searched for stays out of the address: it may be somebody's e-mail address. */
export function ConnectionsView() {
  const { address } = useAdmin();
  const [search, setSearch] = useState({ filter: everything, nth: 0 });
  const { id = "" } = address.query;
  const list = useRef<HTMLDivElement>(null);
  const lastId = useRef(id);
  useEffect(() => {
    // Back in the list, the focus is where it was.
    const links = [...(list.current?.querySelectorAll("a") ?? [])];
    if (id === "") links.find(({ href }) => lastId.current && href.endsWith(`id=${lastId.current}`))?.focus();
    lastId.current = id;
  }, [id]);
  const submit = ({ q = "", status = "", provider = "", tenant = "" }: Readonly<Record<string, string>>) =>
    setSearch({ filter: { q, provider, tenant, status: readStatus(status) }, nth: search.nth + 1 });
  return (
    <>
      {id && <ConnectionDetail key={id} id={id} />}
      {/* The list stays as it was while one of it is opened. */}
      <div class="admin-stack" ref={list} hidden={id !== ""}>
        <p class="admin-about">The accounts that people have connected. Tokens are shown to nobody.</p>
        <FilterForm label="Search of the connections" submit="Search" onSubmit={submit}>
          <TextField label="Who" name="q" value="" help="Part of a user’s id, e-mail address or name." />
          <SelectField label="State" name="status" value="" options={statusOptions} />
          <ProviderField value="" any />
          <TenantField value="" />
        </FilterForm>
        <ConnectionList key={search.nth} filter={search.filter} />
      </div>
    </>
  );
}

const readStatus = (text: string): ConnectionFilter["status"] => {
  const known = Object.keys(statusTexts) as (keyof typeof statusTexts)[];
  return known.find((one) => one === text) ?? "";
};
