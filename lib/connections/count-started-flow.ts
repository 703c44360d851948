import { count } from "../metrics.ts";
import { countUsage, rowsPerStart } from "../store/usage-counter.ts";

/** Counts a flow that has been started, for the metric and for administrators. */
export function countStartedFlow({ tenant, provider }: { readonly tenant: string; readonly provider: string }): void {
  count("FlowStarted", { provider });
  countStart(tenant, provider);
}

/** Counts a try to connect without a person, which is no flow. */
export const countStart = (tenant: string, provider: string): void =>
  countUsage({ provider, source: "calls", tenants: [tenant], counters: ["started"], rows: rowsPerStart });
