import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { FilterForm } from "../parts/filter-form.tsx";
import { ProviderField } from "../parts/provider-field.tsx";
import { SelectField } from "../parts/select-field.tsx";
import { TenantField } from "../parts/tenant-field.tsx";
import { MomentField, TextField } from "../parts/text-field.tsx";
import type { Query } from "../use-address.ts";
import { statusTexts } from "./delivery-status.tsx";
import { otherPeriod, periods } from "./period.ts";

interface Props {
  readonly query: Query;
  readonly actions: ComponentChildren;
  readonly onSubmit: (query: Query) => void;
}

const statusOptions = [["", "Any"], ...Object.entries(statusTexts)] as const;
const periodOptions = [...periods.map(([id, text]) => [id, text] as const), [otherPeriod, "Between…"]] as const;

export function DeliveryFilterForm({ query, actions, onSubmit }: Props) {
  const [period, setPeriod] = useState(query.period ?? "day");
  return (
    <FilterForm label="Filter of the deliveries" actions={actions} onSubmit={onSubmit}>
      <ProviderField value={query.provider ?? ""} />
      <SelectField label="Outcome" name="status" value={query.status ?? ""} options={statusOptions} />
      <TextField label="Type" name="kind" value={query.kind ?? ""} help="As the provider calls it." />
      <TenantField value={query.tenant ?? ""} />
      <SelectField label="Received" name="period" value={period} options={periodOptions} onChange={setPeriod} />
      {period === otherPeriod && (
        <>
          <MomentField label="From" name="from" value={query.from ?? ""} required />
          <MomentField label="To" name="to" value={query.to ?? ""} />
        </>
      )}
    </FilterForm>
  );
}
