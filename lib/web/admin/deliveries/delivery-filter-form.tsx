import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useAdmin } from "../admin-context.ts";
import { FilterForm } from "../parts/filter-form.tsx";
import { SelectField } from "../parts/select-field.tsx";
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
  const { providers, isOfStage } = useAdmin();
  const [period, setPeriod] = useState(query.period ?? "day");
  return (
    <FilterForm label="Filter of the deliveries" actions={actions} onSubmit={onSubmit}>
      <SelectField
        label="Provider"
        name="provider"
        value={query.provider ?? ""}
        options={providers.map(({ id, name }) => [id, name])}
      />
      <SelectField label="Outcome" name="status" value={query.status ?? ""} options={statusOptions} />
      <TextField label="Type" name="kind" value={query.kind ?? ""} help="As the provider calls it." />
      {isOfStage && (
        <TextField label="Tenant" name="tenant" value={query.tenant ?? ""} help="As in its users’ tokens." />
      )}
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
