import { useAdmin } from "../admin-context.ts";
import { FilterForm } from "../parts/filter-form.tsx";
import { TenantField } from "../parts/tenant-field.tsx";
import { TextField } from "../parts/text-field.tsx";
import { ChannelList } from "./channel-list.tsx";

/** A user's push channels, found by the user's id. */
export function ChannelsView() {
  const { address } = useAdmin();
  const { user = "", tenant = "" } = address.query;
  const key = JSON.stringify([user, tenant]);
  return (
    <>
      <p class="admin-about">
        Over a channel a provider reports changes in an account. Channels are opened and renewed by themselves; one that
        has failed can be opened again here.
      </p>
      <FilterForm
        key={key}
        label="Whose channels"
        submit="Show channels"
        onSubmit={({ user = "", tenant = "" }) => address.go({ view: "channels", user, tenant })}
      >
        <TextField label="User’s id" name="user" value={user} required />
        <TenantField value={tenant} help="As in the user’s token, if it has one." />
      </FilterForm>
      {user && <ChannelList key={`list ${key}`} owner={{ user, tenant }} />}
    </>
  );
}
