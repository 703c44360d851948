import { type Analytics, analyticsDays, readAnalytics } from "../../api/admin/analytics.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailureNote } from "../../ui/failure-note.tsx";
import { useLoad } from "../../ui/use-load.ts";
import { useAdmin } from "../admin-context.ts";
import { AddressLink } from "../parts/address-link.tsx";
import { FilterForm } from "../parts/filter-form.tsx";
import { Loading } from "../parts/loading.tsx";
import { TextField } from "../parts/text-field.tsx";
import { ConnectionUsage } from "./connection-usage.tsx";
import { ErrorUsage } from "./error-usage.tsx";
import { FileUsageTable } from "./file-usage-table.tsx";
import { listUsed } from "./list-used.ts";
import { WebhookUsage } from "./webhook-usage.tsx";

const defaultDays = 30;

/** What was counted in the last days, by provider. */
export function OverviewView() {
  const { address, isOfStage } = useAdmin();
  const { tenant = "" } = address.query;
  const days = analyticsDays.find((one) => String(one) === address.query.days) ?? defaultDays;
  const toQuery = (count: number) => ({ view: "overview", days: count === defaultDays ? "" : String(count) });
  return (
    <>
      <nav class="admin-days" aria-label="Days that are counted">
        {analyticsDays.map((one) => (
          <AddressLink key={one} address={address} to={{ ...toQuery(one), tenant }} current={one === days}>
            {one === 1 ? "Today" : `${one} days`}
          </AddressLink>
        ))}
      </nav>
      {isOfStage && (
        <FilterForm
          key={tenant}
          label="Whose counts"
          onSubmit={(values) => address.go({ ...toQuery(days), tenant: values.tenant ?? "" })}
        >
          <TextField
            label="Tenant"
            name="tenant"
            value={tenant}
            help="As in its users’ tokens; all together without one. Files are counted of one tenant at a time."
          />
        </FilterForm>
      )}
      <LoadedOverview key={`${days} ${tenant}`} days={days} tenant={tenant} />
    </>
  );
}

function LoadedOverview({ days, tenant }: { readonly days: number; readonly tenant: string }) {
  const { api } = useAdmin();
  const { value, failure, reload } = useLoad(() => readAnalytics(api, days, tenant));
  if (failure) return <FailureNote failure={failure} onRetry={() => reload()} />;
  if (!value) return <Loading what="the counts" />;
  return <Overview analytics={value} />;
}

function Overview({ analytics }: { readonly analytics: Analytics }) {
  const used = listUsed(analytics.providers);
  if (used.length === 0 && analytics.files.length === 0)
    return (
      <div class="card">
        <EmptyState title="Nothing was counted">
          Nobody has connected an account in these days, and nothing has arrived. Counts are a few minutes behind.
        </EmptyState>
      </div>
    );
  return (
    <>
      <ConnectionUsage providers={used} />
      <WebhookUsage providers={used} />
      <ErrorUsage providers={used} />
      <FileUsageTable files={analytics.files} />
    </>
  );
}
